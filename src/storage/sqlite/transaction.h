// The Transaction of SQLite: a unit in the writer's group, or a reader's snapshot.
#pragma once

#include <optional>

#include "storage/database.h"
#include "storage/sqlite/connection.h"
#include "storage/unit.h"

namespace throughline::storage::sqlite {

class SqliteTransaction final : public Transaction {
 public:
  // `hooks` is null in a read.
  SqliteTransaction(Database& database, Connection& connection, Hooks* hooks, FaultPlan* faults)
      : database_(database), connection_(connection), hooks_(hooks), faults_(faults) {}

  Result<void> each(std::string_view sql, const Arguments& arguments, const RowSink& sink) override;
  Result<void> script(std::string_view sql) override;
  Database& database() override { return database_; }
  [[nodiscard]] Dialect dialect() const override { return Dialect::sqlite; }
  void after_commit(Stage stage, std::function<void()> hook) override;
  void on_rollback(std::function<void()> hook) override;

  // The error of the statement that doomed this transaction.
  [[nodiscard]] const std::optional<Error>& doomed() const { return doomed_; }

 private:
  Result<void> may_run();

  Database& database_;
  Connection& connection_;
  Hooks* hooks_;
  FaultPlan* faults_;
  std::optional<Error> doomed_;
};

}  // namespace throughline::storage::sqlite
