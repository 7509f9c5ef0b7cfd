#include "storage/migrations.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "base/assert.h"
#include "storage/postgres/postgres_database.h"
#include "storage/sqlite/sqlite_database.h"
#include "testing/databases.h"

namespace throughline::storage {
namespace {

const Migration first = {
    Scope::workspace, "room/0001_things",
    "CREATE TABLE things (id {{id}}, name TEXT NOT NULL {{binary_order}},\n"
    "  size INTEGER, ratio {{real}}, raw {{bytes}});\n"
    "CREATE TABLE pairs (a INTEGER, b INTEGER, PRIMARY KEY (a, b))\n"
    "  {{without_rowid}};\n"
    "-- sqlite\n"
    "CREATE VIEW which AS SELECT 'sqlite' AS name;\n"
    "-- postgres\n"
    "CREATE VIEW which AS SELECT 'postgres' AS name;\n"
    "-- both\n"
    "INSERT INTO things (name) VALUES ('from the migration; with a semicolon');\n"};
const Migration second = {Scope::workspace, "room/0002_color",
                          "ALTER TABLE things ADD COLUMN color TEXT NOT NULL DEFAULT 'grey';"};
const Migration wrong = {Scope::workspace, "room/0003_wrong",
                         "CREATE TABLE half (id {{id}}); CREATE TABLE half (id {{id}});"};
const Migration elsewhere = {Scope::instance, "room/0001_instance", "CREATE TABLE x (id {{id}});"};

class MigrationsTest : public testing::StorageTest {
 protected:
  Result<void> apply(const std::vector<Migration>& known) {
    const auto backup = [this](std::string_view version) -> Result<void> {
      backups_.emplace_back(version);
      return backup_result_;
    };
    return apply_migrations(database(), Scope::workspace, clock(), backup, known);
  }

  // Beside the databases that the program itself has migrated.
  Database& database() {
    if (database_ == nullptr) {
      Result<std::unique_ptr<Database>> opened =
          GetParam() == Dialect::sqlite
              ? sqlite::open_database(storage_.options().data_directory + "/scratch.db",
                                      storage_.options())
              : postgres::open_database(storage_.options(), "public");
      TL_ASSERT(opened.ok());
      database_ = *std::move(opened);
    }
    return *database_;
  }

  Row row(std::string_view sql) {
    Result<Row> found = database().read([&](Transaction& tx) { return tx.row(sql); });
    EXPECT_TRUE(found.ok()) << sql;
    return found.ok() ? *std::move(found) : Row(1);
  }

  std::vector<std::string> backups_;
  Result<void> backup_result_;
  std::unique_ptr<Database> database_;
};

INSTANTIATE_TEST_SUITE_P(Both, MigrationsTest, testing::both_databases(), testing::database_name);

TEST_P(MigrationsTest, ApplyOnceAndInOrderWithTheWordsOfTheDialect) {
  ASSERT_TRUE(apply({first, elsewhere, second}).ok());
  ASSERT_TRUE(apply({first, elsewhere, second}).ok());
  EXPECT_EQ(row("SELECT count(*) FROM things").at(0).number(), 1);
  EXPECT_EQ(row("SELECT name FROM things").at(0).text(), "from the migration; with a semicolon");
  EXPECT_EQ(row("SELECT color FROM things").at(0).text(), "grey");
  EXPECT_EQ(row("SELECT name FROM which").at(0).text(),
            GetParam() == Dialect::sqlite ? "sqlite" : "postgres");
  const Row noted = row("SELECT count(*), min(applied_at), max(length(checksum)) FROM migrations");
  EXPECT_EQ(noted.at(0).number(), 2);
  EXPECT_EQ(noted.at(1).time(), clock().now());
  EXPECT_EQ(noted.at(2).number(), 64);
  EXPECT_TRUE(backups_.empty());
}

TEST_P(MigrationsTest, MakeIntegersOf64Bits) {
  ASSERT_TRUE(apply({first}).ok());
  const std::int64_t large = std::int64_t{1} << 60;
  const Result<Row> kept = database().write([&](Transaction& tx) -> Result<Row> {
    TL_TRY_ASSIGN(const std::int64_t id,
                  tx.insert("INSERT INTO things (name, size) VALUES (?, ?)", {"x", large}));
    return tx.row("SELECT size FROM things WHERE id = ?", {id});
  });
  ASSERT_TRUE(kept.ok());
  EXPECT_EQ(kept->at(0).number(), large);
}

TEST_P(MigrationsTest, AskForABackupBeforeChangingWhatHoldsData) {
  ASSERT_TRUE(apply({first}).ok());
  EXPECT_TRUE(backups_.empty());
  ASSERT_TRUE(apply({first, second}).ok());
  EXPECT_EQ(backups_, std::vector<std::string>{"room/0002_color"});
}

TEST_P(MigrationsTest, ChangeNothingWithoutTheBackup) {
  ASSERT_TRUE(apply({first}).ok());
  backup_result_ = Error::unavailable("the disk is full");
  EXPECT_EQ(apply({first, second}).error().message, "the disk is full");
  EXPECT_EQ(row("SELECT count(*) FROM migrations").at(0).number(), 1);
}

TEST_P(MigrationsTest, RefuseADatabaseOfANewerVersion) {
  ASSERT_TRUE(apply({first, second}).ok());
  const Result<void> refused = apply({first});
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.error().message.find("newer version"), std::string::npos);
  EXPECT_NE(refused.error().message.find("room/0002_color"), std::string::npos);
}

TEST_P(MigrationsTest, RefuseAMigrationThatChangedAfterItsRelease) {
  ASSERT_TRUE(apply({first}).ok());
  Migration changed = first;
  changed.sql = "CREATE TABLE things (id {{id}})";
  const Result<void> refused = apply({changed});
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.error().message.find("room/0001_things"), std::string::npos);
}

TEST_P(MigrationsTest, AreAllAppliedOrNone) {
  const Result<void> failed = apply({first, second, wrong});
  ASSERT_FALSE(failed.ok());
  EXPECT_NE(failed.error().message.find("room/0003_wrong"), std::string::npos);
  EXPECT_EQ(row("SELECT count(*) FROM migrations").at(0).number(), 0);
  ASSERT_TRUE(apply({first, second}).ok());
}

TEST(MigrationText, RefusesAnUnknownWord) {
  EXPECT_THROW(for_dialect("CREATE TABLE x (id {{idd}})", Dialect::sqlite), BrokenInvariant);
  EXPECT_THROW(for_dialect("CREATE TABLE x (id {{id)", Dialect::sqlite), BrokenInvariant);
}

TEST(MigrationText, WidensOnlyTheWordInteger) {
  EXPECT_EQ(for_dialect("a INTEGER, INTEGERS, MY_INTEGER, INTEGER", Dialect::postgres),
            "a BIGINT, INTEGERS, MY_INTEGER, BIGINT\n");
}

TEST(MigrationText, ReadsAllMigrationsOfTheProgram) {
  for (const Migration& migration : embedded_migrations()) {
    EXPECT_NO_THROW(for_dialect(migration.sql, Dialect::sqlite)) << migration.name;
    EXPECT_NO_THROW(for_dialect(migration.sql, Dialect::postgres)) << migration.name;
  }
}

}  // namespace
}  // namespace throughline::storage
