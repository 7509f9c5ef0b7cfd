// TestStorage: fresh databases for one test, and how a test runs on both kinds of them:
//
//   using TimelineTest = testing::StorageTest;
//   TEST_P(TimelineTest, StatesWhatHolds) { workspace().write(...); }
//   INSTANTIATE_TEST_SUITE_P(Both, TimelineTest, testing::both_databases(),
//                            testing::database_name);
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>

#include "storage/workspaces.h"
#include "testing/fake_clock.h"
#include "testing/postgres_server.h"
#include "testing/temporary_directory.h"

namespace throughline::testing {

// Owns a data directory (and a PostgreSQL database) and has it open, with workspace 1 made at the
// first call of workspace().
class TestStorage {
 public:
  using Change = std::function<void(storage::StorageOptions&)>;

  explicit TestStorage(storage::Dialect dialect, const Change& change = {});
  ~TestStorage();
  TestStorage(const TestStorage&) = delete;
  TestStorage& operator=(const TestStorage&) = delete;

  FakeClock& clock() { return clock_; }
  storage::Workspaces& workspaces();
  storage::Database& instance() { return workspaces().instance(); }
  storage::Database& workspace(WorkspaceId id = {1});
  [[nodiscard]] const storage::StorageOptions& options() const { return options_; }

  // As a restart of the program. Hooks of Workspaces::on_open must be registered again.
  void close();
  void reopen();

 private:
  FakeClock clock_;
  TemporaryDirectory directory_;
  std::unique_ptr<PostgresTestDatabase> postgres_;  // Null: SQLite.
  storage::StorageOptions options_;
  std::unique_ptr<storage::Workspaces> workspaces_;
};

inline auto both_databases() {
  return ::testing::Values(storage::Dialect::sqlite, storage::Dialect::postgres);
}

inline std::string database_name(const ::testing::TestParamInfo<storage::Dialect>& info) {
  return info.param == storage::Dialect::sqlite ? "sqlite" : "postgres";
}

class StorageTest : public ::testing::TestWithParam<storage::Dialect> {
 protected:
  FakeClock& clock() { return storage_.clock(); }
  storage::Workspaces& workspaces() { return storage_.workspaces(); }
  storage::Database& workspace() { return storage_.workspace(); }

  TestStorage storage_{GetParam()};
};

}  // namespace throughline::testing
