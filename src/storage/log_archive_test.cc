#include "storage/log_archive.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <set>
#include <sstream>

#include "base/assert.h"
#include "storage/archive_segment.h"
#include "storage/installation_backup.h"
#include "storage/workspaces.h"
#include "testing/fake_clock.h"
#include "testing/temporary_directory.h"

namespace throughline::storage {
namespace {

namespace fs = std::filesystem;

constexpr WorkspaceId one = {1};
constexpr WorkspaceId two = {2};

const std::vector<Migration> version = {
    {Scope::instance, "room/0001_users", "CREATE TABLE users (id {{id}}, name TEXT);"},
    {Scope::workspace, "room/0001_things",
     "CREATE TABLE things (id BIGINT PRIMARY KEY, name TEXT NOT NULL);"
     " CREATE INDEX things_by_name ON things (name);"}};

// By id, a digest of the name.
using Things = std::map<std::int64_t, std::size_t>;

Things things_of(Workspaces& workspaces, WorkspaceId id) {
  Things all;
  const Result<void> read = workspaces.read(id, [&](Transaction& tx) {
    return tx.each("SELECT id, name FROM things", {}, [&](const Row& row) -> Result<void> {
      all[row.at(0).number()] = std::hash<std::string>()(row.at(1).text());
      return {};
    });
  });
  EXPECT_TRUE(read.ok());
  return all;
}

Time whole_second_from(Time time) {
  return {(time.us + us_per_second - 1) / us_per_second * us_per_second};
}

// An installation that is archived, and what it held when.
class LogArchiveTest : public ::testing::Test {
 protected:
  struct Saved {
    std::string path;
    Time complete_at;
  };

  void SetUp() override {
    options_.data_directory = directory_.path() + "/data";
    options_.sqlite_checkpoint_pages = 40;  // So that the log begins anew many times.
    archive_ = directory_.path() + "/archive";
    fs::create_directories(options_.data_directory);
    turn_on();
    open();
    ASSERT_TRUE(workspaces_->create(one).ok());
  }
  void TearDown() override { workspaces_.reset(); }

  void turn_on() {
    ASSERT_TRUE(save_archive_settings(options_.data_directory, {archive_, 14}).ok());
  }
  void open() {
    auto opened = Workspaces::open(options_, clock_, version);
    ASSERT_TRUE(opened.ok()) << opened.error().message;
    workspaces_ = *std::move(opened);
    for (const auto& [id, things] : now_) {
      ASSERT_TRUE(workspaces_->find(id).ok());
    }
  }
  void restart() {
    workspaces_.reset();
    open();
  }
  void close() {
    clock_.advance_seconds(2);  // What is archived reaches past the last second.
    workspaces_.reset();
  }

  void put(WorkspaceId id, std::int64_t thing, const std::string& name) {
    ASSERT_TRUE(workspaces_
                    ->write(id,
                            [&](Transaction& tx) -> Result<void> {
                              TL_TRY(tx.run("DELETE FROM things WHERE id = ?", {thing}));
                              return tx.run("INSERT INTO things (id, name) VALUES (?, ?)",
                                            {thing, name});
                            })
                    .ok());
    now_[id][thing] = std::hash<std::string>()(name);
    note();
  }
  void drop(WorkspaceId id, std::int64_t below) {
    ASSERT_TRUE(workspaces_
                    ->write(id,
                            [&](Transaction& tx) {
                              return tx.run("DELETE FROM things WHERE id < ?", {below});
                            })
                    .ok());
    now_[id].erase(now_[id].begin(), now_[id].lower_bound(below));
    note();
  }
  void note() { states_[clock_.now()] = now_; }

  Saved back_up() {
    Saved saved = {directory_.path() + "/backup-" + std::to_string(++backups_), {}};
    const auto made = back_up_installation(options_, saved.path, {.clock = &clock_});
    EXPECT_TRUE(made.ok()) << made.error().message;
    saved.complete_at = clock_.now();
    return saved;
  }

  Result<BackupManifest> restore(const Saved& saved, Time until) {
    restored_.data_directory = directory_.path() + "/restored-" + std::to_string(++restores_);
    const auto key = read_seal_key(options_.data_directory + "/backup.key");
    EXPECT_TRUE(key.ok());
    return restore_installation(restored_, saved.path, {},
                                PointInTime{.until = until, .archive = archive_, .key = *key});
  }

