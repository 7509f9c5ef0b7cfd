// UnitTransaction: the Transaction on a connection of either kind, for a unit or a snapshot.
#pragma once

#include <functional>
#include <optional>
#include <string_view>
#include <utility>

#include "base/assert.h"
#include "storage/database.h"
#include "storage/fault_plan.h"
#include "storage/unit.h"

namespace throughline::storage {

template <class Connection>
class UnitTransaction final : public Transaction {
 public:
  // `hooks` is null in a read.
  UnitTransaction(Database& database, Connection& connection, Hooks* hooks, FaultPlan* faults)
      : database_(database), connection_(connection), hooks_(hooks), faults_(faults) {}

  Result<void> each(std::string_view sql, const Arguments& arguments,
                    const RowSink& sink) override {
    TL_TRY(may_run());
    bool sink_refused = false;
    Result<void> ran = connection_.each(sql, arguments, [&](const Row& row) -> Result<void> {
      Result<void> taken = sink(row);
      sink_refused = !taken.ok();
      return taken;
    });
    if (!ran.ok() && !sink_refused) {
      doomed_ = ran.error();
    }
    return ran;
  }

  Result<void> script(std::string_view sql) override {
    TL_TRY(may_run());
    Result<void> ran = connection_.script(sql);
    if (!ran.ok()) {
      doomed_ = ran.error();
    }
    return ran;
  }

  Database& database() override { return database_; }
  [[nodiscard]] Dialect dialect() const override { return database_.dialect(); }

  void after_commit(Stage stage, std::function<void()> hook) override {
    TL_ASSERT(hooks_ != nullptr);
    hooks_->after_commit(stage, std::move(hook));
  }
  void on_rollback(std::function<void()> hook) override {
    TL_ASSERT(hooks_ != nullptr);
    hooks_->on_rollback(std::move(hook));
  }

  // Runs the body. A statement that failed is the outcome even if the body went on to succeed.
  Result<void> run_body(const Body& body) {
    Result<void> result = run_guarded(body, *this);
    if (result.ok() && doomed_) {
      return *doomed_;
    }
    return result;
  }

 private:
  Result<void> may_run() {
    if (!doomed_ && faults_ != nullptr && faults_->fails(Call::statement)) {
      doomed_ = Error::unavailable("the database is unavailable; try again shortly");
    }
    if (doomed_) {
      return *doomed_;
    }
    return {};
  }

  Database& database_;
  Connection& connection_;
  Hooks* hooks_;
  FaultPlan* faults_;
  std::optional<Error> doomed_;
};

}  // namespace throughline::storage
