#include "journey_maps/journey_maps_routes.h"

#include <memory>

#include "base/number_in.h"
#include "http/grouped_routes.h"
#include "journey_maps/journey_maps.impact_view.h"
#include "journey_maps/journey_maps.overlay_view.h"
#include "journey_maps/journey_maps_view.h"
#include "journey_maps/map_alert_view.h"
#include "journey_maps/map_live_routes.h"
#include "journey_maps/map_template.h"

namespace throughline::journey_maps {
namespace {

using http::Request;
using http::Response;

constexpr std::size_t body_bytes_max = 1'000'000;

Result<journeys::Asking> asking_of(const Request& request) {
  journeys::Asking asking = {.workspace = request.actor.workspace};
  if (const auto text = request.query("at_least")) {
    TL_TRY_ASSIGN(asking.at_least, timeline::parse_position(*text));
  }
  if (request.cancellation != nullptr) {
    asking.cancelled = [token = request.cancellation] { return token->cancelled(); };
  }
  return asking;
}

std::string map_in(const Request& request) {
  return std::string(request.parameter("map"));
}

class MapsRoutes {
 public:
  MapsRoutes(JourneyMaps& maps, PeopleAnswer people_answer)
      : maps_(maps), people_answer_(std::move(people_answer)) {}

  Result<Response> list(const Request& request) {
    const auto archived = request.query("archived");
    if (archived && *archived != "true" && *archived != "false") {
      return Error::invalid("`archived` must be true or false");
    }
    TL_TRY_ASSIGN(const auto all, maps_.list(request.actor, archived == "true"));
    JourneyMapList view;
    for (const JourneyMap& map : all) {
      view.items.push_back(summary_of(map));
    }
    return http::json_response(codec::to_json(view));
  }

  Result<Response> create(const Request& request) {
    TL_TRY_ASSIGN(auto form, codec::parse_as<NewJourneyMapForm>(request.body));
    TL_TRY_ASSIGN(const JourneyMap made,
                  maps_.create(request.actor,
                               {.name = form.name,
                                .description = form.description.value_or(""),
                                .state = form.state.value_or(MapState::current),
                                .segment = form.segment.value_or(""),
                                .document = std::move(form.document).value_or(MapDocument())}));
    return http::json_response(codec::to_json(view_of(made)), 201);
  }

  Result<Response> find(const Request& request) {
    TL_TRY_ASSIGN(const JourneyMap map, maps_.find(request.actor, {.map = map_in(request)}));
    JourneyMapDetailView view = {.map = view_of(map)};
    TL_TRY_ASSIGN(const auto versions, maps_.versions(request.actor, map.id));
    for (const MapVersion& version : versions) {
      view.versions.push_back({.version = version.version,
                               .at = version.at,
                               .by = version.actor,
                               .name = version.name,
                               .state = version.state});
    }
    return http::json_response(codec::to_json(view));
  }

  Result<Response> find_version(const Request& request) {
    const auto version = number_in(request.parameter("version"));
    if (!version) {
      return Error::not_found("the journey map has no such version");
    }
    TL_TRY_ASSIGN(const JourneyMap map,
                  maps_.find(request.actor, {.map = map_in(request), .version = version}));
    return http::json_response(codec::to_json(view_of(map)));
  }

  Result<Response> change(const Request& request) {
    TL_TRY_ASSIGN(auto form, codec::parse_as<JourneyMapChangeForm>(request.body));
    TL_TRY_ASSIGN(const JourneyMap changed, maps_.change(request.actor, map_in(request),
                                                         {.version = form.version,
                                                          .name = form.name,
                                                          .description = form.description,
                                                          .state = form.state,
                                                          .segment = form.segment,
                                                          .document = std::move(form.document),
                                                          .archived = form.archived}));
    return http::json_response(codec::to_json(view_of(changed)));
  }

  Result<Response> duplicate(const Request& request) {
    TL_TRY_ASSIGN(const auto form, codec::parse_as<DuplicateJourneyMapForm>(request.body));
    TL_TRY_ASSIGN(
        const JourneyMap made,
        maps_.duplicate(request.actor, map_in(request),
                        {.name = form.name, .state = form.state, .version = form.version}));
    return http::json_response(codec::to_json(view_of(made)), 201);
  }

  Result<Response> compare(const Request& request) {
    TL_TRY_ASSIGN(const auto form, codec::parse_as<CompareMapsForm>(request.body));
    TL_TRY_ASSIGN(const MapComparison compared,
                  maps_.compare(request.actor, {.map = form.from.map, .version = form.from.version},
                                {.map = form.to.map, .version = form.to.version}));
    MapComparisonView view = {.from = at_view(compared.from), .to = at_view(compared.to)};
    for (const MapChange& change : compared.changes) {
      view.changes.push_back(view_of(change));
    }
    return http::json_response(codec::to_json(view));
  }

