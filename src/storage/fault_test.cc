// The n-th call fails, for every n, in groups of 1 and of 50 with one poisoned unit.
#include "testing/fault.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <future>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "base/assert.h"
#include "base/guarded.h"
#include "base/random.h"
#include "storage/database.h"
#include "testing/databases.h"
#include "testing/unreliable_vfs.h"

namespace throughline::storage {
namespace {

using Numbers = std::set<std::int64_t>;

// A table of numbers and, as any cache would be, a mirror of it kept by hooks.
class Subject {
 public:
  explicit Subject(testing::TestStorage& storage) : database_(storage.workspace()) {
    TL_ASSERT(database_
                  .write([](Transaction& tx) {
                    return tx.script("CREATE TABLE numbers (number BIGINT PRIMARY KEY)");
                  })
                  .ok());
    database_.on_reset(
        [this] { mirror_.with([this](Numbers& mirror) { mirror = read_or_nothing(); }); });
  }

  // Runs units 1 to `size` in one group; the poisoned one writes and then answers an error. Gives
  // the numbers that were acknowledged.
  Numbers run_group(std::int64_t size, std::int64_t poisoned) {
    std::promise<void> begin;
    const std::shared_future<void> begun = begin.get_future().share();
    std::vector<std::future<Result<void>>> answers;
    for (std::int64_t number = 1; number <= size; ++number) {
      auto answer = std::make_shared<std::promise<Result<void>>>();
      answers.push_back(answer->get_future());
      database_.submit([=, this](Transaction& tx) { return unit(tx, number, poisoned, begun); }, 1,
                       [answer](Result<void> done) { answer->set_value(std::move(done)); });
    }
    begin.set_value();
    Numbers acknowledged;
    for (std::size_t i = 0; i < answers.size(); ++i) {
      const Result<void> answer = answers[i].get();
      if (answer.ok()) {
        acknowledged.insert(static_cast<std::int64_t>(i) + 1);
      } else {
        const bool own = answer.error().message == "poisoned";
        EXPECT_TRUE(own || answer.error().code == ErrorCode::unavailable);
      }
    }
    return acknowledged;
  }

  Numbers stored() {
    Numbers numbers;
    const Result<void> read =
        database_.read([&](Transaction& tx) { return read_all(tx, numbers); });
    EXPECT_TRUE(read.ok());
    return numbers;
  }
  Numbers mirror() {
    return mirror_.with([](Numbers& numbers) { return numbers; });
  }
  Numbers pending() {
    return pending_.with([](Numbers& numbers) { return numbers; });
  }
  Database& database() { return database_; }

 private:
  Result<void> unit(Transaction& tx, std::int64_t number, std::int64_t poisoned,
                    const std::shared_future<void>& begun) {
    begun.wait();  // All of the group waits before the first unit ends.
    pending_.with([&](Numbers& pending) { pending.insert(number); });
    const auto forget = [this, number] {
      pending_.with([&](Numbers& pending) { pending.erase(number); });
    };
    tx.on_rollback(forget);
    tx.after_commit(Stage::index, [this, number, forget] {
      mirror_.with([&](Numbers& mirror) { mirror.insert(number); });
      forget();
    });
    TL_TRY(tx.run("INSERT INTO numbers (number) VALUES (?)", {number}));
    if (number == poisoned) {
      return Error::invalid("poisoned");
    }
    return {};
  }
  static Result<void> read_all(Transaction& tx, Numbers& numbers) {
    return tx.each("SELECT number FROM numbers", {}, [&](const Row& row) -> Result<void> {
      numbers.insert(row.at(0).number());
      return {};
    });
  }
  Numbers read_or_nothing() {
    Numbers numbers;
    const Result<void> read =
        database_.read([&](Transaction& tx) { return read_all(tx, numbers); });
    TL_ASSERT(read.ok());
    return numbers;
  }

