#include "dashboards/dashboard_routes.h"

#include <memory>
#include <string>

#include "dashboards/dashboard_view.h"
#include "dashboards/dashboards.h"
#include "event/public_id.h"
#include "http/grouped_routes.h"

namespace throughline::dashboards {
namespace {

using http::Request;
using http::Response;

constexpr std::size_t body_bytes_max = 1'500'000;

DashboardView view_of(const Dashboard& dashboard) {
  return {.id = public_id_of(dashboard),
          .name = dashboard.name,
          .tiles = dashboard.tiles,
          .version = dashboard.version,
          .created_at = dashboard.created_at,
          .changed_at = dashboard.changed_at};
}

Response shown(const Dashboard& dashboard, int status = 200) {
  return http::json_response(codec::to_json(view_of(dashboard)), status);
}

class DashboardRoutes {
 public:
  explicit DashboardRoutes(Dashboards& dashboards) : dashboards_(dashboards) {}

  Result<Response> list(const Request& request) {
    TL_TRY_ASSIGN(const auto all, dashboards_.list(request.actor));
    DashboardList view;
    for (const Dashboard& one : all) {
      view.items.push_back(view_of(one));
    }
    return http::json_response(codec::to_json(view));
  }

  Result<Response> find(const Request& request) {
    TL_TRY_ASSIGN(const Dashboard found, wanted(request));
    return shown(found);
  }

  Result<Response> create(const Request& request) {
    TL_TRY_ASSIGN(const auto form, codec::parse_as<NewDashboardForm>(request.body));
    TL_TRY_ASSIGN(
        const Dashboard made,
        dashboards_.create(request.actor, form.name, form.tiles.value_or(std::vector<Tile>())));
    return shown(made, 201);
  }

  Result<Response> change(const Request& request) {
    TL_TRY_ASSIGN(const Dashboard found, wanted(request));
    TL_TRY_ASSIGN(const auto form, codec::parse_as<DashboardChangeForm>(request.body));
    TL_TRY_ASSIGN(
        const Dashboard changed,
        dashboards_.change(request.actor, found.id,
                           {.name = form.name, .tiles = form.tiles, .version = form.version}));
    return shown(changed);
  }

  Result<Response> pin(const Request& request) {
    TL_TRY_ASSIGN(const Dashboard found, wanted(request));
    TL_TRY_ASSIGN(const auto tile, codec::parse_as<Tile>(request.body));
    TL_TRY_ASSIGN(const Dashboard changed, dashboards_.pin(request.actor, found.id, tile));
    return shown(changed, 201);
  }

  Result<Response> remove(const Request& request) {
    TL_TRY_ASSIGN(const Dashboard found, wanted(request));
    TL_TRY(dashboards_.remove(request.actor, found.id));
    return Response{.status = 204};
  }

 private:
  Result<Dashboard> wanted(const Request& request) {
    const std::string asked(request.parameter("dashboard"));
    const Error unknown = Error::not_found("there is no such dashboard");
    const auto id = parse_public_id(dashboard_prefix, asked);
    if (!id) {
      return unknown;
    }
    TL_TRY_ASSIGN(Dashboard found, dashboards_.find(request.actor, DashboardId{id->key}));
    if (public_id_of(found) != asked) {
      return unknown;
    }
    return found;
  }

  Dashboards& dashboards_;
};

using Routes = http::GroupedRoutes<DashboardRoutes>;

}  // namespace

void add_dashboard_routes(http::Router& router, codec::Schemas& schemas, Dashboards& dashboards) {
  codec::add_schema<DashboardView>(schemas, "Dashboard");
  codec::add_schema<DashboardList>(schemas, "DashboardList");
  codec::add_schema<NewDashboardForm>(schemas, "NewDashboard");
  codec::add_schema<DashboardChangeForm>(schemas, "DashboardChange");
  codec::add_schema<Tile>(schemas, "DashboardTile");
  const Routes routes(router, std::make_shared<DashboardRoutes>(dashboards),
                      {.tag = "Dashboards",
                       .prefix = "/api/v1/dashboards",
                       .right = Right::view_people,
                       .body_bytes_max = body_bytes_max});
  const Routes editing = routes.requiring(Right::edit_people);
  routes.add("GET", "",
             {.summary = "All dashboards, in the order in which they were made.",
              .response_schema = "DashboardList"},
             &DashboardRoutes::list);
  editing.add("POST", "",
              {.summary = "Makes a dashboard, empty or with tiles.",
               .request_schema = "NewDashboard",
               .response_schema = "Dashboard",
               .status = 201},
              &DashboardRoutes::create);
  routes.add("GET", "/{dashboard}", {.summary = "One dashboard.", .response_schema = "Dashboard"},
             &DashboardRoutes::find);
  editing.add("PATCH", "/{dashboard}",
              {.summary = "Changes a dashboard: its name, or its tiles all together.",
               .request_schema = "DashboardChange",
               .response_schema = "Dashboard"},
              &DashboardRoutes::change);
  editing.add("POST", "/{dashboard}/tiles",
              {.summary = "Pins a report behind the others.",
               .request_schema = "DashboardTile",
               .response_schema = "Dashboard",
               .status = 201},
              &DashboardRoutes::pin);
  editing.add("DELETE", "/{dashboard}",
              {.summary = "Deletes a dashboard. Nothing of the record changes.", .status = 204},
              &DashboardRoutes::remove);
}

}  // namespace throughline::dashboards
