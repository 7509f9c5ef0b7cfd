#include "journey_maps/map_alert_store.h"

namespace throughline::journey_maps {

using storage::Bytes;
using storage::Row;
using storage::Transaction;

namespace {

struct Said {
  Alert alert = {};
  double now = 0;
};
BOOST_DESCRIBE_STRUCT(Said, (), (alert, now))

}  // namespace

Result<std::set<AlertKey>> find_crossed(Transaction& tx, JourneyMapId map) {
  TL_TRY_ASSIGN(
      const auto rows,
      tx.rows("SELECT touchpoint, figure, side FROM journey_map_alerts WHERE map = ?", {map}));
  std::set<AlertKey> crossed;
  for (const Row& row : rows) {
    AlertKey key = {.touchpoint = std::string(row.at(0).text())};
    TL_TRY_ASSIGN(key.figure, parse_alert_figure(row.at(1).text()));
    TL_TRY_ASSIGN(key.is, parse_alert_side(row.at(2).text()));
    crossed.insert(std::move(key));
  }
  return crossed;
}

Result<void> add_crossed(Transaction& tx, JourneyMapId map, const AlertKey& key) {
  return tx.run(
      "INSERT INTO journey_map_alerts (map, touchpoint, figure, side) VALUES (?, ?, ?, ?)",
      {map, key.touchpoint, name_of(key.figure), name_of(key.is)});
}

Result<void> remove_crossed(Transaction& tx, JourneyMapId map, const AlertKey& key) {
  return tx.run(
      "DELETE FROM journey_map_alerts WHERE map = ? AND touchpoint = ? AND figure = ? AND side = ?",
      {map, key.touchpoint, name_of(key.figure), name_of(key.is)});
}

Result<void> add_notice(Transaction& tx, JourneyMapId map, const AlertNotice& notice) {
  TL_TRY(tx.insert(
      "INSERT INTO journey_map_alert_notices (map, at, touchpoint, name, crossed,"
      " said) VALUES (?, ?, ?, ?, ?, ?)",
      {map, notice.at, notice.touchpoint, Bytes{notice.name}, std::int64_t{notice.crossed ? 1 : 0},
       codec::to_json(Said{.alert = notice.alert, .now = notice.now})}));
  return tx.run(
      "DELETE FROM journey_map_alert_notices WHERE map = ? AND id <= COALESCE((SELECT id FROM"
      " journey_map_alert_notices WHERE map = ? ORDER BY id DESC LIMIT 1 OFFSET ?), 0)",
      {map, map, static_cast<std::int64_t>(notices_max)});
}

Result<std::vector<AlertNotice>> find_notices(Transaction& tx, JourneyMapId map,
                                              std::size_t limit) {
  TL_TRY_ASSIGN(const auto rows,
                tx.rows("SELECT at, touchpoint, name, crossed, said FROM journey_map_alert_notices"
                        " WHERE map = ? ORDER BY id DESC LIMIT ?",
                        {map, static_cast<std::int64_t>(limit)}));
  std::vector<AlertNotice> notices;
  for (const Row& row : rows) {
    TL_TRY_ASSIGN(const Said said, codec::parse_as<Said>(row.at(4).text()));
    notices.push_back({.at = row.at(0).time(),
                       .touchpoint = std::string(row.at(1).text()),
                       .name = row.at(2).bytes(),
                       .alert = said.alert,
                       .now = said.now,
                       .crossed = row.at(3).number() != 0});
  }
  return notices;
}

Result<void> check_said(std::string_view json) {
  TL_TRY(codec::parse_as<Said>(json));
  return {};
}

}  // namespace throughline::journey_maps
