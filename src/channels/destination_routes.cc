#include "channels/destination_routes.h"

#include <algorithm>

#include "channels/destination_view.h"
#include "event/public_id.h"
#include "http/grouped_routes.h"

namespace throughline::channels {
namespace {

using http::Request;
using http::Response;

constexpr std::size_t letters_per_page = 50;

std::optional<codec::RawJson> filter_view(const std::string& filter) {
  return filter.empty() ? std::nullopt : std::optional(codec::RawJson{filter});
}

std::string filter_text(const std::optional<codec::RawJson>& filter) {
  return filter ? filter->text : std::string();
}

DestinationView view_of(const ListedDestination& listed) {
  const Destination& destination = listed.destination;
  const DestinationHealth& health = listed.health;
  return {.id = public_id_of(destination),
          .name = destination.name,
          .kind = destination.kind,
          .url = destination.url,
          .filter = filter_view(destination.filter),
          .enabled = destination.enabled,
          .secret_shown = destination.secret_shown,
          .created_at = destination.created_at,
          .last_sent_at = health.last_sent_at,
          .waiting = health.waiting,
          .dead_letters = health.dead_letters,
          .sent = health.ever.sent,
          .failed = health.ever.failed,
          .given_up = health.ever.dead,
          .withheld = health.ever.withheld,
          .excluded = health.ever.excluded,
          .dropped = health.ever.dropped,
          .sent_24h = health.last_day.sent,
          .failed_24h = health.last_day.failed,
          .p50_ms = health.p50_ms,
          .p95_ms = health.p95_ms};
}

ReplayView view_of(const Replay& replay) {
  const double whole = static_cast<double>(std::max<std::int64_t>(1, replay.end.seq));
  return {.id = public_id_of(replay),
          .from = replay.range.from,
          .until = replay.range.until,
          .filter = filter_view(replay.range.filter),
          .events_per_second = replay.events_per_second,
          .state = replay.state,
          .looked_at = replay.state == ReplayState::done
                           ? 1.0
                           : std::min(1.0, static_cast<double>(replay.cursor.seq) / whole),
          .queued = replay.queued,
          .excluded = replay.excluded,
          .sent = replay.sent,
          .given_up = replay.dead,
          .withheld = replay.withheld,
          .created_at = replay.created_at,
          .finished_at = replay.finished_at};
}

UndeliveredView view_of(const Undelivered& letter) {
  UndeliveredView view = {.number = letter.id,
                          .queued_at = letter.queued_at,
                          .attempts = letter.attempts,
                          .error = letter.error};
  if (letter.event) {
    view.event_id = to_public_id("event", letter.event->times.received, letter.event->seq.value);
    view.kind = name_of(letter.event->kind);
    view.name = letter.event->name;
    view.occurred_at = letter.event->occurred_at;
  }
  return view;
}

ReplayRange range_of(const ReplayStartForm& form) {
  return {.from = form.from, .until = form.until, .filter = filter_text(form.filter)};
}

class DestinationRoutes {
 public:
  explicit DestinationRoutes(Channels& channels) : channels_(channels) {}

  Result<Response> list(const Request& request) {
    TL_TRY_ASSIGN(const auto all, channels_.destinations(request.actor));
    DestinationList view;
    for (const ListedDestination& one : all) {
      view.items.push_back(view_of(one));
    }
    return http::json_response(codec::to_json(view));
  }

  Result<Response> create(const Request& request) {
    TL_TRY_ASSIGN(const auto form, codec::parse_as<NewDestinationForm>(request.body));
    TL_TRY_ASSIGN(const NewlyMade made,
                  channels_.create(request.actor, {.name = form.name,
                                                   .kind = form.kind,
                                                   .url = form.url,
                                                   .filter = filter_text(form.filter),
                                                   .write_key = form.write_key.value_or("")}));
    return with_secret(made, 201);
  }

  Result<Response> find(const Request& request) {
    TL_TRY_ASSIGN(const ListedDestination found, wanted(request));
    return http::json_response(codec::to_json(view_of(found)));
  }

