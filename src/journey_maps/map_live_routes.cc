#include "journey_maps/map_live_routes.h"

#include <memory>

#include "http/grouped_routes.h"
#include "journey_maps/map_live_view.h"

namespace throughline::journey_maps {
namespace {

using http::Request;
using http::Response;

constexpr std::size_t body_bytes_max = 1'000'000;

std::string map_in(const Request& request) {
  return std::string(request.parameter("map"));
}

class LiveRoutes {
 public:
  explicit LiveRoutes(JourneyMaps& maps) : maps_(maps) {}

  Result<Response> draft(const Request& request) {
    TL_TRY_ASSIGN(const MapDraft draft, maps_.draft(request.actor, map_in(request)));
    return http::json_response(codec::to_json(view_of(draft)));
  }

  Result<Response> discard(const Request& request) {
    TL_TRY_ASSIGN(const MapDraft draft, maps_.discard(request.actor, map_in(request)));
    return http::json_response(codec::to_json(view_of(draft)));
  }

  Result<Response> draw(const Request& request) {
    TL_TRY_ASSIGN(auto form, codec::parse_as<MapOperationsForm>(request.body));
    TL_TRY_ASSIGN(const std::int64_t revision,
                  maps_.draw(request.actor, map_in(request),
                             {.client = std::move(form.client).value_or(""),
                              .batch = std::move(form.batch).value_or(""),
                              .operations = std::move(form.operations)}));
    return http::json_response(codec::to_json(MapRevisionView{revision}));
  }

  Result<Response> save(const Request& request) {
    TL_TRY_ASSIGN(const JourneyMap saved, maps_.save(request.actor, map_in(request)));
    return http::json_response(codec::to_json(view_of(saved)));
  }

  Result<Response> move(const Request& request) {
    TL_TRY_ASSIGN(const auto form, codec::parse_as<MapPlaceForm>(request.body));
    TL_TRY(maps_.move(
        request.actor, map_in(request),
        {.client = form.client, .at = form.at, .editing = form.editing.value_or(false)}));
    return Response{.status = 204};
  }

  // Refused before the stream begins, so that a page is told why.
  Result<Response> live(const Request& request) {
    const std::string client = request.query("client").value_or("");
    TL_TRY(check_page(client));
    TL_TRY(maps_.find(request.actor, {.map = map_in(request)}));
    Response response;
    response.headers.add("Content-Type", "text/event-stream");
    response.headers.add("Cache-Control", "no-store");
    response.body = [this, actor = request.actor, map = map_in(request),
                     client](const std::shared_ptr<http::Stream>& stream) {
      open(stream, actor, map, client);
    };
    return response;
  }

 private:
  void open(const std::shared_ptr<http::Stream>& stream, const Actor& actor, const std::string& map,
            const std::string& client) {
    auto visit =
        maps_.listen(actor, map, client, [stream](std::string_view name, const std::string& json) {
          stream->send("event: " + std::string(name) + "\ndata: " + json + "\n\n");
        });
    if (!visit.ok()) {
      stream->close();
      return;
    }
    stream->on_close([held = *std::move(visit)]() mutable { held.reset(); });
  }

  JourneyMaps& maps_;
};

void add_schemas(codec::Schemas& schemas) {
  codec::add_schema<MapOperation>(schemas);
  codec::add_schema<MapDraftView>(schemas, "JourneyMapDraft");
  codec::add_schema<MapOperationsForm>(schemas, "JourneyMapOperations");
  codec::add_schema<MapRevisionView>(schemas, "JourneyMapRevision");
  codec::add_schema<MapOperationsTold>(schemas, "JourneyMapOperationsTold");
  codec::add_schema<MapSavedTold>(schemas, "JourneyMapSaved");
  codec::add_schema<MapVisitorList>(schemas, "JourneyMapVisitors");
  codec::add_schema<MapPlaceForm>(schemas, "JourneyMapPlace");
}

}  // namespace

void add_map_live_routes(http::Router& router, codec::Schemas& schemas, JourneyMaps& maps) {
  add_schemas(schemas);
  const http::GroupedRoutes<LiveRoutes> reading(router, std::make_shared<LiveRoutes>(maps),
                                                {.tag = "Journey maps",
                                                 .prefix = "/api/v1/journey-maps/{map}/",
                                                 .right = Right::view_people,
                                                 .body_bytes_max = body_bytes_max});
  const http::GroupedRoutes<LiveRoutes> editing = reading.requiring(Right::edit_people);
  reading.add("GET", "draft",
              {.summary = "What is drawn on a map now, saved or not.",
               .response_schema = "JourneyMapDraft"},
              &LiveRoutes::draft);
  editing.add("DELETE", "draft",
              {.summary = "Takes back what was drawn and not saved, whoever drew it.",
               .response_schema = "JourneyMapDraft"},
              &LiveRoutes::discard);
  editing.add("POST", "operations",
              {.summary = "Changes the draft of a map, cell by cell, together with others.",
               .request_schema = "JourneyMapOperations",
               .response_schema = "JourneyMapRevision"},
              &LiveRoutes::draw);
  editing.add(
      "POST", "versions",
      {.summary = "Saves the draft of a map as its next version.", .response_schema = "JourneyMap"},
      &LiveRoutes::save);
  reading.add(
      "GET", "live",
      {.summary = "What is done to a map and who has it open, as server-sent events: draft, "
                  "operations, saved, here.",
       .query = {{"client", "A name for the page that listens, of its own choice"}}},
      &LiveRoutes::live);
  reading.add("POST", "place",
              {.summary = "Tells the others which cell a page that listens is at.",
               .request_schema = "JourneyMapPlace",
               .status = 204},
              &LiveRoutes::move);
}

}  // namespace throughline::journey_maps
