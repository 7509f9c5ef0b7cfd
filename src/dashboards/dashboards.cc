#include "dashboards/dashboards.h"

#include <fmt/format.h>

#include "access/access.h"
#include "base/clock.h"
#include "dashboards/dashboard_store.h"
#include "dashboards/dashboard_view.h"
#include "people/people.erased_texts.h"

namespace throughline::dashboards {
namespace {

using storage::Transaction;

std::string target_of(DashboardId id) {
  return "dashboard:" + std::to_string(id.value);
}

Result<void> check_kept(Transaction& /*tx*/, const transfer::KeptRow& row) {
  TL_TRY(checked_name(row.at("name").bytes()));
  TL_TRY_ASSIGN(auto tiles, codec::parse_as<std::vector<Tile>>(row.at("tiles").bytes()));
  TL_TRY(checked_tiles(std::move(tiles)));
  return {};
}

}  // namespace

Dashboards::Dashboards(storage::Workspaces& workspaces, people::People& people, const Clock& clock)
    : workspaces_(workspaces), clock_(clock) {
  people.on_erase([](Transaction& tx, const people::ErasureScope& scope)
                      -> Result<std::vector<people::ErasedStore>> {
    TL_TRY_ASSIGN(const std::int64_t changed,
                  people::erase_from_texts(
                      tx, {.table = "dashboards", .columns = {"name", "tiles"}}, scope.mentions));
    return std::vector<people::ErasedStore>{{"dashboards", changed}};
  });
}

Result<std::vector<Dashboard>> Dashboards::list(const Actor& actor) {
  return workspaces_.read(actor, [](Transaction& tx) { return find_dashboards(tx); });
}

Result<Dashboard> Dashboards::find(const Actor& actor, DashboardId id) {
  return workspaces_.read(actor, [&](Transaction& tx) { return find_dashboard(tx, id); });
}

Result<Dashboard> Dashboards::create(const Actor& actor, const std::string& name,
                                     const std::vector<Tile>& tiles) {
  const Time now = clock_.now();
  Dashboard made = {.created_at = now, .changed_at = now};
  TL_TRY_ASSIGN(made.name, checked_name(name));
  TL_TRY_ASSIGN(made.tiles, checked_tiles(tiles));
  return workspaces_.write(actor, [&](Transaction& tx) -> Result<Dashboard> {
    TL_TRY_ASSIGN(const auto all, find_dashboards(tx));
    if (all.size() >= dashboards_max) {
      return Error::conflict(fmt::format("there may be {} dashboards; delete one", dashboards_max));
    }
    TL_TRY_ASSIGN(made.id, add_dashboard(tx, made));
    TL_TRY(access::Access::audit_at(tx, now, actor, "dashboard.create", target_of(made.id)));
    return made;
  });
}

template <class Change>
Result<Dashboard> Dashboards::saved(const Actor& actor, DashboardId id, const Change& change) {
  const Time now = clock_.now();
  return workspaces_.write(actor, [&](Transaction& tx) -> Result<Dashboard> {
    TL_TRY_ASSIGN(Dashboard dashboard, find_dashboard(tx, id));
    TL_TRY(change(dashboard));
    ++dashboard.version;
    dashboard.changed_at = now;
    TL_TRY(save_dashboard(tx, dashboard));
    TL_TRY(access::Access::audit_at(tx, now, actor, "dashboard.change", target_of(id)));
    return dashboard;
  });
}

Result<Dashboard> Dashboards::change(const Actor& actor, DashboardId id,
                                     const DashboardChange& change) {
  return saved(actor, id, [&](Dashboard& dashboard) -> Result<void> {
    if (change.version && *change.version != dashboard.version) {
      return Error::conflict("somebody has changed the dashboard meanwhile; load it again");
    }
    TL_TRY_ASSIGN(dashboard.name, checked_name(change.name.value_or(dashboard.name)));
    if (change.tiles) {
      TL_TRY_ASSIGN(dashboard.tiles, checked_tiles(*change.tiles));
    }
    return {};
  });
}

Result<Dashboard> Dashboards::pin(const Actor& actor, DashboardId id, const Tile& tile) {
  return saved(actor, id, [&](Dashboard& dashboard) -> Result<void> {
    dashboard.tiles.push_back(tile);
    TL_TRY_ASSIGN(dashboard.tiles, checked_tiles(std::move(dashboard.tiles)));
    return {};
  });
}

Result<void> Dashboards::remove(const Actor& actor, DashboardId id) {
  return workspaces_.write(actor, [&](Transaction& tx) -> Result<void> {
    TL_TRY(find_dashboard(tx, id));
    TL_TRY(remove_dashboard(tx, id));
    return access::Access::audit_at(tx, clock_.now(), actor, "dashboard.delete", target_of(id));
  });
}

std::vector<transfer::KeptTable> Dashboards::kept_tables() {
  using Holds = transfer::KeptColumn::Holds;
  return {{.name = "dashboard",
           .table = "dashboards",
           .prefix = std::string(dashboard_prefix),
           .columns = {{"name"},
                       {"tiles", Holds::json},
                       {"version", Holds::number},
                       {"created_at", Holds::number},
                       {"changed_at", Holds::number}},
           .same = {"created_at", "name"},
           .check = check_kept}};
}

}  // namespace throughline::dashboards
