// The derived index and its record always agree: after lost, altered and foreign files, after a
// kill and after every single failure.
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <future>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "testing/fault.h"
#include "testing/timeline_fixture.h"
#include "timeline/event_store.h"
#include "timeline/line_index.h"

namespace throughline::timeline {
namespace {

using storage::Dialect;
using storage::Transaction;
using testing::draft_of;
using testing::TimelineHarness;
namespace files = std::filesystem;

constexpr int people = 3;

Draft numbered(int number) {
  return draft_of(1 + number % people, "id" + std::to_string(number), (number * 7919) % 1009);
}

std::vector<Draft> numbered_to(int count) {
  std::vector<Draft> drafts;
  for (int i = 0; i < count; ++i) {
    drafts.push_back(numbered(i));
  }
  return drafts;
}

LinePosition position_of(const Event& event) {
  return {event.occurred_at, event.sequence, event.message_id, event.source};
}

// Whether lines and ids say what the record says, and the record holds each event once.
void expect_whole(TimelineHarness& harness) {
  std::map<std::int64_t, std::vector<LinePosition>> lines;
  std::vector<Draft> drafts;
  const auto read = harness.database().read([&](Transaction& tx) {
    return tx.each(
        "SELECT key_identifier, message_id FROM events ORDER BY seq", {},
        [&](const storage::Row& row) -> Result<void> {
          drafts.push_back(numbered(std::stoi(row.at(1).bytes().substr(2))));
          lines[row.at(0).number()].push_back(
              {drafts.back().occurred_at, 0, drafts.back().message_id, drafts.back().source});
          return {};
        });
  });
  ASSERT_TRUE(read.ok()) << read.error().message;
  for (std::int64_t person = 1; person <= people; ++person) {
    std::vector<LinePosition> seen;
    LineQuery query;
    query.limit = 500;
    for (bool more = true; more;) {
      const LinePage page = harness.line({person}, query);
      for (const Event& event : page.events) {
        seen.push_back(position_of(event));
      }
      more = page.more;
      if (more) {
        query.before = seen.back();
      }
    }
    std::sort(lines[person].rbegin(), lines[person].rend());
    EXPECT_EQ(seen, lines[person]) << "person " << person;
  }
  const auto again = harness.record_together(drafts);
  ASSERT_TRUE(again.ok()) << again.error().message;
  for (const Recorded& recorded : *again) {
    EXPECT_EQ(recorded.outcome, Outcome::repeated);
  }
  EXPECT_EQ(harness.rows_of("events"), static_cast<std::int64_t>(drafts.size()));
}

std::vector<files::path> files_of(const std::string& directory, const std::string& part) {
  std::vector<files::path> found;
  for (const auto& entry : files::recursive_directory_iterator(directory)) {
    if (entry.is_regular_file() &&
        entry.path().filename().string().find(part) != std::string::npos) {
      found.push_back(entry.path());
    }
  }
  return found;
}

void alter(const files::path& path, std::uintmax_t at) {
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  file.seekg(static_cast<std::streamoff>(at));
  const char byte = static_cast<char>(file.get());
  file.seekp(static_cast<std::streamoff>(at));
  file.put(static_cast<char>(byte ^ 0x5a));
}

struct Damage {
  const char* name;
  std::function<void(const std::string& directory)> harm;
};

std::string damage_name(const ::testing::TestParamInfo<Damage>& info) {
  return info.param.name;
}

class DamagedIndexTest : public ::testing::TestWithParam<Damage> {
 protected:
  TimelineHarness harness_{Dialect::sqlite};
};

const std::vector<Damage> damages = {
    {"directory_lost", [](const std::string& directory) { files::remove_all(directory); }},
    {"tables_lost",
     [](const std::string& directory) {
       for (const auto& path : files_of(directory, ".sst")) {
         files::remove(path);
       }
     }},
    {"one_table_lost",
     [](const std::string& directory) { files::remove(files_of(directory, ".sst").back()); }},
    {"tables_altered_at_the_start",
     [](const std::string& directory) {
       for (const auto& path : files_of(directory, ".sst")) {
         alter(path, 20);
       }
     }},
    {"tables_altered_in_the_middle",
     [](const std::string& directory) {
       for (const auto& path : files_of(directory, ".sst")) {
         alter(path, files::file_size(path) / 2);
       }
     }},
    {"tables_cut_short",
     [](const std::string& directory) {
       for (const auto& path : files_of(directory, ".sst")) {
         files::resize_file(path, files::file_size(path) / 2);
       }
     }},
    {"manifest_altered",
     [](const std::string& directory) { alter(files_of(directory, "MANIFEST").back(), 30); }},
    {"manifest_lost",
     [](const std::string& directory) { files::remove(files_of(directory, "MANIFEST").back()); }},
    {"current_lost",
     [](const std::string& directory) { files::remove(files_of(directory, "CURRENT").back()); }},
    {"unfinished_rebuild",
     [](const std::string& directory) {
       files::create_directories(directory + "/7");
       std::ofstream(directory + "/7/CURRENT") << "nonsense";
     }},
};

INSTANTIATE_TEST_SUITE_P(Each, DamagedIndexTest, ::testing::ValuesIn(damages), damage_name);

TEST_P(DamagedIndexTest, IsBuiltAgainFromTheRecord) {
  ASSERT_TRUE(harness_.record_together(numbered_to(500)).ok());
  const std::string directory = harness_.index_directory();
  harness_.close();
  GetParam().harm(directory);
  harness_.open();
  expect_whole(harness_);
  ASSERT_TRUE(harness_.record(numbered(1000)).ok());
  harness_.restart();
  expect_whole(harness_);
}

TEST(IndexTest, OfAnotherRecordIsBuiltAgain) {
  TimelineHarness one(Dialect::sqlite);
  TimelineHarness other(Dialect::sqlite);
  ASSERT_TRUE(one.record_together(numbered_to(10)).ok());
  ASSERT_TRUE(other.record_together(numbered_to(20)).ok());
  const std::string from = one.index_directory();
  const std::string to = other.index_directory();
  one.close();
  other.close();
  files::remove_all(to);
  files::copy(from, to, files::copy_options::recursive);
  other.open();
  expect_whole(other);
}

TEST(IndexTest, ThatIsNewerThanItsRecordIsBuiltAgain) {
  TimelineHarness harness(Dialect::sqlite);
  ASSERT_TRUE(harness.record_together(numbered_to(10)).ok());
  const std::string record =
      files::path(harness.index_directory()).parent_path().string() + "/record.db";
  harness.close();
  files::copy(record, record + ".older");
  harness.open();
  ASSERT_TRUE(harness.record(numbered(10)).ok());
  harness.close();
  files::rename(record + ".older", record);
  harness.open();
  expect_whole(harness);
  EXPECT_EQ(harness.rows_of("events"), 10);
}

TEST(IndexTest, IsRepairedWhileTheWorkspaceIsOpen) {
  TimelineHarness harness(Dialect::sqlite);
  ASSERT_TRUE(harness.record_together(numbered_to(500)).ok());
  ASSERT_TRUE(harness.timeline().rebuild({1}).ok());  // Everything lies in files now.
  for (const auto& path : files_of(harness.index_directory(), ".sst")) {
    alter(path, 20);
  }
  const auto damaged = harness.record_together(numbered_to(500));
  ASSERT_FALSE(damaged.ok());
  EXPECT_EQ(damaged.error().code, ErrorCode::unavailable);
  ASSERT_TRUE(harness.timeline().rebuild({1}).ok());  // Waits for the repair under way.
  expect_whole(harness);
}

// Whether the bytes of any file in there hold the text.
bool is_in_files(const std::string& directory, std::string_view text) {
  const auto found = files::recursive_directory_iterator(directory);
  return std::any_of(files::begin(found), files::end(found), [&](const auto& entry) {
    if (!entry.is_regular_file()) {
      return false;
    }
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    return bytes.find(text) != std::string::npos;
  });
}

TEST(IndexTest, ForgetsWhoWasErasedWithoutATrace_PR01) {
  TimelineHarness harness(Dialect::sqlite);
  constexpr int each = 200;
  const auto record = [&](int from) {
    std::vector<Draft> drafts;
    for (int i = from; i < from + each; ++i) {
      drafts.push_back(draft_of(1, "kept-" + std::to_string(i), i));
      drafts.push_back(draft_of(2, "hidden-" + std::to_string(i), i));
    }
    ASSERT_TRUE(harness.record_together(drafts).ok());
  };
  record(0);
  ASSERT_TRUE(harness.timeline().rebuild({1}).ok());  // These lie in files, the next in memory.
  record(each);
  harness.restart();
  record(2 * each);
  ASSERT_TRUE(is_in_files(harness.index_directory(), "hidden-"));
  const auto erased = harness.database().write(
      [&](Transaction& tx) { return harness.timeline().erase_events(tx, {{2}}); });
  ASSERT_TRUE(erased.ok());
  EXPECT_EQ(*erased, 3 * each);
  ASSERT_TRUE(harness.timeline().forget_erased({1}, {{2}}).ok());
  EXPECT_FALSE(is_in_files(harness.index_directory(), "hidden-"));
  EXPECT_TRUE(is_in_files(harness.index_directory(), "kept-"));
  for (int attempt = 0; attempt < 2; ++attempt) {
    const auto different = harness.database().read(
        [&](Transaction& tx) { return harness.timeline().index_differences(tx); });
    ASSERT_TRUE(different.ok()) << different.error().message;
    EXPECT_EQ(*different, 0);
    EXPECT_EQ(harness.line({1}, {.limit = 500}).events.size(), 500U);
    EXPECT_TRUE(harness.line({2}, {.limit = 500}).events.empty());
    harness.restart();
  }
}

TEST(IndexTest, IsRebuiltWhileEventsArrive) {
  TimelineHarness harness(Dialect::sqlite);
  ASSERT_TRUE(harness.record_together(numbered_to(100)).ok());
  std::atomic<bool> done = false;
  auto writing = std::async(std::launch::async, [&] {
    for (int i = 100; !done || i < 200; ++i) {
      EXPECT_TRUE(harness.record(numbered(i)).ok());
    }
  });
  for (int i = 0; i < 5; ++i) {
    EXPECT_TRUE(harness.timeline().rebuild({1}).ok());
  }
  done = true;
  writing.wait();
  expect_whole(harness);
  harness.restart();
  expect_whole(harness);
}

// --- Groups of units, and the failure of any one call.

// Runs units of one event each as one group. Unit `poisoned` answers an error after recording; unit
// i records event i, so every number below `size` is tried once. Gives what was acknowledged.
std::set<int> run_group(TimelineHarness& harness, int first, int size, int poisoned) {
  std::promise<void> begin;
  const std::shared_future<void> begun = begin.get_future().share();
  std::vector<std::future<Result<void>>> answers;
  storage::Database& database = harness.database();
  for (int i = first; i < first + size; ++i) {
    auto answer = std::make_shared<std::promise<Result<void>>>();
    answers.push_back(answer->get_future());
    database.submit(
        [&harness, begun, i, poisoned](Transaction& tx) -> Result<void> {
          begun.wait();
          TL_TRY(harness.timeline().record(tx, numbered(i)));
          return i == poisoned ? Error::conflict("poisoned") : Result<void>();
        },
        1, [answer](Result<void> done) { answer->set_value(std::move(done)); });
  }
  begin.set_value();
  std::set<int> acknowledged;
  for (int i = 0; i < size; ++i) {
    if (answers[static_cast<std::size_t>(i)].get().ok()) {
      acknowledged.insert(first + i);
    }
  }
  return acknowledged;
}

void expect_acknowledged(TimelineHarness& harness, const std::set<int>& numbers) {
  std::set<std::string> ids;
  LineQuery query;
  query.limit = 500;
  for (bool more = true; more;) {
    const LinePage page = harness.line({1, 2, 3}, query);
    for (const Event& event : page.events) {
      EXPECT_TRUE(ids.insert(event.message_id).second) << event.message_id << " is there twice";
      query.before = position_of(event);
    }
    more = page.more;
  }
  for (const int number : numbers) {
    EXPECT_TRUE(ids.contains("id" + std::to_string(number))) << number << " was lost";
  }
}

TEST(IndexTest, ForgetsTheIdOfAUnitThatRollsBackWithinItsGroup) {
  TimelineHarness harness(Dialect::sqlite);
  std::promise<void> begin;
  const std::shared_future<void> begun = begin.get_future().share();
  std::vector<std::future<Outcome>> outcomes;
  storage::Database& database = harness.database();
  for (int i = 0; i < 3; ++i) {
    // Told once the unit is committed or rolled back: before, readers see neither.
    auto completed = std::make_shared<std::promise<Outcome>>();
    auto outcome = std::make_shared<Outcome>();
    outcomes.push_back(completed->get_future());
    database.submit(
        [&, i, outcome](Transaction& tx) -> Result<void> {
          begun.wait();
          TL_TRY_ASSIGN(const Recorded recorded, harness.timeline().record(tx, numbered(7)));
          *outcome = recorded.outcome;
          return i == 0 ? Error::conflict("poisoned") : Result<void>();
        },
        1, [completed, outcome](const Result<void>&) { completed->set_value(*outcome); });
  }
  begin.set_value();
  EXPECT_EQ(outcomes[0].get(), Outcome::accepted);
  EXPECT_EQ(outcomes[1].get(), Outcome::accepted);
  EXPECT_EQ(outcomes[2].get(), Outcome::repeated);
  expect_whole(harness);
  EXPECT_EQ(harness.rows_of("events"), 1);
}

class FaultTest : public ::testing::TestWithParam<int> {};
INSTANTIATE_TEST_SUITE_P(GroupsOf, FaultTest, ::testing::Values(1, 50));

// The n-th call of the index fails, then every call from the n-th on, for every n.
TEST_P(FaultTest, NothingIsLostOrCountedTwiceWhateverIndexCallFails) {
  const int size = GetParam();
  std::atomic<int> calls = 0;
  std::atomic<int> nth = 0;
  std::atomic<bool> lasting = false;
  TimelineOptions options;
  options.rocksdb.fails = [&](IndexCall) {
    const int call = ++calls;
    return nth > 0 && (lasting ? call >= nth : call == nth);
  };
  TimelineHarness harness(Dialect::sqlite, options);
  ASSERT_TRUE(harness.record(numbered(0)).ok());
  int first = 1;
  // Each call of a large group repeats that of its neighbours.
  const int stride = size == 1 ? 1 : 7;
  for (const bool on : {false, true}) {
    lasting = on;
    for (int n = 1;; n += stride) {
      calls = 0;
      nth = n;
      const std::set<int> acknowledged = run_group(harness, first, size, first + size / 2);
      const bool failed = calls >= n;
      nth = 0;
      expect_acknowledged(harness, acknowledged);
      first += size;
      if (!failed) {
        break;
      }
    }
  }
  expect_whole(harness);
  harness.restart();
  expect_whole(harness);
}

// The n-th call of storage fails, for every n.
TEST_P(FaultTest, NothingIsLostOrCountedTwiceWhateverStorageCallFails) {
  const int size = GetParam();
  testing::FailNth faults;
  TimelineHarness harness(Dialect::sqlite, {}, {},
                          [&](storage::StorageOptions& options) { options.faults = &faults; });
  ASSERT_TRUE(harness.record(numbered(0)).ok());
  int first = 1;
  const int stride = size == 1 ? 1 : 7;
  for (int n = 1;; n += stride) {
    faults.arm(n);
    const std::set<int> acknowledged = run_group(harness, first, size, first + size / 2);
    const bool failed = faults.disarm();
    expect_acknowledged(harness, acknowledged);
    // Whoever was told no tries again.
    std::vector<Draft> again;
    for (int i = first; i < first + size; ++i) {
      again.push_back(numbered(i));
    }
    ASSERT_TRUE(harness.record_together(again).ok());
    first += size;
    if (!failed) {
      break;
    }
  }
  expect_whole(harness);
  EXPECT_EQ(harness.rows_of("events"), first);
  harness.restart();
  expect_whole(harness);
}

// A COMMIT that answers an error may have reached the disk all the same.
TEST(IndexTest, TakesOverWhatAFailedCommitLeftInTheRecord) {
  testing::FailNth faults;
  TimelineHarness harness(Dialect::sqlite, {}, {},
                          [&](storage::StorageOptions& options) { options.faults = &faults; });
  ASSERT_TRUE(harness.record(numbered(0)).ok());
  const Result<void> rolled_back = harness.database().write([&](Transaction& tx) -> Result<void> {
    TL_TRY(harness.timeline().record(tx, numbered(1)));
    return Error::conflict("takes a number");
  });
  ASSERT_FALSE(rolled_back.ok());
  const Result<void> left = harness.database().write([&](Transaction& tx) -> Result<void> {
    NewEvent event;
    event.seq = {2};
    event.key_identifier = {2};
    TL_TRY(insert_event(tx, numbered(1), event));
    return {};
  });
  ASSERT_TRUE(left.ok());
  faults.arm(1);
  ASSERT_FALSE(harness.record(numbered(2)).ok());
  faults.disarm();
  const Result<Recorded> again = harness.record(numbered(1));
  ASSERT_TRUE(again.ok()) << again.error().message;
  EXPECT_EQ(again->outcome, Outcome::repeated);
  EXPECT_EQ(again->seq, EventSeq{2});
  expect_whole(harness);
}

// --- kill -9

constexpr const char* child_directory = "THROUGHLINE_TEST_CHILD_DIRECTORY";

TimelineOptions small_files() {
  TimelineOptions options;
  options.rocksdb.write_buffer_bytes = std::size_t{64} << 10U;
  return options;
}

testing::TestStorage::Change in_directory(const std::string& directory) {
  return [directory](storage::StorageOptions& options) { options.data_directory = directory; };
}

// Run by the test below in a process of its own: says each number that was acknowledged.
TEST(IndexCrashChild, DISABLED_RecordsUntilItIsKilled) {
  const char* directory = std::getenv(child_directory);
  ASSERT_NE(directory, nullptr);
  TimelineHarness harness(Dialect::sqlite, small_files(), {}, in_directory(directory));
  const std::int64_t first = harness.rows_of("events");
  for (int i = static_cast<int>(first);; i += 20) {
    std::vector<Draft> drafts;
    for (int j = i; j < i + 20; ++j) {
      drafts.push_back(numbered(j));
    }
    ASSERT_TRUE(harness.record_together(drafts).ok());
    const std::string line = "acknowledged " + std::to_string(i + 20) + "\n";
    ASSERT_EQ(write(STDOUT_FILENO, line.data(), line.size()), static_cast<ssize_t>(line.size()));
  }
}

// Runs the child until it has said `most` lines, kills it, and gives the last number it said.
int run_child_and_kill(const std::string& directory, int most) {
  std::array<int, 2> pipe_ends = {};
  EXPECT_EQ(pipe(pipe_ends.data()), 0);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, pipe_ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_addclose(&actions, pipe_ends[0]);
  setenv(child_directory, directory.c_str(), 1);
  const std::string self = files::read_symlink("/proc/self/exe").string();
  std::string also = "--gtest_also_run_disabled_tests";
  std::string filter = "--gtest_filter=IndexCrashChild.*";
  std::array<char*, 4> arguments = {const_cast<char*>(self.c_str()), also.data(), filter.data(),
                                    nullptr};
  pid_t child = 0;
  EXPECT_EQ(posix_spawn(&child, self.c_str(), &actions, nullptr, arguments.data(), environ), 0);
  posix_spawn_file_actions_destroy(&actions);
  close(pipe_ends[1]);
  FILE* said = fdopen(pipe_ends[0], "r");
  std::array<char, 256> line = {};
  int last = 0;
  for (int lines = 0; lines < most && std::fgets(line.data(), line.size(), said) != nullptr;) {
    if (std::sscanf(line.data(), "acknowledged %d", &last) == 1) {
      ++lines;
    }
  }
  kill(child, SIGKILL);
  // What it said before it died counts too.
  while (std::fgets(line.data(), line.size(), said) != nullptr) {
    (void)std::sscanf(line.data(), "acknowledged %d", &last);
  }
  std::fclose(said);
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
  return last;
}

TEST(IndexTest, EqualsTheRecordAfterAKill_EV06) {
  const testing::TemporaryDirectory directory;
  const std::string data = directory.path() + "/data";
  for (const int lines : {1, 40, 150}) {
    const int acknowledged = run_child_and_kill(data, lines);
    EXPECT_GT(acknowledged, 0);
    TimelineHarness harness(Dialect::sqlite, small_files(), {}, in_directory(data));
    EXPECT_GE(harness.rows_of("events"), acknowledged);
    expect_whole(harness);
  }
}

}  // namespace
}  // namespace throughline::timeline
