#include "journeys/journeys_routes.h"

#include <boost/describe/class.hpp>

#include "codec/describe.h"
#include "journeys/findings_view.h"
#include "journeys/journeys.catalogue.h"
#include "journeys/journeys.frame.h"
#include "journeys/journeys.replay.h"

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

http::Handler asks(Journeys& journeys, const Question& question) {
  return [&journeys, &question](const Request& request) -> Result<http::Response> {
    TL_TRY_ASSIGN(const Asking asking, asking_of(request));
    TL_TRY_ASSIGN(std::string answer, question.answer(journeys, asking, request.body));
    return http::json_response(std::move(answer));
  };
}

http::Handler asks_findings(Journeys& journeys) {
  return [&journeys](const Request& request) -> Result<http::Response> {
    TL_TRY_ASSIGN(const Asking asking, asking_of(request));
    TL_TRY_ASSIGN(const auto asked, codec::parse_as<FindingsAsked>(request.body));
    TL_TRY_ASSIGN(const FindingsAnswer answer, journeys.findings(asking, asked));
    return http::json_response(codec::to_json(answer));
  };
}

// Each by the name; whoever was erased meanwhile is left out.
Result<ReplayAnswer> named(Replayed replayed, const Actor& actor, const PeopleNames& names) {
  std::vector<ReplayPersonView> people = std::move(replayed.answer.people);
  replayed.answer.people.clear();
  for (std::size_t i = 0; i < people.size(); ++i) {
    TL_TRY_ASSIGN(std::vector<PersonRef> found, names(actor, {replayed.people[i]}));
    if (!found.empty()) {
      people[i].id = std::move(found.front().id);
      people[i].name = std::move(found.front().name);
      replayed.answer.people.push_back(std::move(people[i]));
    }
  }
  return std::move(replayed.answer);
}

http::Handler asks_replay(Journeys& journeys, const PeopleNames& names) {
  return [&journeys, names](const Request& request) -> Result<http::Response> {
    TL_TRY_ASSIGN(const Asking asking, asking_of(request));
    TL_TRY_ASSIGN(const auto asked, codec::parse_as<ReplayAsked>(request.body));
    TL_TRY_ASSIGN(const Frame frame, journeys.frame(asking, wish_of(asked)));
    TL_TRY_ASSIGN(Replayed replayed, replay(frame, asked));
    TL_TRY_ASSIGN(const ReplayAnswer answer, named(std::move(replayed), request.actor, names));
    return http::json_response(codec::to_json(answer));
  };
}

http::Handler asks_who(Journeys& journeys, const PeopleNames& names, const Question& question) {
  return [&journeys, &question, names](const Request& request) -> Result<http::Response> {
    TL_TRY_ASSIGN(const Asking asking, asking_of(request));
    TL_TRY_ASSIGN(const PeopleBehind found, question.people(journeys, asking, request.body));
    TL_TRY_ASSIGN(std::string answer, people_json(found, request.actor, names));
    return http::json_response(std::move(answer));
  };
}

}  // namespace

Result<std::string> people_json(const PeopleBehind& found, const Actor& actor,
                                const PeopleNames& names) {
  PeopleBehindView view{.total = static_cast<std::int64_t>(found.total), .next = found.next};
  TL_TRY_ASSIGN(view.items, names(actor, found.people));
  return codec::to_json(view);
}

void add_journeys_routes(http::Router& router, codec::Schemas& schemas, Journeys& journeys,
                         const PeopleNames& names) {
  codec::add_schema<PeopleBehindView>(schemas, "PeopleBehind");
  const auto add = [&](const std::string& path, std::string_view summary, std::string asked,
                       std::string answer, http::Handler handler) {
    router.add({.method = "POST",
                .pattern = "/api/v1/journeys/" + path,
                .access = http::with_right(Right::view_people),
                .description = {.summary = std::string(summary),
                                .tag = "Journeys",
                                .request_schema = std::move(asked),
                                .response_schema = std::move(answer),
                                .query = {{"at_least", "A position that must be in the answer"}}},
                .handler = std::move(handler)});
  };
  codec::add_schema<FindingsAsked>(schemas, "FindingsQuestion");
  codec::add_schema<FindingsAnswer>(schemas, "Findings");
  add("findings", "What stands out in everybody's lines, found without being asked for.",
      "FindingsQuestion", "Findings", asks_findings(journeys));
  codec::add_schema<ReplayAsked>(schemas, "MapReplayQuestion");
  codec::add_schema<ReplayAnswer>(schemas, "MapReplay");
  add("map/replay", "What some of the people of a process map did, step by step with its time.",
      "MapReplayQuestion", "MapReplay", asks_replay(journeys, names));
  for (const Question& question : all_questions()) {
    const std::string name(question.name);
    const std::string schema(question.schema);
    question.add_schemas(schemas, schema);
    add(name, question.summary, schema + "Question", schema, asks(journeys, question));
    add(name + "/people", question.people_summary, schema + "PeopleQuestion", "PeopleBehind",
        asks_who(journeys, names, question));
  }
}

}  // namespace throughline::journeys
