// Lost connections to PostgreSQL.
#include <gtest/gtest.h>

#include <atomic>
#include <string>

#include "testing/databases.h"

namespace throughline::storage {
namespace {

constexpr std::string_view end_all_others =
    "SELECT count(pg_terminate_backend(pid, 10000)) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()";

class LostConnectionTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(database()
                    .write([](Transaction& tx) {
                      return tx.script("CREATE TABLE numbers (number BIGINT PRIMARY KEY)");
                    })
                    .ok());
  }
  Database& database() { return storage_.workspace(); }
  Result<void> add(std::int64_t number) {
    return database().write([&](Transaction& tx) {
      return tx.run("INSERT INTO numbers (number) VALUES (?)", {number});
    });
  }
  Result<Row> count() {
    return database().read([](Transaction& tx) { return tx.row("SELECT count(*) FROM numbers"); });
  }
  // All but the one that says so, which is a reader of the instance's and so may be used in a body.
  void end_connections() {
    EXPECT_TRUE(
        storage_.instance().read([](Transaction& tx) { return tx.run(end_all_others); }).ok());
  }

  testing::TestStorage storage_{Dialect::postgres,
                                [](StorageOptions& options) { options.postgres_writers = 1; }};
};

TEST_F(LostConnectionTest, IsReplacedBeforeTheNextUnitAndTheNextRead) {
  ASSERT_TRUE(add(1).ok());
  ASSERT_TRUE(count().ok());
  end_connections();
  EXPECT_TRUE(add(2).ok());
  const Result<Row> row = count();
  ASSERT_TRUE(row.ok());
  EXPECT_EQ(row->at(0).number(), 2);
}

TEST_F(LostConnectionTest, FailsItsUnitAsUnavailableAndRunsItsRollbackHooks) {
  std::atomic<int> rollbacks = 0;
  const Result<void> written = database().write([&](Transaction& tx) -> Result<void> {
    tx.on_rollback([&] { ++rollbacks; });
    TL_TRY(tx.run("INSERT INTO numbers (number) VALUES (?)", {1}));
    end_connections();
    return tx.run("INSERT INTO numbers (number) VALUES (?)", {2});
  });
  ASSERT_FALSE(written.ok());
  EXPECT_EQ(written.error().code, ErrorCode::unavailable);
  EXPECT_EQ(rollbacks, 1);
  EXPECT_EQ(count()->at(0).number(), 0);
}

TEST_F(LostConnectionTest, AtACommitResetsWhatMirrorsTheRecord) {
  std::atomic<int> resets = 0;
  database().on_reset([&] { ++resets; });
  const Result<void> written = database().write([&](Transaction& tx) -> Result<void> {
    TL_TRY(tx.run("INSERT INTO numbers (number) VALUES (?)", {1}));
    end_connections();
    return {};
  });
  ASSERT_FALSE(written.ok());
  EXPECT_EQ(written.error().code, ErrorCode::unavailable);
  EXPECT_EQ(resets, 1);
  EXPECT_TRUE(add(3).ok());
}

}  // namespace
}  // namespace throughline::storage
