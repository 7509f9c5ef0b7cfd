#include "storage/workspaces.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <thread>
#include <vector>

#include "testing/databases.h"

namespace throughline::storage {
namespace {

constexpr WorkspaceId one = {1};
constexpr WorkspaceId two = {2};

const std::vector<Migration> old_version = {
    {Scope::instance, "room/0001_users", "CREATE TABLE users (id {{id}}, name TEXT);"},
    {Scope::workspace, "room/0001_things", "CREATE TABLE things (id {{id}}, name TEXT);"}};
const std::vector<Migration> new_version = {
    old_version[0],
    old_version[1],
    {Scope::workspace, "room/0002_drop", "DROP TABLE things; CREATE TABLE others (id {{id}});"}};

class WorkspacesTest : public testing::StorageTest {
 protected:
  // Its data directory and database, without the program's own migrations.
  void SetUp() override {
    storage_.close();
    options_ = storage_.options();
    options_.data_directory += "-own";
    if (!options_.postgres_url.empty()) {
      options_.postgres_url = own_database_.emplace().url();
    }
    open(old_version);
  }
  void TearDown() override { workspaces_.reset(); }

  void open(const std::vector<Migration>& known) {
    workspaces_.reset();
    Result<std::unique_ptr<Workspaces>> opened = Workspaces::open(options_, clock(), known);
    ASSERT_TRUE(opened.ok()) << opened.error().message;
    workspaces_ = *std::move(opened);
  }

  Result<std::int64_t> add(WorkspaceId id, const char* name) {
    return workspaces_->write(id, [&](Transaction& tx) {
      return tx.insert("INSERT INTO things (name) VALUES (?)", {name});
    });
  }
  std::string names(WorkspaceId id) {
    std::string all;
    const Result<void> read = workspaces_->read(id, [&](Transaction& tx) {
      return tx.each("SELECT name FROM things ORDER BY id", {},
                     [&](const Row& row) -> Result<void> {
                       all += row.at(0).text() + ",";
                       return {};
                     });
    });
    return read.ok() ? all : read.error().message;
  }
  [[nodiscard]] std::string the_backup() const {
    std::string found;
    for (const auto& entry :
         std::filesystem::directory_iterator(options_.data_directory + "/backups")) {
      EXPECT_TRUE(found.empty());
      found = entry.path().string();
    }
    return found;
  }