  // What the restored data holds is what was held then.
  void expect_state_at(Time until) {
    auto opened = Workspaces::open(restored_, clock_, version);
    ASSERT_TRUE(opened.ok()) << opened.error().message;
    const auto next = states_.upper_bound(until);
    const std::map<WorkspaceId, Things> then =
        next == states_.begin() ? std::map<WorkspaceId, Things>() : std::prev(next)->second;
    for (const auto& [id, things] : then) {
      ASSERT_EQ(things_of(**opened, id), things)
          << "workspace " << id.value << " at " << to_rfc3339(until);
    }
    opened->reset();
    fs::remove_all(restored_.data_directory);
  }

  std::string refusal(const Saved& saved, Time until) {
    const auto refused = restore(saved, until);
    fs::remove_all(restored_.data_directory);
    return refused.ok() ? "" : refused.error().message;
  }

  [[nodiscard]] std::vector<SegmentFile> segments(WorkspaceId id) const {
    return segments_in(archive_ + "/" + archive_name(id));
  }

  testing::TemporaryDirectory directory_;
  testing::FakeClock clock_;
  StorageOptions options_;
  StorageOptions restored_;
  std::string archive_;
  std::unique_ptr<Workspaces> workspaces_;
  std::map<WorkspaceId, Things> now_;
  std::map<Time, std::map<WorkspaceId, Things>> states_;
  int backups_ = 0;
  int restores_ = 0;
};

// One story, told in the order of chance; every number is below a few thousand.
// NOLINTBEGIN(bugprone-narrowing-conversions, readability-function-cognitive-complexity)
TEST_F(LogArchiveTest, GivesBackEverySecondOfRandomWork_AM18) {
  std::mt19937 random(20261122);  // NOLINT(bugprone-random-generator-seed, cert-msc51-cpp)
  const auto below = [&](std::uint32_t bound) { return random() % bound; };
  std::vector<Saved> backups = {back_up()};
  for (int unit = 0; unit < 600; ++unit) {
    if (unit == 150) {
      ASSERT_TRUE(workspaces_->create(two).ok());  // After the first backup.
    }
    const WorkspaceId id = unit < 150 || below(2) == 0 ? one : two;
    // Now and then longer than a page, than the cache of images, than a batch.
    const std::size_t size = below(60) == 0 ? 9'000'000 / (1 + below(40)) : 1 + below(3000);
    put(id, below(200), std::string(size, static_cast<char>('a' + below(26))));
    clock_.advance_us(below(3) == 0 ? below(2'500'000) : below(5000));
    if (below(40) == 0) {
      drop(id, below(100));
    }
    if (below(60) == 0) {
      ASSERT_TRUE((*workspaces_->find(id))->truncate_log().ok());
    }
    if (below(60) == 0) {
      restart();
    }
    if (below(150) == 0) {
      clock_.advance_us(us_per_hour);  // Another segment.
    }
    if (below(120) == 0) {
      backups.push_back(back_up());
    }
  }
  close();
  ASSERT_GT(segments(one).size(), 3U);
  EXPECT_TRUE(archive_troubles(options_.data_directory).empty());
  for (const Saved& saved : backups) {
    for (int i = 0; i < 6; ++i) {
      const auto chosen = std::next(states_.begin(), below(static_cast<unsigned>(states_.size())));
      const Time until = whole_second_from(std::max(chosen->first, saved.complete_at));
      const auto restored = restore(saved, until);
      ASSERT_TRUE(restored.ok()) << restored.error().message;
      expect_state_at(until);
    }
  }
}

// NOLINTEND(bugprone-narrowing-conversions, readability-function-cognitive-complexity)

TEST_F(LogArchiveTest, LeavesOutAWorkspaceThatWasMadeLater) {
  put(one, 1, "first");
  const Saved saved = back_up();
  const Time before = whole_second_from(clock_.now());
  clock_.set({before.us + 1});
  ASSERT_TRUE(workspaces_->create(two).ok());
  put(two, 1, "second");
  close();
  ASSERT_TRUE(restore(saved, before).ok());
  EXPECT_FALSE(fs::exists(restored_.data_directory + "/workspaces/2/record.db"));
  ASSERT_TRUE(restore(saved, {before.us + us_per_second}).ok());
  EXPECT_TRUE(fs::exists(restored_.data_directory + "/workspaces/2/record.db"));
}

TEST_F(LogArchiveTest, RefusesAnInstantThatItDoesNotReach) {
  clock_.advance_seconds(10);
  const Saved saved = back_up();
  clock_.advance_seconds(10);
  put(one, 1, "first");
  close();
  EXPECT_NE(refusal(saved, {clock_.now().us + us_per_minute}).find("reaches only to 2026-03-01"),
            std::string::npos);
  EXPECT_NE(refusal(saved, {saved.complete_at.us - us_per_second}).find("choose an earlier backup"),
            std::string::npos);
}

TEST_F(LogArchiveTest, NamesASegmentThatIsMissingCutOrAltered) {
  const Saved saved = back_up();
  for (int i = 0; i < 4; ++i) {
    clock_.advance_us(us_per_hour);
    put(one, i, std::string(5000, 'x'));
    restart();
  }
  close();
  const auto all = segments(one);
  ASSERT_GE(all.size(), 4U);
  const SegmentFile& middle = *std::ranges::max_element(
      all.begin(), all.end() - 2, {}, [](const auto& file) { return fs::file_size(file.path); });
  const Time until = {clock_.now().us / us_per_second * us_per_second - us_per_second};
  ASSERT_EQ(refusal(saved, until), "");

  std::ostringstream content;
  content << std::ifstream(middle.path, std::ios::binary).rdbuf();
  const std::string whole = content.str();
  const auto refused_with = [&](const std::string& bytes) {
    std::ofstream(middle.path, std::ios::binary | std::ios::trunc) << bytes;
    return refusal(saved, until);
  };
  const std::string number = std::to_string(middle.sequence);
  for (const std::size_t cut : {whole.size() / 3, whole.size() / 2}) {
    EXPECT_NE(refused_with(whole.substr(0, cut)), "") << cut;
  }
  std::string altered = whole;
  altered[whole.size() / 2] = static_cast<char>(altered[whole.size() / 2] ^ 1);
  EXPECT_NE(refused_with(altered).find("segment " + number + " was cut short or altered"),
            std::string::npos);
  fs::remove(middle.path);
  EXPECT_NE(refusal(saved, until).find("lacks segment " + number), std::string::npos);
  EXPECT_EQ(refused_with(whole), "");
}

TEST_F(LogArchiveTest, NoticesWhatWasWrittenWithoutItAndNeverBridgesIt) {
  const Saved before = back_up();
  put(one, 1, "archived");
  close();
  ASSERT_TRUE(remove_archive_settings(options_.data_directory).ok());
  open();
  put(one, 2, "not archived");
  close();
  turn_on();
  open();
  clock_.advance_seconds(5);
  put(one, 3, "archived again");
  const auto troubles = archive_troubles(options_.data_directory);
  ASSERT_EQ(troubles.size(), 1U);  // The instance did not change.
  EXPECT_EQ(troubles.front().kind, ArchiveTrouble::Kind::gap);
  EXPECT_EQ(troubles.front().database, "workspace_1");

  clock_.advance_seconds(5);
  const Saved after = back_up();
  EXPECT_TRUE(archive_troubles(options_.data_directory).empty());
  clock_.advance_seconds(5);
  put(one, 4, "last");
  const Time until = whole_second_from(clock_.now());
  close();
  EXPECT_NE(refusal(before, until).find("has a gap: nothing was archived from 2026-03-01"),
            std::string::npos);
  ASSERT_TRUE(restore(after, until).ok());
  expect_state_at(until);
}

TEST_F(LogArchiveTest, CollectsOnWhileItFailsAndSaysSo) {
  close();
  fs::rename(archive_, archive_ + "-away");
  std::ofstream(archive_) << "in the way";
  open();
  for (int i = 0; i < 200; ++i) {
    put(one, i, std::string(3000, 'x'));  // The log begins anew several times.
  }
  const auto troubles = archive_troubles(options_.data_directory);
  ASSERT_FALSE(troubles.empty());
  EXPECT_EQ(troubles.front().kind, ArchiveTrouble::Kind::failing);
  EXPECT_LT(fs::file_size(options_.data_directory + "/workspaces/1/record.db-wal"), 2'000'000U);
  close();
  fs::remove(archive_);
  fs::rename(archive_ + "-away", archive_);
  open();
  const auto then = archive_troubles(options_.data_directory);
  ASSERT_EQ(then.size(), 1U);
  EXPECT_EQ(then.front().kind, ArchiveTrouble::Kind::gap);
  const Saved saved = back_up();
  clock_.advance_seconds(1);
  put(one, 1, "after");
  const Time until = whole_second_from(clock_.now());
  close();
  ASSERT_TRUE(restore(saved, until).ok());
  expect_state_at(until);
}

TEST_F(LogArchiveTest, KeepsWhatCameWhileItFailedIfTheLogStillHasIt) {
  const Saved saved = back_up();
  clock_.advance_seconds(1);
  close();
  fs::rename(archive_, archive_ + "-away");
  std::ofstream(archive_) << "in the way";
  open();
  put(one, 1, "in the log alone");
  ASSERT_FALSE(archive_troubles(options_.data_directory).empty());
  fs::remove(archive_);
  fs::rename(archive_ + "-away", archive_);
  const Time until = whole_second_from(clock_.now());
  close();
  EXPECT_TRUE(archive_troubles(options_.data_directory).empty());
  ASSERT_TRUE(restore(saved, until).ok());
  expect_state_at(until);
}

TEST_F(LogArchiveTest, RemovesWhatIsOlderThanItsDays) {
  put(one, 1, "first");
  for (int day = 0; day < 20; ++day) {
    clock_.advance_us(us_per_day);
    restart();
    put(one, day, "each day");
  }
  const auto left = segments(one);
  ASSERT_GE(left.size(), 2U);
  EXPECT_GT(left.front().sequence, 1U);
  // The first holds the oldest instant that is still promised.
  EXPECT_GE(left.at(1).at, (Time{clock_.now().us - 14 * us_per_day}));
}

TEST_F(LogArchiveTest, HoldsNothingReadable) {
  put(one, 1, "ana@example.com");
  close();
  for (const auto& entry : fs::recursive_directory_iterator(archive_)) {
    if (entry.is_regular_file()) {
      std::ostringstream content;
      content << std::ifstream(entry.path(), std::ios::binary).rdbuf();
      EXPECT_EQ(content.str().find("ana@example.com"), std::string::npos);
    }
  }
}

TEST_F(LogArchiveTest, IsOfOneInstallationAtATime) {
  StorageOptions other = options_;
  other.data_directory = directory_.path() + "/other";
  fs::create_directories(other.data_directory);
  ASSERT_TRUE(save_archive_settings(other.data_directory, {archive_, 14}).ok());
  {
    const auto opened = Workspaces::open(other, clock_, version);
    ASSERT_TRUE(opened.ok());
  }
  const auto troubles = archive_troubles(other.data_directory);
  ASSERT_EQ(troubles.size(), 1U);
  EXPECT_NE(troubles.front().why.find("another Throughline process"), std::string::npos);
}

// Numbers that a process wrote until it was killed, each with when it was acknowledged.
class KilledTest : public LogArchiveTest {
 protected:
  struct Acknowledged {
    std::int64_t number = 0;
    Time at = {};
  };

