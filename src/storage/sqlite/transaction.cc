#include "storage/sqlite/transaction.h"

#include <utility>

#include "base/assert.h"

namespace throughline::storage::sqlite {

Result<void> SqliteTransaction::may_run() {
  if (!doomed_ && faults_ != nullptr && faults_->fails(Call::statement)) {
    doomed_ = Error::unavailable("the database is unavailable; try again shortly");
  }
  if (doomed_) {
    return *doomed_;
  }
  return {};
}

Result<void> SqliteTransaction::each(std::string_view sql, const Arguments& arguments,
                                     const RowSink& sink) {
  TL_TRY(may_run());
  bool sink_refused = false;
  Result<void> ran = connection_.each(sql, arguments, [&](const Row& row) -> Result<void> {
    Result<void> taken = sink(row);
    sink_refused = !taken.ok();
    return taken;
  });
  if (!ran.ok() && !sink_refused && !doomed_) {
    doomed_ = ran.error();
  }
  return ran;
}

Result<void> SqliteTransaction::script(std::string_view sql) {
  TL_TRY(may_run());
  Result<void> ran = connection_.script(sql);
  if (!ran.ok()) {
    doomed_ = ran.error();
  }
  return ran;
}

void SqliteTransaction::after_commit(Stage stage, std::function<void()> hook) {
  TL_ASSERT(hooks_ != nullptr);
  hooks_->after_commit(stage, std::move(hook));
}

void SqliteTransaction::on_rollback(std::function<void()> hook) {
  TL_ASSERT(hooks_ != nullptr);
  hooks_->on_rollback(std::move(hook));
}

}  // namespace throughline::storage::sqlite