  Result<Response> templates(const Request& request) {
    TL_TRY_ASSIGN(const journeys::Asking asking, asking_of(request));
    TL_TRY_ASSIGN(const auto all, maps_.templates(asking));
    MapTemplateList view;
    for (const MapTemplate& one : all) {
      view.items.push_back({.key = one.key,
                            .name = one.name,
                            .description = one.description,
                            .document = one.document,
                            .found = one.found});
    }
    return http::json_response(codec::to_json(view));
  }

  Result<Response> discover(const Request& request) {
    TL_TRY_ASSIGN(const journeys::Asking asking, asking_of(request));
    TL_TRY_ASSIGN(const auto asked, codec::parse_as<DiscoverAsked>(request.body));
    TL_TRY_ASSIGN(const DiscoveredMap found, maps_.discover(asking, asked));
    return http::json_response(codec::to_json(found));
  }

  Result<Response> overlay(const Request& request) {
    TL_TRY_ASSIGN(const journeys::Asking asking, asking_of(request));
    TL_TRY_ASSIGN(const auto asked, codec::parse_as<OverlayAsked>(request.body));
    TL_TRY_ASSIGN(const OverlayAnswer answer, maps_.overlay(asking, map_in(request), asked));
    return http::json_response(codec::to_json(answer));
  }

  Result<Response> impact(const Request& request) {
    TL_TRY_ASSIGN(const journeys::Asking asking, asking_of(request));
    TL_TRY_ASSIGN(const auto asked, codec::parse_as<ImpactAsked>(request.body));
    TL_TRY_ASSIGN(const ImpactAnswer answer, maps_.impact(asking, map_in(request), asked));
    return http::json_response(codec::to_json(answer));
  }

  Result<Response> alerts(const Request& request) {
    TL_TRY_ASSIGN(const MapAlerts alerts, maps_.alerts(request.actor, map_in(request)));
    return http::json_response(codec::to_json(view_of(alerts)));
  }

  Result<Response> check_alerts(const Request& request) {
    TL_TRY_ASSIGN(const journeys::Asking asking, asking_of(request));
    TL_TRY_ASSIGN(const MapAlerts alerts, maps_.check_alerts(asking, map_in(request)));
    return http::json_response(codec::to_json(view_of(alerts)));
  }

  Result<Response> people(const Request& request) {
    TL_TRY_ASSIGN(const journeys::Asking asking, asking_of(request));
    TL_TRY_ASSIGN(const auto asked, codec::parse_as<OverlayPeopleAsked>(request.body));
    TL_TRY_ASSIGN(const auto found, maps_.people(asking, map_in(request), asked));
    TL_TRY_ASSIGN(std::string answer, people_answer_(request.actor, found));
    return http::json_response(std::move(answer));
  }