  Result<Response> change(const Request& request) {
    TL_TRY_ASSIGN(const ListedDestination found, wanted(request));
    TL_TRY_ASSIGN(const auto form, codec::parse_as<DestinationChangeForm>(request.body));
    DestinationChange change = {
        .name = form.name, .url = form.url, .enabled = form.enabled, .write_key = form.write_key};
    if (form.filter) {
      change.filter = form.filter->text;
    }
    TL_TRY(channels_.change(request.actor, found.destination.id, change));
    return find(request);
  }

  Result<Response> remove(const Request& request) {
    TL_TRY_ASSIGN(const ListedDestination found, wanted(request));
    TL_TRY(channels_.remove(request.actor, found.destination.id));
    return Response{.status = 204};
  }

  Result<Response> rotate(const Request& request) {
    TL_TRY_ASSIGN(const ListedDestination found, wanted(request));
    TL_TRY_ASSIGN(const NewlyMade made,
                  channels_.rotate_secret(request.actor, found.destination.id));
    return with_secret(made, 200);
  }

  Result<Response> test(const Request& request) {
    TL_TRY_ASSIGN(const ListedDestination found, wanted(request));
    TL_TRY(channels_.test(request.actor, found.destination.id));
    return Response{.status = 202};
  }

  Result<Response> attempts(const Request& request) {
    TL_TRY_ASSIGN(const ListedDestination found, wanted(request));
    TL_TRY_ASSIGN(const auto made, channels_.attempts(request.actor, found.destination.id));
    AttemptList view;
    for (const AttemptMade& one : made) {
      view.items.push_back({.number = one.id,
                            .at = one.at,
                            .outcome = one.outcome,
                            .test = one.is_test,
                            .status = one.status,
                            .took_ms = one.took_ms,
                            .events = one.events,
                            .detail = one.detail});
    }
    return http::json_response(codec::to_json(view));
  }

  Result<Response> letters(const Request& request) {
    TL_TRY_ASSIGN(const ListedDestination found, wanted(request));
    TL_TRY_ASSIGN(const std::int64_t after, request.integer_query("after", 0, 0, INT64_MAX));
    TL_TRY_ASSIGN(const auto letters, channels_.dead_letters(request.actor, found.destination.id,
                                                             after, letters_per_page));
    UndeliveredList view;
    for (const Undelivered& letter : letters) {
      view.items.push_back(view_of(letter));
    }
    if (letters.size() == letters_per_page) {
      view.next = std::to_string(letters.back().id);
    }
    return http::json_response(codec::to_json(view));
  }

  Result<Response> retry_letters(const Request& request) {
    TL_TRY_ASSIGN(const ListedDestination found, wanted(request));
    TL_TRY_ASSIGN(const std::int64_t events,
                  channels_.retry_dead_letters(request.actor, found.destination.id));
    return http::json_response(codec::to_json(RetriedView{events}));
  }

  Result<Response> discard_letters(const Request& request) {
    TL_TRY_ASSIGN(const ListedDestination found, wanted(request));
    TL_TRY(channels_.discard_dead_letters(request.actor, found.destination.id));
    return Response{.status = 204};
  }

  Result<Response> replays(const Request& request) {
    TL_TRY_ASSIGN(const ListedDestination found, wanted(request));
    TL_TRY_ASSIGN(const auto replays, channels_.replays(request.actor, found.destination.id));
    ReplayList view;
    for (const Replay& replay : replays) {
      view.items.push_back(view_of(replay));
    }
    return http::json_response(codec::to_json(view));
  }

  Result<Response> estimate(const Request& request) {
    TL_TRY_ASSIGN(const ListedDestination found, wanted(request));
    TL_TRY_ASSIGN(const auto form, codec::parse_as<ReplayStartForm>(request.body));
    TL_TRY_ASSIGN(const ReplayEstimate made,
                  channels_.estimate(request.actor, found.destination.id, range_of(form)));
    return http::json_response(
        codec::to_json(EstimateView{made.events, made.exact, made.least, made.most}));
  }

