#include "jobs/outbox.h"

#include <algorithm>
#include <array>

#include "base/assert.h"
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
    "id, kind, idempotency_key, payload, next_at, state, attempts, last_error, created_at";

Result<OutboxRow> row_of(const Row& row) {
  OutboxRow effect;
  effect.id = row.at(0).id<OutboxId>();
  effect.effect = {row.at(1).text(), row.at(2).text(), row.at(3).text(), row.at(4).time()};
  TL_TRY_ASSIGN(effect.state, parse_outbox_state(row.at(5).text()));
  effect.attempts = static_cast<int>(row.at(6).number());
  effect.last_error = row.at(7).text();
  effect.created_at = row.at(8).time();
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

Result<void> settle_as(Transaction& tx, const Transport& transport, OutboxId id, OutboxState state,
                       const std::string& why, Time now) {
  const bool done = state == OutboxState::sent || state == OutboxState::suppressed;
  if (done && !transport.keeps_settled()) {
    return tx.run("DELETE FROM outbox WHERE id = ?", {id});
  }
  return tx.run("UPDATE outbox SET state = ?, last_error = ?, settled_at = ? WHERE id = ?",
                {name_of(state), why, now, id});
}

// The rows from `first` on that one transport can send at once.
std::vector<OutboxId> due_together(const std::vector<Row>& rows, std::size_t first,
                                   std::size_t rows_max, Time now) {
  const std::string& kind = rows[first].at(2).text();
  std::vector<OutboxId> ids;
  for (std::size_t i = first; i < rows.size() && ids.size() < rows_max &&
                              rows[i].at(2).text() == kind && rows[i].at(1).time() <= now;
       ++i) {
    ids.push_back(rows[i].at(0).id<OutboxId>());
  }
  return ids;
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

Result<std::int64_t> count_effects(Transaction& tx, std::string_view kind, OutboxState state,
                                   std::int64_t most) {
  TL_TRY_ASSIGN(const Row row,
                tx.row("SELECT COUNT(*) FROM (SELECT 1 FROM outbox WHERE kind = ? AND state = ?"
                       " LIMIT " +
                           std::to_string(most) + ") AS counted",
                       {kind, name_of(state)}));
  return row.at(0).number();
}

Result<std::vector<OutboxRow>> effects_in(Transaction& tx, std::string_view kind, OutboxState state,
                                          OutboxId after, std::size_t limit) {
  TL_TRY_ASSIGN(const auto rows, tx.rows("SELECT " + std::string(columns) +
                                             " FROM outbox WHERE kind = ? AND state = ? AND id > ?"
                                             " ORDER BY id LIMIT " +
                                             std::to_string(limit),
                                         {kind, name_of(state), after}));
  std::vector<OutboxRow> effects;
  for (const Row& row : rows) {
    TL_TRY_ASSIGN(OutboxRow effect, row_of(row));
    effects.push_back(std::move(effect));
  }
  return effects;
}

Result<std::int64_t> revive_effects(Transaction& tx, std::string_view kind, Time now) {
  TL_TRY_ASSIGN(const auto revived,
                tx.rows("UPDATE outbox SET state = 'waiting', attempts = 0, next_at = ?,"
                        " created_at = ? WHERE kind = ? AND state = 'dead' RETURNING id",
                        {now, now, kind}));
  return static_cast<std::int64_t>(revived.size());
}

Result<void> remove_effects(Transaction& tx, std::string_view kind,
                            std::optional<OutboxState> state) {
  if (state) {
    return tx.run("DELETE FROM outbox WHERE kind = ? AND state = ?", {kind, name_of(*state)});
  }
  return tx.run("DELETE FROM outbox WHERE kind = ?", {kind});
}

std::vector<Attempt> Transport::send_all(const std::vector<OutboxRow>& rows,
                                         const std::stop_token& stop) {
  std::vector<Attempt> attempts;
  attempts.reserve(rows.size());
  for (const OutboxRow& row : rows) {
    attempts.push_back(send(row, stop));
  }
  return attempts;
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
  const std::string sql =
      "SELECT id, next_at, kind FROM outbox WHERE state = 'waiting' AND kind IN (" + marks +
      ") ORDER BY next_at, id LIMIT " + std::to_string(batch);
  for (;;) {
    TL_TRY_ASSIGN(const std::vector<Row> rows,
                  database.read([&](Transaction& tx) { return tx.rows(sql, kinds); }));
    for (std::size_t i = 0; i < rows.size();) {
      const Time now = clock_.now();
      const Time due = std::max(rows[i].at(1).time(), paused_until_);
      if (due > now) {
        return std::optional<Time>(due);
      }
      if (stop.stop_requested()) {
        return std::optional<Time>();
      }
      Transport& transport = *wiring_.transports.find(rows[i].at(2).text())->second;
      const std::vector<OutboxId> ids = due_together(rows, i, transport.rows_max(), now);
      TL_TRY(attempt(database, transport, ids, stop));
      i += ids.size();
    }
    if (rows.empty()) {
      return std::optional<Time>();
    }
  }
}

Result<void> Outbox::attempt(storage::Database& database, Transport& transport,
                             const std::vector<OutboxId>& ids, const std::stop_token& stop) {
  TL_TRY_ASSIGN(const std::vector<OutboxRow> claimed, claim(database, transport, ids));
  if (claimed.empty()) {
    return {};
  }
  std::vector<Attempt> attempts = transport.send_all(claimed, stop);
  TL_ASSERT(attempts.size() == claimed.size());
  for (std::size_t i = 0; i < claimed.size(); ++i) {
    if (attempts[i].outcome != Attempt::Outcome::interrupted) {
      kept_.emplace_back(claimed[i], std::move(attempts[i]));
    }
  }
  return note_kept(database);
}

Result<std::vector<OutboxRow>> Outbox::claim(storage::Database& database, Transport& transport,
                                             const std::vector<OutboxId>& ids) {
  return database.write([&](Transaction& tx) -> Result<std::vector<OutboxRow>> {
    std::vector<OutboxRow> claimed;
    std::vector<Noted> suppressed;
    for (const OutboxId id : ids) {
      TL_TRY_ASSIGN(const auto found, tx.find_row("SELECT " + std::string(columns) +
                                                      " FROM outbox WHERE id = ? AND"
                                                      " state = 'waiting'",
                                                  {id}));
      if (!found) {
        continue;
      }
      TL_TRY_ASSIGN(OutboxRow row, row_of(*found));
      std::optional<std::string> forbidden;
      if (wiring_.may_send) {
        TL_TRY_ASSIGN(forbidden, wiring_.may_send(tx, row));
      }
      if (forbidden) {
        TL_TRY(settle_as(tx, transport, id, OutboxState::suppressed, *forbidden, clock_.now()));
        suppressed.push_back({std::move(row), OutboxState::suppressed, *std::move(forbidden)});
        continue;
      }
      ++row.attempts;
      row.state = OutboxState::sending;
      TL_TRY(tx.run("UPDATE outbox SET state = 'sending', attempts = ? WHERE id = ?",
                    {row.attempts, id}));
      claimed.push_back(std::move(row));
    }
    TL_TRY(transport.note(tx, suppressed));
    return claimed;
  });
}

Result<void> Outbox::note_kept(storage::Database& database) {
  if (kept_.empty()) {
    return {};
  }
  Transport& transport = *wiring_.transports.find(kept_.front().first.effect.kind)->second;
  TL_TRY(database.write([&](Transaction& tx) -> Result<void> {
    std::vector<Noted> rows;
    for (const auto& [row, attempt] : kept_) {
      TL_TRY_ASSIGN(Noted noted, note(tx, transport, row, attempt));
      rows.push_back(std::move(noted));
    }
    return transport.note(tx, rows);
  }));
  pause_or_go_on();
  kept_.clear();
  return {};
}

// A receiver that fails is left alone for a while, whatever else waits for it.
void Outbox::pause_or_go_on() {
  std::optional<Time> told;
  bool failed = false;
  bool sent = false;
  for (const auto& [row, attempt] : kept_) {
    failed = failed || attempt.outcome == Attempt::Outcome::failed;
    sent = sent || attempt.outcome == Attempt::Outcome::sent;
    told = std::max(told, attempt.not_before);
  }
  if (!wiring_.pause || !failed) {
    failures_ = sent ? 0 : failures_;
    return;
  }
  failures_ = sent ? 1 : failures_ + 1;
  paused_until_ = {clock_.now().us + delay_us(*wiring_.pause, failures_, random_)};
  paused_until_ = std::max(paused_until_, told.value_or(Time{}));
}

Result<Noted> Outbox::note(Transaction& tx, const Transport& transport, const OutboxRow& row,
                           const Attempt& attempt) {
  const Time now = clock_.now();
  const Backoff& backoff = wiring_.backoff;
  if (attempt.outcome == Attempt::Outcome::untried) {
    TL_TRY(tx.run("UPDATE outbox SET state = 'waiting', attempts = attempts - 1 WHERE id = ?",
                  {row.id}));
    return Noted{row, OutboxState::sending, attempt.detail};
  }
  const bool last =
      row.attempts >= backoff.attempts_max ||
      (backoff.give_up_after_us > 0 && now.us - row.created_at.us >= backoff.give_up_after_us);
  if (attempt.outcome == Attempt::Outcome::failed && !last) {
    Time next{now.us + delay_us(backoff, row.attempts, random_)};
    next = std::max(next, attempt.not_before.value_or(next));
    TL_TRY(tx.run("UPDATE outbox SET state = 'waiting', last_error = ?, next_at = ? WHERE id = ?",
                  {attempt.detail, next, row.id}));
    return Noted{row, OutboxState::waiting, attempt.detail};
  }
  const OutboxState state = attempt.outcome == Attempt::Outcome::sent ? OutboxState::sent
                            : attempt.outcome == Attempt::Outcome::withheld
                                ? OutboxState::suppressed
                                : OutboxState::dead;
  if (state == OutboxState::dead) {
    log(LogLevel::warning, "an effect was given up",
        {{"kind", row.effect.kind}, {"outbox", std::to_string(row.id.value)}});
  }
  TL_TRY(settle_as(tx, transport, row.id, state, attempt.detail, now));
  return Noted{row, state, attempt.detail};
}

}  // namespace throughline::jobs
