#include "jobs/timers.h"

#include <utility>
#include <vector>

#include "base/log.h"

namespace throughline::jobs {
namespace {

using storage::Row;
using storage::Transaction;

constexpr int batch = 100;

// Names of registered kinds as SQL marks; kinds are ours, never a customer's.
template <class Map>
std::pair<std::string, storage::Arguments> kinds_in(const Map& handlers) {
  std::string marks;
  storage::Arguments arguments;
  for (const auto& [kind, handler] : handlers) {
    marks += marks.empty() ? "?" : ", ?";
    arguments.emplace_back(kind);
  }
  return {marks, arguments};
}

Timer timer_of(const Row& row) {
  return {row.at(0).text(), row.at(1).text(), row.at(2).time(), row.at(3).text()};
}

}  // namespace

Result<void> save_timer(Transaction& tx, const Timer& timer) {
  return tx.run(
      "INSERT INTO timers (kind, timer_key, due_at, payload, state, attempts)"
      " VALUES (?, ?, ?, ?, 'waiting', 0)"
      " ON CONFLICT (kind, timer_key) DO UPDATE SET due_at = excluded.due_at,"
      " payload = excluded.payload, state = 'waiting', attempts = 0, last_error = NULL",
      {timer.kind, timer.key, timer.due_at, timer.payload});
}

Result<bool> remove_timer(Transaction& tx, std::string_view kind, std::string_view key) {
  TL_TRY_ASSIGN(
      const std::optional<Row> row,
      tx.find_row("DELETE FROM timers WHERE kind = ? AND timer_key = ? RETURNING id", {kind, key}));
  return row.has_value();
}

Result<std::optional<Timer>> find_timer(Transaction& tx, std::string_view kind,
                                        std::string_view key) {
  TL_TRY_ASSIGN(const std::optional<Row> row,
                tx.find_row("SELECT kind, timer_key, due_at, payload FROM timers"
                            " WHERE kind = ? AND timer_key = ?",
                            {kind, key}));
  return row ? std::optional<Timer>(timer_of(*row)) : std::nullopt;
}

void Timers::on(std::string kind, Handler handler) {
  handlers_.emplace(std::move(kind), std::move(handler));
}

Result<std::optional<Time>> Timers::fire_due(storage::Database& database,
                                             const std::stop_token& stop) {
  if (handlers_.empty()) {
    return std::optional<Time>();
  }
  const auto [marks, kinds] = kinds_in(handlers_);
  const std::string sql = "SELECT id, due_at FROM timers WHERE state = 'waiting' AND kind IN (" +
                          marks + ") ORDER BY due_at, id LIMIT " + std::to_string(batch);
  for (;;) {
    TL_TRY_ASSIGN(const std::vector<Row> rows,
                  database.read([&](Transaction& tx) { return tx.rows(sql, kinds); }));
    for (const Row& row : rows) {
      if (row.at(1).time() > clock_.now()) {
        return std::optional<Time>(row.at(1).time());
      }
      if (stop.stop_requested()) {
        return std::optional<Time>();
      }
      const auto id = row.at(0).id<TimerId>();
      if (const Result<void> fired = fire(database, id); !fired.ok()) {
        TL_TRY(postpone(database, id, fired.error().message));
      }
    }
    if (rows.empty()) {
      return std::optional<Time>();
    }
  }
}

Result<void> Timers::fire(storage::Database& database, TimerId id) {
  return database.write([&](Transaction& tx) -> Result<void> {
    // Not due any more: somebody set it anew since it was read.
    TL_TRY_ASSIGN(const std::optional<Row> row,
                  tx.find_row("DELETE FROM timers WHERE id = ? AND due_at <= ?"
                              " AND state = 'waiting' RETURNING kind, timer_key, due_at, payload",
                              {id, clock_.now()}));
    if (!row) {
      return {};
    }
    const Timer timer = timer_of(*row);
    return handlers_.find(timer.kind)->second(tx, timer);
  });
}

Result<void> Timers::postpone(storage::Database& database, TimerId id, const std::string& why) {
  return database.write([&](Transaction& tx) -> Result<void> {
    TL_TRY_ASSIGN(const std::optional<Row> row,
                  tx.find_row("SELECT attempts, kind FROM timers WHERE id = ?", {id}));
    if (!row) {
      return {};
    }
    const int attempts = static_cast<int>(row->at(0).number()) + 1;
    const bool dead = attempts >= backoff_.attempts_max;
    if (dead) {
      log(LogLevel::error, "a timer was given up",
          {{"kind", row->at(1).text()}, {"timer", std::to_string(id.value)}});
    }
    const Time next{clock_.now().us + delay_us(backoff_, attempts, random_)};
    return tx.run(
        "UPDATE timers SET attempts = ?, last_error = ?, due_at = ?, state = ? WHERE id = ?",
        {attempts, why, next, dead ? "dead" : "waiting", id});
  });
}

}  // namespace throughline::jobs
