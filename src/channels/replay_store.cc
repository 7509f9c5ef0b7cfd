#include "channels/replay_store.h"

namespace throughline::channels {
namespace {

using storage::Row;
using storage::Transaction;
using storage::Value;

constexpr std::string_view columns =
    "SELECT id, destination, from_at, until_at, filter, events_per_second, state, cursor_xid,"
    " cursor_seq, end_xid, end_seq, queued, opted_out, sent, dead, withheld, next_at, created_at,"
    " finished_at FROM replays WHERE destination = ?";
// A destination shows so many.
constexpr std::string_view newest_first = " ORDER BY id DESC LIMIT 50";

std::optional<Time> maybe_time(const Value& value) {
  return value.is_null() ? std::nullopt : std::optional(value.time());
}

Value maybe_value(const std::optional<Time>& time) {
  return time ? Value(*time) : Value();
}

Result<Replay> replay_in(const Row& row) {
  TL_TRY_ASSIGN(const ReplayState state, parse_replay_state(row.at(6).text()));
  return Replay{.id = row.at(0).id<ReplayId>(),
                .destination = row.at(1).id<DestinationId>(),
                .range = {.from = maybe_time(row.at(2)),
                          .until = maybe_time(row.at(3)),
                          .filter = row.at(4).text()},
                .events_per_second = row.at(5).number(),
                .state = state,
                .cursor = {row.at(7).number(), row.at(8).number()},
                .end = {row.at(9).number(), row.at(10).number()},
                .queued = row.at(11).number(),
                .excluded = row.at(12).number(),
                .sent = row.at(13).number(),
                .dead = row.at(14).number(),
                .withheld = row.at(15).number(),
                .next_at = row.at(16).time(),
                .created_at = row.at(17).time(),
                .finished_at = maybe_time(row.at(18))};
}

}  // namespace

Result<ReplayId> add_replay(Transaction& tx, const Replay& replay) {
  TL_TRY_ASSIGN(
      const std::int64_t id,
      tx.insert(
          "INSERT INTO replays (destination, from_at, until_at, filter, events_per_second,"
          " state, cursor_xid, cursor_seq, end_xid, end_seq, queued, opted_out, sent, dead,"
          " withheld, next_at, created_at) VALUES (?, CAST(? AS BIGINT), CAST(? AS BIGINT),"
          " ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0, 0, ?, ?)",
          {replay.destination, maybe_value(replay.range.from), maybe_value(replay.range.until),
           replay.range.filter, replay.events_per_second, name_of(replay.state), replay.cursor.xid,
           replay.cursor.seq, replay.end.xid, replay.end.seq, replay.next_at, replay.created_at}));
  return ReplayId{id};
}

Result<Replay> find_replay(Transaction& tx, DestinationId destination, ReplayId id) {
  TL_TRY_ASSIGN(const auto row,
                tx.find_row(std::string(columns) + " AND id = ?", {destination, id}));
  if (!row) {
    return Error::not_found("there is no such replay");
  }
  return replay_in(*row);
}

Result<std::vector<Replay>> find_replays(Transaction& tx, DestinationId destination) {
  TL_TRY_ASSIGN(const auto rows,
                tx.rows(std::string(columns) + std::string(newest_first), {destination}));
  std::vector<Replay> replays;
  for (const Row& row : rows) {
    TL_TRY_ASSIGN(Replay replay, replay_in(row));
    replays.push_back(std::move(replay));
  }
  return replays;
}

Result<std::optional<Replay>> find_open_replay(Transaction& tx, DestinationId destination) {
  TL_TRY_ASSIGN(
      const auto row,
      tx.find_row(std::string(columns) + " AND state IN ('running', 'paused') ORDER BY id LIMIT 1",
                  {destination}));
  if (!row) {
    return std::optional<Replay>();
  }
  TL_TRY_ASSIGN(Replay replay, replay_in(*row));
  return std::optional<Replay>(std::move(replay));
}

Result<void> save_replay(Transaction& tx, const Replay& replay) {
  return tx.run(
      "UPDATE replays SET state = ?, cursor_xid = ?, cursor_seq = ?, queued = ?, opted_out = ?,"
      " next_at = ?, finished_at = CAST(? AS BIGINT) WHERE id = ?",
      {name_of(replay.state), replay.cursor.xid, replay.cursor.seq, replay.queued, replay.excluded,
       replay.next_at, maybe_value(replay.finished_at), replay.id});
}

Result<void> add_outcomes(Transaction& tx, ReplayId id, const ReplayOutcomes& outcomes) {
  return tx.run(
      "UPDATE replays SET sent = sent + ?, dead = dead + ?, withheld = withheld + ? WHERE id = ?",
      {outcomes.sent, outcomes.dead, outcomes.withheld, id});
}

}  // namespace throughline::channels