  Database& database_;
  Guarded<Numbers> mirror_;
  Guarded<Numbers> pending_;
};

Numbers all_but(std::int64_t size, std::int64_t poisoned) {
  Numbers numbers;
  for (std::int64_t number = 1; number <= size; ++number) {
    if (number != poisoned) {
      numbers.insert(number);
    }
  }
  return numbers;
}

bool includes(const Numbers& all, const Numbers& some) {
  return std::includes(all.begin(), all.end(), some.begin(), some.end());
}

void one_group(StorageOptions& options) {
  options.group_ms_max = 60'000;
}

// Nothing is waited for that was lost, memory equals disk, and work goes on.
void expect_sound(Subject& subject, int nth) {
  const Result<void> next = subject.database().write(
      [](Transaction& tx) { return tx.run("INSERT INTO numbers (number) VALUES (?)", {1'000}); });
  EXPECT_TRUE(next.ok()) << nth;
  Numbers mirror = subject.mirror();
  mirror.insert(1'000);
  EXPECT_EQ(subject.stored(), mirror) << nth;
  EXPECT_EQ(subject.pending(), Numbers()) << nth;
}

// Gives whether there were `nth` calls.
bool run_with_failing_call(Dialect dialect, std::int64_t size, std::int64_t poisoned, int nth) {
  testing::FailNth faults;
  testing::TestStorage storage(dialect, [&](StorageOptions& options) {
    one_group(options);
    options.faults = &faults;
  });
  Subject subject(storage);
  faults.arm(nth);
  const Numbers acknowledged = subject.run_group(size, poisoned);
  const bool came = faults.disarm();
  EXPECT_EQ(subject.stored(), acknowledged) << nth;
  EXPECT_TRUE(includes(all_but(size, poisoned), acknowledged)) << nth;
  if (!came) {
    EXPECT_EQ(acknowledged, all_but(size, poisoned));
  }
  expect_sound(subject, nth);
  return came;
}

int calls_until_none_fails(const std::function<bool(int)>& run) {
  int nth = 1;
  while (run(nth)) {
    ++nth;
  }
  return nth - 1;
}

class FaultTest : public ::testing::TestWithParam<Dialect> {};
INSTANTIATE_TEST_SUITE_P(Both, FaultTest, testing::both_databases(), testing::database_name);

TEST_P(FaultTest, LosesNothingAcknowledgedWhicheverCallFailsInAGroupOfOne) {
  EXPECT_GE(
      calls_until_none_fails([](int nth) { return run_with_failing_call(GetParam(), 1, 0, nth); }),
      3);
}

TEST_P(FaultTest, LosesNothingAcknowledgedWhenTheOnlyUnitIsPoisoned) {
  EXPECT_GE(
      calls_until_none_fails([](int nth) { return run_with_failing_call(GetParam(), 1, 1, nth); }),
      3);
}

TEST_P(FaultTest, LosesNothingAcknowledgedWhicheverCallFailsInAGroupOf50WithAPoisonedUnit) {
  // Every call of PostgreSQL costs a database of its own; its units do not share a commit, so that
  // some of the calls stand for all.
  const int step = GetParam() == Dialect::sqlite ? 1 : 19;
  int nth = 1;
  while (run_with_failing_call(GetParam(), 50, 25, nth)) {
    nth += step;
  }
  EXPECT_GE(nth, 100);
}

TEST_P(FaultTest, AnswersOnlyThePoisonedUnitWithItsError) {
  testing::TestStorage storage(GetParam(), one_group);
  Subject subject(storage);
  EXPECT_EQ(subject.run_group(50, 25), all_but(50, 25));
  expect_sound(subject, 0);
}

// Real failures of the disk: SQLite may roll the whole transaction back on its own.
bool run_on_failing_disk(std::int64_t size, int nth, testing::DiskError error) {
  testing::UnreliableVfs vfs;
  testing::TestStorage storage(Dialect::sqlite, [&](StorageOptions& options) {
    one_group(options);
    options.sqlite_vfs = vfs.name();
    options.sqlite_checkpoint_pages = 2;  // Checkpoints fail too.
    options.sqlite_writer_cache_bytes = 1024;
  });
  Subject subject(storage);
  vfs.fail_nth(nth, error);
  const Numbers acknowledged = subject.run_group(size, size / 2);
  const bool came = vfs.disarm();
  // A unit whose commit failed may or may not be there, and was told to try again.
  EXPECT_TRUE(includes(subject.stored(), acknowledged)) << nth;
  EXPECT_TRUE(includes(all_but(size, size / 2), subject.stored())) << nth;
  if (!came) {
    EXPECT_EQ(acknowledged, all_but(size, size / 2));
  }
  expect_sound(subject, nth);
  return came;
}

TEST(FailingDiskTest, LosesNothingAcknowledgedWhicheverWriteOrSyncFails) {
  for (const testing::DiskError error : {testing::DiskError::failing, testing::DiskError::full}) {
    for (const std::int64_t size : {1, 50}) {
      EXPECT_GE(
          calls_until_none_fails([&](int nth) { return run_on_failing_disk(size, nth, error); }),
          3);
    }
  }
}

// The power goes at a random call; of what was not synced a random part arrives.
class PowerLoss {
 public:
  using Sabotage = std::function<void(testing::UnreliableVfs&)>;

  // Whether everything acknowledged before the cut is there after it.
  static bool keeps_what_was_acknowledged(std::uint64_t seed, const Sabotage& sabotage) {
    SeededRandom random(seed);
    testing::UnreliableVfs vfs;
    testing::TestStorage storage(Dialect::sqlite, [&](StorageOptions& options) {
      options.sqlite_vfs = vfs.name();
      options.sqlite_checkpoint_pages = 1 + static_cast<int>(random.below(30));
      options.group_units_max = 1 + random.below(8);
    });
    Subject subject(storage);
    sabotage(vfs);
    vfs.cut_power_at(1 + static_cast<int>(random.below(150)));
    const Numbers acknowledged = write_until_dark(subject.database(), vfs, random);
    const testing::TemporaryDirectory after;
    vfs.write_remains(storage.options().data_directory, after.path(), seed);
    return includes(read_remains(after.path()), acknowledged);
  }

 private:
  static Numbers write_until_dark(Database& database, testing::UnreliableVfs& vfs, Random& random) {
    Guarded<Numbers> acknowledged;
    for (std::int64_t number = 1; number <= 400 && !vfs.power_is_out(); number += 5) {
      const std::string filler(random.below(3) * 3'000, 'x');
      for (std::int64_t one = number; one < number + 4; ++one) {
        database.submit([one, filler](Transaction& tx) { return add(tx, one, filler); }, 1,
                        [&, one](const Result<void>& done) { note(acknowledged, vfs, one, done); });
      }
      const Result<void> last =
          database.write([&](Transaction& tx) { return add(tx, number + 4, filler); });
      note(acknowledged, vfs, number + 4, last);
    }
    return acknowledged.with([](Numbers& numbers) { return numbers; });
  }
  static Result<void> add(Transaction& tx, std::int64_t number, const std::string& filler) {
    TL_TRY(tx.script("CREATE TABLE IF NOT EXISTS fillers (filler TEXT)"));
    TL_TRY(tx.run("INSERT INTO fillers (filler) VALUES (?)", {filler}));
    return tx.run("INSERT INTO numbers (number) VALUES (?)", {number});
  }
  // The client's ledger: an answer that comes after the cut does not count.
  static void note(Guarded<Numbers>& acknowledged, const testing::UnreliableVfs& vfs,
                   std::int64_t number, const Result<void>& done) {
    if (done.ok() && !vfs.power_is_out()) {
      acknowledged.with([&](Numbers& numbers) { numbers.insert(number); });
    }
  }
  // What a start after the cut finds; nothing if the database is damaged.
  static Numbers read_remains(const std::string& directory) {
    StorageOptions options;
    options.data_directory = directory;
    const testing::FakeClock clock;
    const Result<std::unique_ptr<Workspaces>> opened = Workspaces::open(options, clock);
    Numbers numbers;
    if (!opened.ok()) {
      return numbers;
    }
    const Result<void> read = (*opened)->read(WorkspaceId{1}, [&](Transaction& tx) -> Result<void> {
      TL_TRY_ASSIGN(const Row check, tx.row("PRAGMA integrity_check"));
      if (check.at(0).text() != "ok") {
        return Error::unavailable("damaged");
      }
      return tx.each("SELECT number FROM numbers", {}, [&](const Row& row) -> Result<void> {
        numbers.insert(row.at(0).number());
        return {};
      });
    });
    return read.ok() ? numbers : Numbers();
  }
};

int losses_in(std::uint64_t seeds, const PowerLoss::Sabotage& sabotage) {
  int losses = 0;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    const bool kept = PowerLoss::keeps_what_was_acknowledged(seed, sabotage);
    losses += kept ? 0 : 1;
  }
  return losses;
}

TEST(PowerLossTest, LosesNothingAcknowledgedIn1000Cuts) {
  EXPECT_EQ(losses_in(1'000, [](testing::UnreliableVfs&) {}), 0);
}

TEST(PowerLossTest, WouldNoticeThatSyncsAreMissing) {
  using Lost = testing::UnreliableVfs::Lost;
  EXPECT_GT(losses_in(30, [](testing::UnreliableVfs& vfs) { vfs.lose(Lost::every_sync); }), 0);
  EXPECT_GT(losses_in(30, [](testing::UnreliableVfs& vfs) { vfs.lose(Lost::log_syncs); }), 0);
}

}  // namespace
}  // namespace throughline::storage
