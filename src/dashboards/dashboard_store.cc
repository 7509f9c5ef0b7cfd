#include "dashboards/dashboard_store.h"

#include "dashboards/dashboard_view.h"

namespace throughline::dashboards {
namespace {

using storage::Bytes;
using storage::Row;
using storage::Transaction;

constexpr std::string_view columns =
    "SELECT id, name, tiles, version, created_at, changed_at FROM dashboards";

Result<Dashboard> dashboard_in(const Row& row) {
  Dashboard dashboard = {.id = row.at(0).id<DashboardId>(),
                         .name = row.at(1).bytes(),
                         .version = row.at(3).number(),
                         .created_at = row.at(4).time(),
                         .changed_at = row.at(5).time()};
  TL_TRY_ASSIGN(dashboard.tiles, codec::parse_as<std::vector<Tile>>(row.at(2).bytes()));
  return dashboard;
}

}  // namespace

Result<DashboardId> add_dashboard(Transaction& tx, const Dashboard& dashboard) {
  TL_TRY_ASSIGN(const std::int64_t id,
                tx.insert("INSERT INTO dashboards (name, tiles, version, created_at, changed_at)"
                          " VALUES (?, ?, ?, ?, ?)",
                          {Bytes{dashboard.name}, Bytes{codec::to_json(dashboard.tiles)},
                           dashboard.version, dashboard.created_at, dashboard.changed_at}));
  return DashboardId{id};
}

Result<void> save_dashboard(Transaction& tx, const Dashboard& dashboard) {
  return tx.run(
      "UPDATE dashboards SET name = ?, tiles = ?, version = ?, changed_at = ?"
      " WHERE id = ?",
      {Bytes{dashboard.name}, Bytes{codec::to_json(dashboard.tiles)}, dashboard.version,
       dashboard.changed_at, dashboard.id});
}

Result<void> remove_dashboard(Transaction& tx, DashboardId id) {
  return tx.run("DELETE FROM dashboards WHERE id = ?", {id});
}

Result<Dashboard> find_dashboard(Transaction& tx, DashboardId id) {
  TL_TRY_ASSIGN(const auto row, tx.find_row(std::string(columns) + " WHERE id = ?", {id}));
  if (!row) {
    return Error::not_found("there is no such dashboard");
  }
  return dashboard_in(*row);
}

Result<std::vector<Dashboard>> find_dashboards(Transaction& tx) {
  TL_TRY_ASSIGN(const auto rows, tx.rows(std::string(columns) + " ORDER BY id"));
  std::vector<Dashboard> dashboards;
  for (const Row& row : rows) {
    TL_TRY_ASSIGN(Dashboard dashboard, dashboard_in(row));
    dashboards.push_back(std::move(dashboard));
  }
  return dashboards;
}

}  // namespace throughline::dashboards