  StorageOptions options_;
  std::optional<testing::PostgresTestDatabase> own_database_;
  std::unique_ptr<Workspaces> workspaces_;
};

INSTANTIATE_TEST_SUITE_P(Both, WorkspacesTest, testing::both_databases(), testing::database_name);

TEST_P(WorkspacesTest, FindsOnlyWhatWasCreated) {
  EXPECT_EQ(workspaces_->find(one).error().code, ErrorCode::not_found);
  EXPECT_EQ(workspaces_->find({}).error().code, ErrorCode::not_found);
  ASSERT_TRUE(workspaces_->create(one).ok());
  ASSERT_TRUE(add(one, "a").ok());
  ASSERT_TRUE(workspaces_->create(one).ok());
  EXPECT_EQ(names(one), "a,");
  EXPECT_EQ(workspaces_->find(two).error().code, ErrorCode::not_found);
  EXPECT_TRUE(std::filesystem::is_directory(workspaces_->directory_of(one)));
}

TEST_P(WorkspacesTest, KeepsEachWorkspaceApart) {
  ASSERT_TRUE(workspaces_->create(one).ok());
  ASSERT_TRUE(workspaces_->create(two).ok());
  ASSERT_TRUE(add(one, "first").ok());
  ASSERT_TRUE(add(two, "second").ok());
  EXPECT_EQ(names(one), "first,");
  EXPECT_EQ(names(two), "second,");
  const Actor actor = {.workspace = two};
  const Result<Row> row =
      workspaces_->read(actor, [](Transaction& tx) { return tx.row("SELECT name FROM things"); });
  ASSERT_TRUE(row.ok());
  EXPECT_EQ(row->at(0).text(), "second");
}

TEST_P(WorkspacesTest, StillHasThemAfterARestart) {
  ASSERT_TRUE(workspaces_->create(one).ok());
  ASSERT_TRUE(add(one, "kept").ok());
  ASSERT_TRUE(workspaces_->instance()
                  .write([](Transaction& tx) {
                    return tx.run("INSERT INTO users (name) VALUES (?)", {"ana"});
                  })
                  .ok());
  open(old_version);
  EXPECT_EQ(names(one), "kept,");
  const Result<Row> user = workspaces_->instance().read(
      [](Transaction& tx) { return tx.row("SELECT name FROM users"); });
  ASSERT_TRUE(user.ok());
  EXPECT_EQ(user->at(0).text(), "ana");
}

TEST_P(WorkspacesTest, RefusesASecondProcess) {
  const pid_t child = ::fork();
  if (child == 0) {
    const Result<std::unique_ptr<Workspaces>> second =
        Workspaces::open(options_, clock(), old_version);
    const bool refused =
        !second.ok() && second.error().code == ErrorCode::conflict &&
        second.error().message.find("another Throughline process") != std::string::npos;
    ::_exit(refused ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
}

TEST_P(WorkspacesTest, RunsItsHooksInOrderBeforeAnybodyElseReachesTheWorkspace) {
  std::string order;
  std::atomic<int> opened = 0;
  workspaces_->on_open([&](WorkspaceId id, Database& database) -> Result<void> {
    order += "first" + std::to_string(id.value);
    database.attach(std::make_unique<std::string>("attached"));
    return {};
  });
  workspaces_->on_open([&](WorkspaceId id, Database& database) -> Result<void> {
    order += " second";
    ++opened;
    // A facade that goes through Workspaces reaches the same database.
    TL_TRY_ASSIGN(Database* const found, workspaces_->find(id));
    return found == &database ? Result<void>() : Error::internal("another database");
  });
  ASSERT_TRUE(workspaces_->create(one).ok());
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      const Result<Database*> found = workspaces_->find(one);
      ASSERT_TRUE(found.ok());
      EXPECT_EQ((*found)->attached<std::string>(), "attached");
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  EXPECT_EQ(order, "first1 second");
  EXPECT_EQ(opened, 1);
}

TEST_P(WorkspacesTest, StaysClosedWhenAHookFailsAndTriesAgainNextTime) {
  int calls = 0;
  workspaces_->on_open([&](WorkspaceId, Database&) -> Result<void> {
    return ++calls == 1 ? Result<void>(Error::unavailable("not yet")) : Result<void>();
  });
  EXPECT_EQ(workspaces_->create(one).error().message, "not yet");
  EXPECT_TRUE(workspaces_->find(one).ok());
  EXPECT_TRUE(workspaces_->find(one).ok());
  EXPECT_EQ(calls, 2);
}

TEST_P(WorkspacesTest, TakesABackupBeforeAMigrationThatCanBeRestored) {
  ASSERT_TRUE(workspaces_->create(one).ok());
  ASSERT_TRUE(add(one, "precious").ok());
  open(new_version);
  ASSERT_TRUE(workspaces_->find(one).ok());
  EXPECT_FALSE(add(one, "no table").ok());
  const std::string backup = the_backup();
  EXPECT_NE(backup.find("workspace_1-before-room-0002_drop"), std::string::npos);

  // Not while somebody uses the data.
  EXPECT_EQ(restore_backup(options_, one, backup).error().code, ErrorCode::conflict);
  workspaces_.reset();
  const Result<void> restored = restore_backup(options_, one, backup);
  ASSERT_TRUE(restored.ok()) << restored.error().message;
  open(old_version);
  EXPECT_EQ(names(one), "precious,");
}

TEST_P(WorkspacesTest, KeepsWhatIsThereWhenABackupIsDamaged) {
  ASSERT_TRUE(workspaces_->create(one).ok());
  ASSERT_TRUE(add(one, "kept").ok());
  open(new_version);
  ASSERT_TRUE(workspaces_->find(one).ok());
  const std::string backup = the_backup();
  workspaces_.reset();
  std::filesystem::resize_file(backup, std::filesystem::file_size(backup) / 2);
  EXPECT_FALSE(restore_backup(options_, one, backup).ok());
  open(new_version);
  const Result<Row> row =
      workspaces_->read(one, [](Transaction& tx) { return tx.row("SELECT count(*) FROM others"); });
  EXPECT_TRUE(row.ok());
}

TEST_P(WorkspacesTest, RefusesDataOfANewerVersion) {
  ASSERT_TRUE(workspaces_->create(one).ok());
  open(new_version);
  ASSERT_TRUE(workspaces_->find(one).ok());
  open(old_version);
  const Result<Database*> found = workspaces_->find(one);
  ASSERT_FALSE(found.ok());
  EXPECT_NE(found.error().message.find("newer version"), std::string::npos);
}

}  // namespace
}  // namespace throughline::storage