 private:
  JourneyMaps& maps_;
  const PeopleAnswer people_answer_;
};

const std::pair<std::string, std::string> at_least = {"at_least",
                                                      "A position that must be in the answer"};

using Routes = http::GroupedRoutes<MapsRoutes>;

void add_schemas(codec::Schemas& schemas) {
  codec::add_schema<TouchpointEvents>(schemas);
  codec::add_schema<Touchpoint>(schemas);
  codec::add_schema<Pain>(schemas);
  codec::add_schema<Stage>(schemas);
  codec::add_schema<MapDocument>(schemas);
  codec::add_schema<JourneyMapView>(schemas, "JourneyMap");
  codec::add_schema<JourneyMapList>(schemas, "JourneyMapList");
  codec::add_schema<JourneyMapDetailView>(schemas, "JourneyMapDetail");
  codec::add_schema<NewJourneyMapForm>(schemas, "NewJourneyMap");
  codec::add_schema<JourneyMapChangeForm>(schemas, "JourneyMapChange");
  codec::add_schema<DuplicateJourneyMapForm>(schemas, "JourneyMapCopy");
  codec::add_schema<CompareMapsForm>(schemas, "JourneyMapComparisonQuestion");
  codec::add_schema<MapComparisonView>(schemas, "JourneyMapComparison");
  codec::add_schema<MapTemplateList>(schemas, "JourneyMapTemplateList");
  codec::add_schema<DiscoverAsked>(schemas, "JourneyMapDiscovery");
  codec::add_schema<DiscoveredMap>(schemas, "DiscoveredJourneyMap");
  codec::add_schema<OverlayAsked>(schemas);
  codec::add_schema<StageFiguresView>(schemas);
  codec::add_schema<DeviationView>(schemas);
  codec::add_schema<MomentView>(schemas);
  codec::add_schema<OverlayFiguresView>(schemas);
  codec::add_schema<OverlayAnswer>(schemas, "JourneyMapOverlay");
  codec::add_schema<OverlayPeopleAsked>(schemas, "JourneyMapPeopleQuestion");
  codec::add_schema<MapAlertsView>(schemas, "JourneyMapAlerts");
  codec::add_schema<ImpactAsked>(schemas, "JourneyMapImpactQuestion");
  codec::add_schema<ImpactAnswer>(schemas, "JourneyMapImpact");
}

void add_reading(const Routes& routes) {
  routes.add("GET", "",
             {.summary = "All journey maps, without their documents.",
              .response_schema = "JourneyMapList",
              .query = {{"archived", "true: those that are archived too"}}},
             &MapsRoutes::list);
  routes.add("GET", "/templates",
             {.summary = "Maps to start from, with the events that the record knows.",
              .response_schema = "JourneyMapTemplateList",
              .query = {at_least}},
             &MapsRoutes::templates);
  routes.add("POST", "/discover",
             {.summary = "A document for a map, out of what people do.",
              .request_schema = "JourneyMapDiscovery",
              .response_schema = "DiscoveredJourneyMap",
              .query = {at_least}},
             &MapsRoutes::discover);
  routes.add("POST", "/compare",
             {.summary = "What changed from one map, or one version, to another.",
              .request_schema = "JourneyMapComparisonQuestion",
              .response_schema = "JourneyMapComparison"},
             &MapsRoutes::compare);
  routes.add("GET", "/{map}",
             {.summary = "One map with its document and its versions.",
              .response_schema = "JourneyMapDetail"},
             &MapsRoutes::find);
  routes.add("GET", "/{map}/versions/{version}",
             {.summary = "A map as it was saved once.", .response_schema = "JourneyMap"},
             &MapsRoutes::find_version);
  routes.add("POST", "/{map}/overlay",
             {.summary = "What people do, laid over a map: stages, times, scores, deviations.",
              .request_schema = "JourneyMapOverlayQuestion",
              .response_schema = "JourneyMapOverlay",
              .query = {at_least}},
             &MapsRoutes::overlay);
  routes.add("POST", "/{map}/people",
             {.summary = "Who is behind a figure of an overlay.",
              .request_schema = "JourneyMapPeopleQuestion",
              .response_schema = "PeopleBehind",
              .query = {at_least}},
             &MapsRoutes::people);
  routes.add(
      "POST", "/{map}/impact",
      {.summary = "A figure of a stage before and after something was done about a pain of it.",
       .request_schema = "JourneyMapImpactQuestion",
       .response_schema = "JourneyMapImpact",
       .query = {at_least}},
      &MapsRoutes::impact);
  routes.add("GET", "/{map}/alerts",
             {.summary = "Which thresholds of a map are crossed, and when any was.",
              .response_schema = "JourneyMapAlerts"},
             &MapsRoutes::alerts);
}

void add_writing(const Routes& routes) {
  routes.add("POST", "",
             {.summary = "Makes a journey map.",
              .request_schema = "NewJourneyMap",
              .response_schema = "JourneyMap",
              .status = 201},
             &MapsRoutes::create);
  routes.add(
      "PATCH", "/{map}",
      {.summary = "Changes, archives or brings back a map; the one before is kept as a version.",
       .request_schema = "JourneyMapChange",
       .response_schema = "JourneyMap"},
      &MapsRoutes::change);
  routes.add("POST", "/{map}/alerts/check",
             {.summary = "Looks at the thresholds of a map now.",
              .response_schema = "JourneyMapAlerts",
              .query = {at_least}},
             &MapsRoutes::check_alerts);
  routes.add("POST", "/{map}/duplicate",
             {.summary = "Makes a new map of one that is there.",
              .request_schema = "JourneyMapCopy",
              .response_schema = "JourneyMap",
              .status = 201},
             &MapsRoutes::duplicate);
}

}  // namespace

void add_journey_maps_routes(http::Router& router, codec::Schemas& schemas, JourneyMaps& maps,
                             const PeopleAnswer& people_answer) {
  add_schemas(schemas);
  const Routes routes(router, std::make_shared<MapsRoutes>(maps, people_answer),
                      {.tag = "Journey maps",
                       .prefix = "/api/v1/journey-maps",
                       .right = Right::view_people,
                       .body_bytes_max = body_bytes_max});
  add_reading(routes);
  add_writing(routes.requiring(Right::edit_people));
  add_map_live_routes(router, schemas, maps);
}

}  // namespace throughline::journey_maps
