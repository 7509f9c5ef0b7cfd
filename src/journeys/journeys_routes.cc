#include "journeys/journeys_routes.h"

#include <boost/describe/class.hpp>

#include "codec/describe.h"
#include "journeys/funnel_view.h"
#include "journeys/process_map_view.h"
#include "journeys/retention_view.h"

namespace throughline::journeys {

BOOST_DESCRIBE_STRUCT(PersonRef, (), (id, name))

namespace {

using http::Request;

struct PeopleBehindView {
  std::vector<PersonRef> items = {};
  std::int64_t total = 0;
  std::optional<std::string> next = {};
};
BOOST_DESCRIBE_STRUCT(PeopleBehindView, (), (items, total, next))

Result<Asking> asking_of(const Request& request) {
  Asking asking{.workspace = request.actor.workspace};
  if (const auto text = request.query("at_least")) {
    TL_TRY_ASSIGN(asking.at_least, timeline::parse_position(*text));
  }
  if (request.cancellation != nullptr) {
    asking.cancelled = [token = request.cancellation] { return token->cancelled(); };
  }
  return asking;
}

template <class Asked, class Answer>
http::Handler asks(Journeys& journeys,
                   Result<Answer> (Journeys::*question)(const Asking&, const Asked&)) {
  return [&journeys, question](const Request& request) -> Result<http::Response> {
    TL_TRY_ASSIGN(const auto asked, codec::parse_as<Asked>(request.body));
    TL_TRY_ASSIGN(const Asking asking, asking_of(request));
    TL_TRY_ASSIGN(const Answer answer, (journeys.*question)(asking, asked));
    return http::json_response(codec::to_json(answer));
  };
}

template <class Asked>
http::Handler asks_who(Journeys& journeys, const PeopleNames& names,
                       Result<PeopleBehind> (Journeys::*question)(const Asking&, const Asked&)) {
  return [&journeys, names, question](const Request& request) -> Result<http::Response> {
    TL_TRY_ASSIGN(const auto asked, codec::parse_as<Asked>(request.body));
    TL_TRY_ASSIGN(const Asking asking, asking_of(request));
    TL_TRY_ASSIGN(const PeopleBehind found, (journeys.*question)(asking, asked));
    PeopleBehindView view{.total = static_cast<std::int64_t>(found.total), .next = found.next};
    TL_TRY_ASSIGN(view.items, names(request.actor, found.people));
    return http::json_response(codec::to_json(view));
  };
}

void add_schemas(codec::Schemas& schemas) {
  codec::add_schema<FunnelAsked>(schemas, "FunnelQuestion");
  codec::add_schema<FunnelAnswer>(schemas, "Funnel");
  codec::add_schema<FunnelPeopleAsked>(schemas, "FunnelPeopleQuestion");
  codec::add_schema<RetentionAsked>(schemas, "RetentionQuestion");
  codec::add_schema<RetentionAnswer>(schemas, "Retention");
  codec::add_schema<RetentionPeopleAsked>(schemas, "RetentionPeopleQuestion");
  codec::add_schema<MapAsked>(schemas, "ProcessMapQuestion");
  codec::add_schema<MapAnswer>(schemas, "ProcessMap");
  codec::add_schema<MapPeopleAsked>(schemas, "ProcessMapPeopleQuestion");
  codec::add_schema<PeopleBehindView>(schemas, "PeopleBehind");
}

}  // namespace

void add_journeys_routes(http::Router& router, codec::Schemas& schemas, Journeys& journeys,
                         const PeopleNames& names) {
  add_schemas(schemas);
  const auto add = [&](std::string path, std::string summary, std::string asked, std::string answer,
                       http::Handler handler) {
    router.add({.method = "POST",
                .pattern = "/api/v1/journeys" + std::move(path),
                .access = http::with_right(Right::view_people),
                .description = {.summary = std::move(summary),
                                .tag = "Journeys",
                                .request_schema = std::move(asked),
                                .response_schema = std::move(answer),
                                .query = {{"at_least", "A position that must be in the answer"}}},
                .handler = std::move(handler)});
  };
  add("/funnel", "How many people get how far through a series of steps.", "FunnelQuestion",
      "Funnel", asks(journeys, &Journeys::funnel));
  add("/funnel/people", "Who got as far as that in a funnel.", "FunnelPeopleQuestion",
      "PeopleBehind", asks_who(journeys, names, &Journeys::funnel_people));
  add("/retention", "How many of those who began in a period came back in each after it.",
      "RetentionQuestion", "Retention", asks(journeys, &Journeys::retention));
  add("/retention/people", "Who came back then, or did not.", "RetentionPeopleQuestion",
      "PeopleBehind", asks_who(journeys, names, &Journeys::retention_people));
  add("/map", "What directly follows what, how often and how soon, and the most frequent variants.",
      "ProcessMapQuestion", "ProcessMap", asks(journeys, &Journeys::process_map));
  add("/map/people", "Who is behind a node or an edge of a process map.",
      "ProcessMapPeopleQuestion", "PeopleBehind",
      asks_who(journeys, names, &Journeys::process_map_people));
}

}  // namespace throughline::journeys
