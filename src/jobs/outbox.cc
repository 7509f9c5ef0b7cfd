#include "jobs/outbox.h"

#include <array>

#include "base/log.h"
#include "base/name_table.h"

namespace throughline::jobs {
namespace {

using storage::Arguments;
using storage::Row;
using storage::Transaction;

constexpr int batch = 100;
constexpr std::array<std::string_view, 6> state_names = {"waiting", "sending", "sent",
                                                         "dead",    "unknown", "suppressed"};

constexpr std::string_view columns =
    "id, kind, idempotency_key, payload, next_at, state, attempts, last_error";

Result<OutboxRow> row_of(const Row& row) {
  OutboxRow effect;
  effect.id = row.at(0).id<OutboxId>();
  effect.effect = {row.at(1).text(), row.at(2).text(), row.at(3).text(), row.at(4).time()};
  TL_TRY_ASSIGN(effect.state, parse_outbox_state(row.at(5).text()));
  effect.attempts = static_cast<int>(row.at(6).number());
  effect.last_error = row.at(7).text();
  return effect;
}

std::pair<std::string, Arguments> kinds_in(const Outbox::Transports& transports) {
  std::string marks;
  Arguments arguments;
  for (const auto& [kind, transport] : transports) {
    marks += marks.empty() ? "?" : ", ?";
    arguments.emplace_back(kind);
  }
  return {marks, arguments};
}

Result<void> settle_as(Transaction& tx, OutboxId id, OutboxState state, const std::string& why,
                       Time now) {
  return tx.run("UPDATE outbox SET state = ?, last_error = ?, settled_at = ? WHERE id = ?",
                {name_of(state), why, now, id});
}

}  // namespace

std::string_view name_of(OutboxState state) {
  return name_in(state_names, state);
}
Result<OutboxState> parse_outbox_state(std::string_view name) {
  return parse_name<OutboxState>(state_names, name, "state of an effect");
}

Result<OutboxId> add_effect(Transaction& tx, const Effect& effect, Time now) {
  TL_TRY(
      tx.run("INSERT INTO outbox (kind, idempotency_key, payload, state, attempts, next_at,"
             " created_at) VALUES (?, ?, ?, 'waiting', 0, ?, ?) ON CONFLICT DO NOTHING",
             {effect.kind, effect.idempotency_key, effect.payload, std::max(effect.not_before, now),
              now}));
  TL_TRY_ASSIGN(const Row row,
                tx.row("SELECT id FROM outbox WHERE kind = ? AND idempotency_key = ?",
                       {effect.kind, effect.idempotency_key}));
  return row.at(0).id<OutboxId>();
}

Result<OutboxRow> find_effect(Transaction& tx, OutboxId id) {
  TL_TRY_ASSIGN(const std::optional<Row> row,
                tx.find_row("SELECT " + std::string(columns) + " FROM outbox WHERE id = ?", {id}));
  if (!row) {
    return Error::not_found("there is no such effect");
  }
  return row_of(*row);
}

Result<void> Outbox::settle(storage::Database& database) {
  return database.write([&](Transaction& tx) -> Result<void> {
    for (const auto& [kind, transport] : wiring_.transports) {
      if (transport->settlement() == Transport::Settlement::resend) {
        TL_TRY(
            tx.run("UPDATE outbox SET state = 'waiting', next_at = ?"
                   " WHERE state = 'sending' AND kind = ?",
                   {clock_.now(), kind}));
      } else {
        TL_TRY(
            tx.run("UPDATE outbox SET state = 'unknown', settled_at = ?, last_error ="
                   " 'the program stopped while it was being sent'"
                   " WHERE state = 'sending' AND kind = ?",
                   {clock_.now(), kind}));
      }
    }
    return {};
  });
}

Result<std::optional<Time>> Outbox::deliver_due(storage::Database& database,
                                                const std::stop_token& stop) {
  TL_TRY(note_kept(database));
  if (wiring_.transports.empty()) {
    return std::optional<Time>();
  }
  const auto [marks, kinds] = kinds_in(wiring_.transports);
  const std::string sql = "SELECT id, next_at FROM outbox WHERE state = 'waiting' AND kind IN (" +
                          marks + ") ORDER BY next_at, id LIMIT " + std::to_string(batch);
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
      TL_TRY_ASSIGN(const std::optional<OutboxRow> claimed,
                    claim(database, row.at(0).id<OutboxId>()));
      if (claimed) {
        Transport& transport = *wiring_.transports.find(claimed->effect.kind)->second;
        kept_.emplace_back(*claimed, transport.send(*claimed, stop));
        TL_TRY(note_kept(database));
      }
    }
    if (rows.empty()) {
      return std::optional<Time>();
    }
  }
}

Result<std::optional<OutboxRow>> Outbox::claim(storage::Database& database, OutboxId id) {
  return database.write([&](Transaction& tx) -> Result<std::optional<OutboxRow>> {
    TL_TRY_ASSIGN(OutboxRow row, find_effect(tx, id));
    if (row.state != OutboxState::waiting) {
      return std::optional<OutboxRow>();
    }
    std::optional<std::string> forbidden;
    if (wiring_.may_send) {
      TL_TRY_ASSIGN(forbidden, wiring_.may_send(tx, row));
    }
    if (forbidden) {
      TL_TRY(settle_as(tx, id, OutboxState::suppressed, *forbidden, clock_.now()));
      return std::optional<OutboxRow>();
    }
    ++row.attempts;
    row.state = OutboxState::sending;
    TL_TRY(tx.run("UPDATE outbox SET state = 'sending', attempts = ? WHERE id = ?",
                  {row.attempts, id}));
    return std::optional<OutboxRow>(std::move(row));
  });
}

Result<void> Outbox::note_kept(storage::Database& database) {
  while (!kept_.empty()) {
    TL_TRY(note(database, kept_.back().first, kept_.back().second));
    kept_.pop_back();
  }
  return {};
}

Result<void> Outbox::note(storage::Database& database, const OutboxRow& row,
                          const Attempt& attempt) {
  const bool last = row.attempts >= wiring_.backoff.attempts_max;
  return database.write([&](Transaction& tx) -> Result<void> {
    if (attempt.outcome == Attempt::Outcome::sent) {
      return settle_as(tx, row.id, OutboxState::sent, attempt.detail, clock_.now());
    }
    if (attempt.outcome == Attempt::Outcome::refused || last) {
      log(LogLevel::warning, "an effect was given up",
          {{"kind", row.effect.kind}, {"outbox", std::to_string(row.id.value)}});
      return settle_as(tx, row.id, OutboxState::dead, attempt.detail, clock_.now());
    }
    Time next{clock_.now().us + delay_us(wiring_.backoff, row.attempts, random_)};
    if (attempt.not_before) {
      next = std::max(next, *attempt.not_before);
    }
    return tx.run("UPDATE outbox SET state = 'waiting', last_error = ?, next_at = ? WHERE id = ?",
                  {attempt.detail, next, row.id});
  });
}

}  // namespace throughline::jobs
