#include "channels/destination_store.h"

namespace throughline::channels {
namespace {

using storage::Bytes;
using storage::Row;
using storage::Transaction;

constexpr std::string_view columns =
    "SELECT id, name, kind, url, filter, enabled, secret, secret_shown, created_at,"
    " after_seq FROM destinations WHERE deleted_at IS NULL";

Result<Destination> destination_in(const Row& row) {
  TL_TRY_ASSIGN(const DestinationKind kind, parse_destination_kind(row.at(2).text()));
  return Destination{.id = row.at(0).id<DestinationId>(),
                     .name = row.at(1).text(),
                     .kind = kind,
                     .url = row.at(3).text(),
                     .filter = row.at(4).text(),
                     .enabled = row.at(5).number() != 0,
                     .secret = row.at(6).bytes(),
                     .secret_shown = row.at(7).text(),
                     .after = row.at(9).id<EventSeq>(),
                     .created_at = row.at(8).time()};
}

// PostgreSQL sums integers to numeric; the cast keeps both databases on integers.
constexpr std::string_view sums =
    "SELECT CAST(COALESCE(SUM(sent), 0) AS BIGINT), CAST(COALESCE(SUM(failed), 0) AS BIGINT),"
    " CAST(COALESCE(SUM(dead), 0) AS BIGINT), CAST(COALESCE(SUM(withheld), 0) AS BIGINT),"
    " CAST(COALESCE(SUM(opted_out), 0) AS BIGINT), CAST(COALESCE(SUM(dropped), 0) AS BIGINT),"
    " MAX(last_sent_at) FROM destination_hours WHERE destination = ?";

DeliveryCounts counts_in(const Row& row) {
  return {.sent = row.at(0).number(),
          .failed = row.at(1).number(),
          .dead = row.at(2).number(),
          .withheld = row.at(3).number(),
          .excluded = row.at(4).number(),
          .dropped = row.at(5).number()};
}

}  // namespace

Result<DestinationId> add_destination(Transaction& tx, const Destination& destination) {
  TL_TRY_ASSIGN(
      const std::int64_t id,
      tx.insert("INSERT INTO destinations (name, kind, url, filter, enabled, secret,"
                " secret_shown, created_at, after_seq)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                {destination.name, name_of(destination.kind), destination.url, destination.filter,
                 destination.enabled ? 1 : 0, Bytes{destination.secret}, destination.secret_shown,
                 destination.created_at, destination.after}));
  return DestinationId{id};
}

Result<Destination> find_destination(Transaction& tx, DestinationId id) {
  TL_TRY_ASSIGN(const auto row, tx.find_row(std::string(columns) + " AND id = ?", {id}));
  if (!row) {
    return Error::not_found("there is no such destination");
  }
  return destination_in(*row);
}

Result<std::vector<Destination>> find_destinations(Transaction& tx) {
  TL_TRY_ASSIGN(const auto rows, tx.rows(std::string(columns) + " ORDER BY id"));
  std::vector<Destination> destinations;
  for (const Row& row : rows) {
    TL_TRY_ASSIGN(Destination destination, destination_in(row));
    destinations.push_back(std::move(destination));
  }
  return destinations;
}

Result<void> save_destination(Transaction& tx, const Destination& destination) {
  return tx.run(
      "UPDATE destinations SET name = ?, url = ?, filter = ?, enabled = ?, secret = ?,"
      " secret_shown = ?, after_seq = ? WHERE id = ?",
      {destination.name, destination.url, destination.filter, destination.enabled ? 1 : 0,
       Bytes{destination.secret}, destination.secret_shown, destination.after, destination.id});
}

Result<void> remove_destination(Transaction& tx, DestinationId id, Time now) {
  TL_TRY(
      tx.run("UPDATE destinations SET deleted_at = ?, enabled = 0, secret = ?, secret_shown = ''"
             " WHERE id = ?",
             {now, Bytes{}, id}));
  for (const std::string_view table :
       {"destination_hours", "destination_latencies", "destination_attempts", "replays"}) {
    TL_TRY(tx.run("DELETE FROM " + std::string(table) + " WHERE destination = ?", {id}));
  }
  return {};
}

