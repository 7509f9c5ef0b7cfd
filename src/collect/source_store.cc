#include "collect/source_store.h"

namespace throughline::collect {
namespace {

constexpr std::string_view columns =
    "id, name, kind, enabled, created_at, write_key_prefix, properties_email";

Result<Source> source_of(const storage::Row& row) {
  TL_TRY_ASSIGN(const SourceKind kind, parse_source_kind(row[2].text()));
  TL_TRY_ASSIGN(const PropertiesEmail email, parse_properties_email(row[6].text()));
  return Source{.id = row[0].id<SourceId>(),
                .name = row[1].text(),
                .kind = kind,
                .enabled = row[3].number() != 0,
                .created_at = row[4].time(),
                .write_key_prefix = row[5].text(),
                .properties_email = email};
}

// Offsets of the sums in a row.
Tally tally_of(const storage::Row& row) {
  return {.accepted = row[0].number(),
          .repeated = row[1].number(),
          .collided = row[2].number(),
          .refused = row[3].number(),
          .random_ids = row[4].number()};
}

// PostgreSQL sums integers to numeric; the cast keeps both databases on integers.
constexpr std::string_view sums =
    "SELECT CAST(COALESCE(SUM(accepted), 0) AS BIGINT), CAST(COALESCE(SUM(repeated), 0) AS "
    "BIGINT), "
    "CAST(COALESCE(SUM(collided), 0) AS BIGINT), CAST(COALESCE(SUM(refused), 0) AS BIGINT), "
    "CAST(COALESCE(SUM(random_ids), 0) AS BIGINT), MAX(last_at) FROM source_hours WHERE source = ?";

}  // namespace

Result<SourceId> add_source(storage::Transaction& tx, const Source& source) {
  TL_TRY_ASSIGN(
      const std::int64_t id,
      tx.insert("INSERT INTO sources (name, kind, enabled, created_at, write_key_prefix, "
                "properties_email) VALUES (?, ?, ?, ?, ?, ?)",
                {source.name, name_of(source.kind), source.enabled ? 1 : 0, source.created_at,
                 source.write_key_prefix, name_of(source.properties_email)}));
  return SourceId{id};
}

Result<Source> find_source(storage::Transaction& tx, SourceId id) {
  TL_TRY_ASSIGN(const auto row, tx.find_row("SELECT " + std::string(columns) +
                                                " FROM sources WHERE id = ? AND deleted_at IS NULL",
                                            {id}));
  if (!row) {
    return Error::not_found("there is no such source");
  }
  return source_of(*row);
}

Result<std::vector<Source>> find_sources(storage::Transaction& tx, Removed removed) {
  TL_TRY_ASSIGN(
      const auto rows,
      tx.rows("SELECT " + std::string(columns) + " FROM sources" +
              (removed == Removed::left_out ? " WHERE deleted_at IS NULL" : "") + " ORDER BY id"));
  std::vector<Source> sources;
  for (const storage::Row& row : rows) {
    TL_TRY_ASSIGN(Source source, source_of(row));
    sources.push_back(std::move(source));
  }
  return sources;
}

Result<void> save_source(storage::Transaction& tx, const Source& source) {
  return tx.run(
      "UPDATE sources SET name = ?, enabled = ?, write_key_prefix = ?, properties_email = ? "
      "WHERE id = ?",
      {source.name, source.enabled ? 1 : 0, source.write_key_prefix,
       name_of(source.properties_email), source.id});
}

Result<void> remove_source(storage::Transaction& tx, SourceId id, Time now) {
  return tx.run("UPDATE sources SET deleted_at = ?, enabled = 0 WHERE id = ?", {now, id});
}

Result<void> add_tally(storage::Transaction& tx, SourceId id, const Tally& tally, Time now) {
  return tx.run(
      "INSERT INTO source_hours (source, hour, accepted, repeated, collided, refused, random_ids, "
      "last_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (source, hour) DO UPDATE SET "
      "accepted = source_hours.accepted + excluded.accepted, "
      "repeated = source_hours.repeated + excluded.repeated, "
      "collided = source_hours.collided + excluded.collided, "
      "refused = source_hours.refused + excluded.refused, "
      "random_ids = source_hours.random_ids + excluded.random_ids, last_at = excluded.last_at",
      {id, now.us / us_per_hour, tally.accepted, tally.repeated, tally.collided, tally.refused,
       tally.random_ids, now});
}

Result<SourceHealth> find_health(storage::Transaction& tx, SourceId id, Time now) {
  TL_TRY_ASSIGN(const auto ever, tx.row(sums, {id}));
  TL_TRY_ASSIGN(const auto last_day,
                tx.row(std::string(sums) + " AND hour > ?", {id, now.us / us_per_hour - 24}));
  SourceHealth health = {.ever = tally_of(ever), .last_day = tally_of(last_day)};
  if (!ever[5].is_null()) {
    health.last_at = ever[5].time();
  }
  return health;
}

}  // namespace throughline::collect
