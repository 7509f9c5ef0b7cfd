#include "journey_maps/journey_map_store.h"

#include <fmt/format.h>

namespace throughline::journey_maps {
namespace {

using storage::Bytes;
using storage::Row;
using storage::Transaction;

constexpr std::string_view map_columns =
    "SELECT id, name, description, state, segment, document, version, created_at, changed_at,"
    " changed_by, archived_at FROM journey_maps";

Result<JourneyMap> map_in(const Row& row) {
  JourneyMap map = {.id = row.at(0).id<JourneyMapId>(),
                    .name = row.at(1).bytes(),
                    .description = row.at(2).bytes(),
                    .segment = std::string(row.at(4).text()),
                    .version = row.at(6).number(),
                    .created_at = row.at(7).time(),
                    .changed_at = row.at(8).time(),
                    .changed_by = row.at(9).bytes()};
  TL_TRY_ASSIGN(map.state, parse_map_state(row.at(3).text()));
  TL_TRY_ASSIGN(map.document, parse_document(row.at(5).bytes()));
  if (!row.at(10).is_null()) {
    map.archived_at = row.at(10).time();
  }
  return map;
}

storage::Value or_null(const std::optional<Time>& time) {
  return time ? storage::Value(*time) : storage::Value();
}

// `keys`: the columns that tell its rows apart.
Result<std::int64_t> rewrite(Transaction& tx, const std::string& table,
                             const std::vector<std::string>& keys, const std::string& column,
                             const Without& without) {
  TL_TRY_ASSIGN(const auto rows, tx.rows(fmt::format("SELECT {}, {} FROM {}", column,
                                                     fmt::join(keys, ", "), table)));
  const std::string sql =
      fmt::format("UPDATE {} SET {} = ? WHERE {} = ?", table, column, fmt::join(keys, " = ? AND "));
  std::int64_t changed = 0;
  for (const Row& row : rows) {
    const auto rest = without(row.at(0).bytes());
    if (!rest) {
      continue;
    }
    ++changed;
    storage::Arguments arguments = {Bytes{*rest}};
    for (std::size_t i = 1; i < row.size(); ++i) {
      arguments.push_back(row.at(i));
    }
    TL_TRY(tx.run(sql, arguments));
  }
  return changed;
}

}  // namespace

Result<JourneyMapId> add_map(Transaction& tx, const JourneyMap& map) {
  TL_TRY_ASSIGN(
      const std::int64_t id,
      tx.insert("INSERT INTO journey_maps (name, description, state, segment, document, version,"
                " created_at, changed_at, changed_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                {Bytes{map.name}, Bytes{map.description}, name_of(map.state), map.segment,
                 Bytes{to_json(map.document)}, map.version, map.created_at, map.changed_at,
                 Bytes{map.changed_by}}));
  return JourneyMapId{id};
}

Result<void> save_map(Transaction& tx, const JourneyMap& map) {
  return tx.run(
      "UPDATE journey_maps SET name = ?, description = ?, state = ?, segment = ?, document = ?,"
      " version = ?, changed_at = ?, changed_by = ?, archived_at = ? WHERE id = ?",
      {Bytes{map.name}, Bytes{map.description}, name_of(map.state), map.segment,
       Bytes{to_json(map.document)}, map.version, map.changed_at, Bytes{map.changed_by},
       or_null(map.archived_at), map.id});
}

Result<JourneyMap> find_map(Transaction& tx, JourneyMapId id) {
  TL_TRY_ASSIGN(const auto row, tx.find_row(std::string(map_columns) + " WHERE id = ?", {id}));
  if (!row) {
    return Error::not_found("there is no such journey map");
  }
  return map_in(*row);
}

Result<std::vector<JourneyMap>> find_maps(Transaction& tx, Archived archived) {
  TL_TRY_ASSIGN(const auto rows, tx.rows(std::string(map_columns) +
                                         (archived == Archived::included
                                              ? " ORDER BY id"
                                              : " WHERE archived_at IS NULL ORDER BY id")));
  std::vector<JourneyMap> maps;
  for (const Row& row : rows) {
    TL_TRY_ASSIGN(JourneyMap map, map_in(row));
    maps.push_back(std::move(map));
  }
  return maps;
}

Result<std::int64_t> count_maps(Transaction& tx) {
  TL_TRY_ASSIGN(const auto row,
                tx.row("SELECT COUNT(*) FROM journey_maps WHERE archived_at IS NULL"));
  return row.at(0).number();
}

Result<void> add_version(Transaction& tx, const JourneyMap& map) {
  return tx.run(
      "INSERT INTO journey_map_versions (map, version, at, actor, name, description, state,"
      " segment, document) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
      {map.id, map.version, map.changed_at, Bytes{map.changed_by}, Bytes{map.name},
       Bytes{map.description}, name_of(map.state), map.segment, Bytes{to_json(map.document)}});
}

Result<std::vector<MapVersion>> find_versions(Transaction& tx, JourneyMapId id, std::size_t limit) {
  TL_TRY_ASSIGN(const auto rows,
                tx.rows("SELECT version, at, actor, name, state FROM journey_map_versions"
                        " WHERE map = ? ORDER BY version DESC LIMIT ?",
                        {id, static_cast<std::int64_t>(limit)}));
  std::vector<MapVersion> versions;
  versions.reserve(rows.size());
  for (const Row& row : rows) {
    TL_TRY_ASSIGN(const MapState state, parse_map_state(row.at(4).text()));
    versions.push_back({.version = row.at(0).number(),
                        .at = row.at(1).time(),
                        .actor = row.at(2).bytes(),
                        .name = row.at(3).bytes(),
                        .state = state});
  }
  return versions;
}

Result<JourneyMap> find_version(Transaction& tx, const JourneyMap& map, std::int64_t version) {
  TL_TRY_ASSIGN(const auto row,
                tx.find_row("SELECT at, actor, name, description, state, segment, document"
                            " FROM journey_map_versions WHERE map = ? AND version = ?",
                            {map.id, version}));
  if (!row) {
    return Error::not_found(fmt::format("the journey map has no version {}", version));
  }
  JourneyMap then = map;
  then.version = version;
  then.changed_at = row->at(0).time();
  then.changed_by = row->at(1).bytes();
  then.name = row->at(2).bytes();
  then.description = row->at(3).bytes();
  TL_TRY_ASSIGN(then.state, parse_map_state(row->at(4).text()));
  then.segment = std::string(row->at(5).text());
  TL_TRY_ASSIGN(then.document, parse_document(row->at(6).bytes()));
  return then;
}

Result<std::int64_t> forget(Transaction& tx, const Without& without) {
  TL_TRY_ASSIGN(std::int64_t rows,
                rewrite(tx, "journey_map_alert_notices", {"id"}, "name", without));
  for (const char* column : {"name", "description", "document"}) {
    TL_TRY_ASSIGN(const std::int64_t maps, rewrite(tx, "journey_maps", {"id"}, column, without));
    TL_TRY_ASSIGN(const std::int64_t versions,
                  rewrite(tx, "journey_map_versions", {"map", "version"}, column, without));
    TL_TRY_ASSIGN(const std::int64_t drafts,
                  rewrite(tx, "journey_map_drafts", {"map"}, column, without));
    rows += maps + versions + drafts;
  }
  return rows;
}

}  // namespace throughline::journey_maps