  Result<Response> start_replay(const Request& request) {
    TL_TRY_ASSIGN(const ListedDestination found, wanted(request));
    TL_TRY_ASSIGN(const auto form, codec::parse_as<ReplayStartForm>(request.body));
    TL_TRY_ASSIGN(const Replay replay,
                  channels_.replay(
                      request.actor, found.destination.id,
                      {.range = range_of(form),
                       .events_per_second = form.events_per_second.value_or(replay_rate_usual)}));
    return http::json_response(codec::to_json(view_of(replay)), 201);
  }

  Result<Response> find_replay(const Request& request) {
    TL_TRY_ASSIGN(const Replay replay, wanted_replay(request));
    return http::json_response(codec::to_json(view_of(replay)));
  }

  Result<Response> set_replay_state(const Request& request) {
    TL_TRY_ASSIGN(const Replay found, wanted_replay(request));
    TL_TRY_ASSIGN(const auto form, codec::parse_as<ReplayStateForm>(request.body));
    TL_TRY_ASSIGN(const Replay replay, channels_.set_replay_state(request.actor, found.destination,
                                                                  found.id, form.state));
    return http::json_response(codec::to_json(view_of(replay)));
  }

 private:
  static Response with_secret(const NewlyMade& made, int status) {
    return http::json_response(
        codec::to_json(
            DestinationWithSecret{view_of(ListedDestination{made.destination, {}}),
                                  made.secret.empty() ? std::nullopt : std::optional(made.secret)}),
        status);
  }

  // An id says when its row was made; one that says otherwise is another workspace's.
  Result<ListedDestination> wanted(const Request& request) {
    const auto id = parse_public_id("destination", request.parameter("destination"));
    const Error unknown = Error::not_found("there is no such destination");
    if (!id) {
      return unknown;
    }
    TL_TRY_ASSIGN(ListedDestination found, channels_.find(request.actor, DestinationId{id->key}));
    if (found.destination.created_at.us / us_per_ms != id->created_ms) {
      return unknown;
    }
    return found;
  }

  Result<Replay> wanted_replay(const Request& request) {
    TL_TRY_ASSIGN(const ListedDestination found, wanted(request));
    const auto id = parse_public_id("replay", request.parameter("replay"));
    const Error unknown = Error::not_found("there is no such replay");
    if (!id) {
      return unknown;
    }
    TL_TRY_ASSIGN(Replay replay,
                  channels_.find_replay(request.actor, found.destination.id, ReplayId{id->key}));
    if (replay.created_at.us / us_per_ms != id->created_ms) {
      return unknown;
    }
    return replay;
  }

