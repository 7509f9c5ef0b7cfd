// A process that is killed while it writes: everything that it acknowledged is there afterwards.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <set>

#include "base/assert.h"
#include "testing/databases.h"

namespace throughline::storage {
namespace {

class CrashTest : public testing::StorageTest {
 protected:
  // Writes numbers for ever and says each one that was acknowledged into the pipe, which is the
  // ledger. Never returns.
  [[noreturn]] static void write_for_ever(const StorageOptions& options, int ledger) {
    const testing::FakeClock clock;
    Result<std::unique_ptr<Workspaces>> opened = Workspaces::open(options, clock);
    TL_ASSERT(opened.ok());
    const Result<Database*> found = (*opened)->find({1});
    TL_ASSERT(found.ok());
    for (std::int64_t number = 1;; ++number) {
      (*found)->submit(
          [number](Transaction& tx) {
            return tx.run("INSERT INTO numbers (number) VALUES (?)", {number});
          },
          1,
          [number, ledger](const Result<void>& done) {
            if (done.ok() && ::write(ledger, &number, sizeof number) != sizeof number) {
              ::_exit(1);
            }
          });
    }
  }
};

INSTANTIATE_TEST_SUITE_P(Both, CrashTest, testing::both_databases(), testing::database_name);

TEST_P(CrashTest, HasEverythingAcknowledgedAfterAKill) {
  ASSERT_TRUE(storage_.workspace()
                  .write([](Transaction& tx) {
                    return tx.script("CREATE TABLE numbers (number BIGINT PRIMARY KEY)");
                  })
                  .ok());
  storage_.close();
  std::array<int, 2> ends = {};
  ASSERT_EQ(::pipe(ends.data()), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    write_for_ever(storage_.options(), ends[1]);
  }
  ::close(ends[1]);
  std::set<std::int64_t> acknowledged;
  std::int64_t number = 0;
  while (::read(ends[0], &number, sizeof number) == sizeof number) {
    acknowledged.insert(number);
    if (acknowledged.size() == 300) {
      ::kill(child, SIGKILL);
    }
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFSIGNALED(status));
  ::close(ends[0]);

  storage_.reopen();
  ASSERT_GE(acknowledged.size(), 300U);
  const Result<void> read = storage_.workspace().read([&](Transaction& tx) {
    return tx.each("SELECT number FROM numbers", {}, [&](const Row& row) -> Result<void> {
      acknowledged.erase(row.at(0).number());
      return {};
    });
  });
  EXPECT_TRUE(read.ok());
  EXPECT_TRUE(acknowledged.empty());
}

}  // namespace
}  // namespace throughline::storage