Result<void> add_counts(Transaction& tx, DestinationId id, const DeliveryCounts& counts, Time now) {
  if (counts == DeliveryCounts{}) {
    return {};
  }
  TL_TRY(
      tx.run("INSERT INTO destination_hours (destination, hour, sent, failed, dead, withheld,"
             " opted_out, dropped) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
             " ON CONFLICT (destination, hour) DO UPDATE SET"
             " sent = destination_hours.sent + excluded.sent,"
             " failed = destination_hours.failed + excluded.failed,"
             " dead = destination_hours.dead + excluded.dead,"
             " withheld = destination_hours.withheld + excluded.withheld,"
             " opted_out = destination_hours.opted_out + excluded.opted_out,"
             " dropped = destination_hours.dropped + excluded.dropped",
             {id, now.us / us_per_hour, counts.sent, counts.failed, counts.dead, counts.withheld,
              counts.excluded, counts.dropped}));
  if (counts.sent == 0) {
    return {};
  }
  return tx.run("UPDATE destination_hours SET last_sent_at = ? WHERE destination = ? AND hour = ?",
                {now, id, now.us / us_per_hour});
}

Result<void> add_latency(Transaction& tx, DestinationId id, std::int64_t took_ms, Time now) {
  return tx.run(
      "INSERT INTO destination_latencies (destination, hour, bound_ms, requests)"
      " VALUES (?, ?, ?, 1) ON CONFLICT (destination, hour, bound_ms) DO UPDATE SET"
      " requests = destination_latencies.requests + 1",
      {id, now.us / us_per_hour, latency_bound_of(took_ms)});
}

Result<DestinationHealth> find_health(Transaction& tx, DestinationId id, Time now) {
  const std::int64_t since = now.us / us_per_hour - 24;
  TL_TRY_ASSIGN(const Row ever, tx.row(sums, {id}));
  TL_TRY_ASSIGN(const Row last_day, tx.row(std::string(sums) + " AND hour > ?", {id, since}));
  DestinationHealth health = {.ever = counts_in(ever), .last_day = counts_in(last_day)};
  if (!ever.at(6).is_null()) {
    health.last_sent_at = ever.at(6).time();
  }
  TL_TRY_ASSIGN(const auto rows, tx.rows("SELECT bound_ms, CAST(SUM(requests) AS BIGINT) FROM"
                                         " destination_latencies WHERE destination = ? AND hour > ?"
                                         " GROUP BY bound_ms ORDER BY bound_ms",
                                         {id, since}));
  std::vector<LatencyBucket> buckets;
  buckets.reserve(rows.size());
  for (const Row& row : rows) {
    buckets.push_back({row.at(0).number(), row.at(1).number()});
  }
  health.p50_ms = latency_at(buckets, 0.5);
  health.p95_ms = latency_at(buckets, 0.95);
  return health;
}

Result<void> add_attempt(Transaction& tx, DestinationId id, const AttemptMade& attempt) {
  TL_TRY(
      tx.insert("INSERT INTO destination_attempts (destination, at, outcome, is_test, status,"
                " took_ms, events, detail) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                {id, attempt.at, attempt.outcome, attempt.is_test ? 1 : 0, attempt.status,
                 attempt.took_ms, attempt.events, Bytes{attempt.detail}}));
  return tx.run(
      "DELETE FROM destination_attempts WHERE destination = ? AND id <= COALESCE((SELECT id FROM"
      " destination_attempts WHERE destination = ? ORDER BY id DESC LIMIT 1 OFFSET " +
          std::to_string(attempts_kept) + "), 0)",
      {id, id});
}

Result<std::vector<AttemptMade>> find_attempts(Transaction& tx, DestinationId id) {
  TL_TRY_ASSIGN(const auto rows,
                tx.rows("SELECT id, at, outcome, is_test, status, took_ms, events, detail FROM"
                        " destination_attempts WHERE destination = ? ORDER BY id DESC",
                        {id}));
  std::vector<AttemptMade> attempts;
  attempts.reserve(rows.size());
  for (const Row& row : rows) {
    attempts.push_back({.id = row.at(0).number(),
                        .at = row.at(1).time(),
                        .outcome = row.at(2).text(),
                        .is_test = row.at(3).number() != 0,
                        .status = static_cast<int>(row.at(4).number()),
                        .took_ms = row.at(5).number(),
                        .events = row.at(6).number(),
                        .detail = row.at(7).bytes()});
  }
  return attempts;
}

Result<std::int64_t> forget_in_attempts(Transaction& tx,
                                        const std::function<bool(std::string_view)>& says_so) {
  std::vector<std::int64_t> ids;
  TL_TRY(tx.each("SELECT id, detail FROM destination_attempts", {},
                 [&](const Row& row) -> Result<void> {
                   if (says_so(row.at(1).bytes())) {
                     ids.push_back(row.at(0).number());
                   }
                   return {};
                 }));
  for (const std::int64_t id : ids) {
    TL_TRY(
        tx.run("UPDATE destination_attempts SET detail = ? WHERE id = ?", {Bytes{"erased"}, id}));
  }
  return static_cast<std::int64_t>(ids.size());
}

}  // namespace throughline::channels