  [[noreturn]] static void write_for_ever(const StorageOptions& options, int ledger) {
    const SystemClock clock;
    const auto opened = Workspaces::open(options, clock, version);
    TL_ASSERT(opened.ok());
    for (std::int64_t number = 1;; ++number) {
      const auto done = (*opened)->write(one, [&](Transaction& tx) {
        return tx.run("INSERT INTO things (id, name) VALUES (?, 'x')", {number});
      });
      const Acknowledged entry = {number, clock.now()};
      if (!done.ok() || ::write(ledger, &entry, sizeof entry) != sizeof entry) {
        ::_exit(1);
      }
    }
  }

  // Until something was acknowledged after `enough`.
  std::vector<Acknowledged> kill_after(Time enough) {
    std::array<int, 2> ends = {};
    EXPECT_EQ(::pipe(ends.data()), 0);
    const pid_t child = ::fork();
    if (child == 0) {
      write_for_ever(options_, ends[1]);
    }
    ::close(ends[1]);
    std::vector<Acknowledged> ledger;
    Acknowledged entry;
    while (::read(ends[0], &entry, sizeof entry) == sizeof entry) {
      ledger.push_back(entry);
      if (entry.at > enough) {
        ::kill(child, SIGKILL);
      }
    }
    int status = 0;
    EXPECT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFSIGNALED(status));
    ::close(ends[0]);
    return ledger;
  }
};

TEST_F(KilledTest, HasAtEachSecondWhatWasAcknowledgedOrSaysThatItCannotTell_AM18) {
  workspaces_.reset();
  options_.sqlite_checkpoint_pages = StorageOptions().sqlite_checkpoint_pages;
  const SystemClock clock;
  {
    const auto opened = Workspaces::open(options_, clock, version);
    ASSERT_TRUE(opened.ok());
    ASSERT_TRUE((*opened)->find(one).ok());
  }
  Saved saved = {directory_.path() + "/backup", {}};
  ASSERT_TRUE(back_up_installation(options_, saved.path, {.clock = &clock}).ok());
  saved.complete_at = clock.now();
  const Time first = whole_second_from(saved.complete_at);
  const auto ledger = kill_after({first.us + 5 * us_per_second / 2});
  {
    const auto opened = Workspaces::open(options_, clock, version);
    ASSERT_TRUE(opened.ok());
    ASSERT_TRUE((*opened)->find(one).ok());
  }
  EXPECT_TRUE(archive_troubles(options_.data_directory).empty());
  int found = 0;
  for (int i = 0; i < 3; ++i) {
    const Time until = {first.us + i * us_per_second};
    const auto restored = restore(saved, until);
    if (!restored.ok()) {
      EXPECT_NE(restored.error().message.find("choose an instant until"), std::string::npos)
          << restored.error().message;
      continue;
    }
    ++found;
    auto opened = Workspaces::open(restored_, clock, version);
    ASSERT_TRUE(opened.ok());
    const Things things = things_of(**opened, one);
    const auto acknowledged =
        std::ranges::count_if(ledger, [&](const Acknowledged& entry) { return entry.at <= until; });
    // One may have been committed and not yet acknowledged.
    EXPECT_GE(things.size(), static_cast<std::size_t>(acknowledged));
    EXPECT_LE(things.size(), static_cast<std::size_t>(acknowledged) + 1);
  }
  EXPECT_GE(found, 1);
}

TEST(ArchiveSegment, ComesBackFromItsBytesAndFromNoOthers) {
  ArchiveBatch batch;
  batch.reached = {1, 2, 3};
  batch.until = {-5};
  batch.times_unknown = true;
  batch.emptied = FileMark{7, 8};
  batch.seconds = {{{9}, 10, {{11, ArchivedPage::Form::difference, std::string(4096, '\0')}}}};
  const std::string bytes = encode(batch);
  EXPECT_LT(bytes.size(), 200U);
  const auto decoded = decode_batch(bytes);
  ASSERT_TRUE(decoded);
  EXPECT_EQ(encode(*decoded), bytes);
  EXPECT_EQ(decoded->emptied, batch.emptied);
  EXPECT_EQ(decoded->seconds.at(0).pages.at(0).number, 11U);
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(decode_batch(std::string_view(bytes).substr(0, size))) << size;
  }
  const SegmentHead head = {4, SegmentHead::Begins::with_nothing, {1, 2, 3}, {5}};
  const auto again = decode_head(encode(head));
  ASSERT_TRUE(again);
  EXPECT_EQ(again->begins, head.begins);
  EXPECT_EQ(again->follows, head.follows);
  EXPECT_FALSE(decode_head(bytes));
}

TEST(ArchiveSettings, ComeBackAndRefuseWhatWouldOutliveAnErasure) {
  const testing::TemporaryDirectory directory;
  EXPECT_FALSE(*read_archive_settings(directory.path()));
  ASSERT_TRUE(save_archive_settings(directory.path(), {"/backups/archive", 7}).ok());
  const auto settings = read_archive_settings(directory.path());
  ASSERT_TRUE(settings.ok() && settings->has_value());
  EXPECT_EQ((*settings)->directory, "/backups/archive");
  EXPECT_EQ((*settings)->days, 7);
  EXPECT_FALSE(save_archive_settings(directory.path(), {"/backups/archive", 31}).ok());
  EXPECT_FALSE(save_archive_settings(directory.path(), {"relative", 7}).ok());
  ASSERT_TRUE(remove_archive_settings(directory.path()).ok());
  EXPECT_FALSE(*read_archive_settings(directory.path()));
}

}  // namespace
}  // namespace throughline::storage