  Channels& channels_;
};

using Routes = http::GroupedRoutes<DestinationRoutes>;

void add_schemas(codec::Schemas& schemas) {
  codec::add_schema<DestinationView>(schemas, "Destination");
  codec::add_schema<DestinationList>(schemas, "DestinationList");
  codec::add_schema<NewDestinationForm>(schemas, "NewDestination");
  codec::add_schema<DestinationWithSecret>(schemas, "DestinationWithSecret");
  codec::add_schema<DestinationChangeForm>(schemas, "DestinationChange");
  codec::add_schema<AttemptList>(schemas, "DeliveryAttemptList");
  codec::add_schema<UndeliveredList>(schemas, "UndeliveredList");
  codec::add_schema<RetriedView>(schemas, "Retried");
  codec::add_schema<ReplayStartForm>(schemas, "NewReplay");
  codec::add_schema<ReplayStateForm>(schemas, "ReplayStateChange");
  codec::add_schema<EstimateView>(schemas, "ReplayEstimate");
  codec::add_schema<ReplayView>(schemas, "ReplayToDestination");
  codec::add_schema<ReplayList>(schemas, "ReplayToDestinationList");
}

void add_replay_routes(const Routes& routes) {
  routes.add("GET", "/{destination}/replays",
             {.summary = "Replays to a destination, newest first.",
              .response_schema = "ReplayToDestinationList"},
             &DestinationRoutes::replays);
  routes.add("POST", "/{destination}/replays",
             {.summary = "Sends the events of a time once more, with the ids that they had.",
              .request_schema = "NewReplay",
              .response_schema = "ReplayToDestination",
              .status = 201},
             &DestinationRoutes::start_replay);
  routes.add("POST", "/{destination}/replays/estimate",
             {.summary = "How many events a replay would send.",
              .request_schema = "NewReplay",
              .response_schema = "ReplayEstimate"},
             &DestinationRoutes::estimate);
  routes.add("GET", "/{destination}/replays/{replay}",
             {.summary = "One replay and how far it is.", .response_schema = "ReplayToDestination"},
             &DestinationRoutes::find_replay);
  routes.add("PATCH", "/{destination}/replays/{replay}",
             {.summary = "Pauses a replay, lets it go on, or cancels it.",
              .request_schema = "ReplayStateChange",
              .response_schema = "ReplayToDestination"},
             &DestinationRoutes::set_replay_state);
}

void add_delivery_routes(const Routes& routes) {
  routes.add(
      "POST", "/{destination}/test",
      {.summary = "Has a test event sent; what became of it is among the attempts.", .status = 202},
      &DestinationRoutes::test);
  routes.add("GET", "/{destination}/attempts",
             {.summary = "The last requests that failed or were tests, with the reasons in words.",
              .response_schema = "DeliveryAttemptList"},
             &DestinationRoutes::attempts);
  routes.add("GET", "/{destination}/dead_letters",
             {.summary = "Events that were given up, with the reasons.",
              .response_schema = "UndeliveredList",
              .query = {{"after", "The `next` of the page before"}}},
             &DestinationRoutes::letters);
  routes.add("POST", "/{destination}/dead_letters/retry",
             {.summary = "Sends all of them once more.", .response_schema = "Retried"},
             &DestinationRoutes::retry_letters);
  routes.add("DELETE", "/{destination}/dead_letters",
             {.summary = "Discards all of them; their events stay.", .status = 204},
             &DestinationRoutes::discard_letters);
}

}  // namespace

void add_destination_routes(http::Router& router, codec::Schemas& schemas, Channels& channels) {
  add_schemas(schemas);
  // Everything about everybody can leave through a destination, as in an export.
  const Routes routes(
      router, std::make_shared<DestinationRoutes>(channels),
      {.tag = "Destinations", .prefix = "/api/v1/destinations", .right = Right::manage_workspace});
  routes.add("GET", "",
             {.summary = "Where events are sent on to, and how it goes.",
              .response_schema = "DestinationList"},
             &DestinationRoutes::list);
  routes.add("POST", "",
             {.summary = "Makes a destination; a webhook's signing secret is shown this once.",
              .request_schema = "NewDestination",
              .response_schema = "DestinationWithSecret",
              .status = 201,
              .secret = true},
             &DestinationRoutes::create);
  routes.add("GET", "/{destination}",
             {.summary = "One destination.", .response_schema = "Destination"},
             &DestinationRoutes::find);
  routes.add(
      "PATCH", "/{destination}",
      {.summary = "Renames a destination, switches it on or off, or changes where and what it"
                  " sends.",
       .request_schema = "DestinationChange",
       .response_schema = "Destination"},
      &DestinationRoutes::change);
  routes.add("DELETE", "/{destination}",
             {.summary = "Removes a destination, and what waits for it.", .status = 204},
             &DestinationRoutes::remove);
  routes.add("POST", "/{destination}/secret",
             {.summary = "Makes a new signing secret of a webhook and ends the one before.",
              .response_schema = "DestinationWithSecret",
              .secret = true},
             &DestinationRoutes::rotate);
  add_delivery_routes(routes);
  add_replay_routes(routes);
}

}  // namespace throughline::channels
