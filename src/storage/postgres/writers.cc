#include "storage/postgres/writers.h"

#include <optional>
#include <utility>

#include "base/log.h"
#include "storage/unit_transaction.h"

namespace throughline::storage::postgres {
namespace {

constexpr int losses_before_alone = 4;
constexpr int losses_max = 20;  // Other programs may write too.

}  // namespace

Writers::Writers(Database& database, Opener opener, const StorageOptions& options,
                 std::function<void()> reset)
    : database_(database),
      opener_(std::move(opener)),
      options_(options),
      reset_(std::move(reset)),
      queue_(options.queue_units_max, options.queue_bytes_max) {
  for (int i = 0; i < options_.postgres_writers; ++i) {
    threads_.emplace_back([this] { loop(); });
  }
}

Writers::~Writers() {
  stop();
}

void Writers::stop() {
  queue_.close();
  for (std::thread& thread : threads_) {
    if (thread.joinable()) {
      thread.join();
    }
  }
}

void Writers::loop() {
  const NoBlockingWrites here;
  Pointer connection;
  while (std::optional<Unit> unit = queue_.pop()) {
    run_unit(connection, *unit);
    if (connection != nullptr) {
      connection->trim_cache();
    }
  }
}

void Writers::run_unit(Pointer& connection, const Unit& unit) {
  Hooks hooks;
  Tried tried;
  bool duplicate_before = false;
  for (int losses = 0; losses <= losses_max; ++losses) {
    hooks = Hooks();
    tried = try_alone_or_not(connection, unit.body, losses, hooks);
    if (tried.attempt != Attempt::committed) {
      hooks.run_rollback();
    }
    // Two units that insert the same key after each found none: the second run sees the first's.
    const bool again = tried.attempt == Attempt::lost_race ||
                       (tried.duplicate && !std::exchange(duplicate_before, true));
    if (!again) {
      break;
    }
  }
  if (tried.attempt != Attempt::committed) {
    complete(unit.done, std::move(tried.result));
    return;
  }
  hooks.run(Stage::index);
  hooks.run(Stage::cache);
  complete(unit.done, {});
  hooks.run(Stage::live);
}

Writers::Tried Writers::try_alone_or_not(Pointer& connection, const Body& body, int losses,
                                         Hooks& hooks) {
  std::unique_lock turn(turnstile_);
  if (losses >= losses_before_alone) {
    const std::unique_lock alone(running_);
    turn.unlock();
    return try_once(connection, body, hooks);
  }
  const std::shared_lock together(running_);
  turn.unlock();
  return try_once(connection, body, hooks);
}

Result<void> Writers::begin(Pointer& connection) {
  constexpr const char* sql = "BEGIN ISOLATION LEVEL SERIALIZABLE";
  if (connection != nullptr) {
    Result<void> begun = connection->control(Call::begin, sql);
    // The server may have gone and come back since the last unit. Nothing has happened yet.
    if (begun.ok() || !connection->broken()) {
      return begun;
    }
  }
  TL_TRY_ASSIGN(connection, opener_());
  return connection->control(Call::begin, sql);
}

Writers::Tried Writers::try_once(Pointer& connection, const Body& body, Hooks& hooks) {
  if (Result<void> begun = begin(connection); !begun.ok()) {
    connection.reset();
    return {Attempt::failed, std::move(begun)};
  }
  UnitTransaction transaction(database_, *connection, &hooks, options_.faults);
  Result<void> ran = transaction.run_body(body);
  Tried tried;
  if (ran.ok()) {
    tried = try_commit(*connection, hooks);
  } else {
    const bool lost = connection->trouble() == Connection::Trouble::lost_race;
    tried = {lost ? Attempt::lost_race : Attempt::failed, std::move(ran),
             connection->trouble() == Connection::Trouble::duplicate};
  }
  if (tried.attempt != Attempt::committed &&
      (!connection->control(Call::roll_back_to, "ROLLBACK").ok() || connection->broken())) {
    connection.reset();
  }
  return tried;
}

Writers::Tried Writers::try_commit(Connection& connection, Hooks& hooks) {
  Result<void> committed = connection.control(Call::commit, "COMMIT");
  if (committed.ok()) {
    return {Attempt::committed, {}};
  }
  if (connection.trouble() == Connection::Trouble::lost_race) {
    return {Attempt::lost_race, std::move(committed)};
  }
  if (committed.error().code == ErrorCode::unavailable) {
    // Perhaps it was committed: whatever mirrors the record must be read again.
    log(LogLevel::error, "a commit failed and its outcome is unknown");
    hooks.run_rollback();
    reset_();
  }
  return {Attempt::failed, std::move(committed)};
}

}  // namespace throughline::storage::postgres
