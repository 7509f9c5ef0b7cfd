#include "collect/source_routes.h"

#include "base/text.h"
#include "codec/describe.h"
#include "collect/source_view.h"
#include "event/public_id.h"
#include "http/grouped_routes.h"

namespace throughline::collect {
namespace {

constexpr std::size_t letters_per_page = 50;

SourceView view_of(const ListedSource& listed) {
  const Source& source = listed.source;
  const Tally& ever = listed.health.ever;
  return {
      .id = public_id_of(source),
      .name = source.name,
      .kind = source.kind,
      .enabled = source.enabled,
      .properties_email_is_identifier = source.properties_email == PropertiesEmail::is_identifier,
      .created_at = source.created_at,
      .write_key_prefix = source.write_key_prefix,
      .last_event_at = listed.health.last_at,
      .events_24h = listed.health.last_day.accepted,
      .accepted = ever.accepted,
      .repeated = ever.repeated,
      .collided = ever.collided,
      .refused = ever.refused,
      .random_ids = ever.random_ids,
      .dead_letters = listed.dead_letters};
}

// The id of a source as others name it lacks the time; any other must be that of the source.
Result<SourceId> source_id(Collect& collect, const http::Request& request) {
  const auto id = parse_public_id("source", request.parameter("source"));
  if (!id) {
    return Error::not_found("there is no such source");
  }
  if (id->created_ms != 0) {
    TL_TRY_ASSIGN(const ListedSource found, collect.find_source(request.actor, SourceId{id->key}));
    if (found.source.created_at.us / us_per_ms != id->created_ms) {
      return Error::not_found("there is no such source");
    }
  }
  return SourceId{id->key};
}

Result<timeline::DeadLetterId> dead_letter_id(const http::Request& request) {
  const auto id = parse_public_id("dead_letter", request.parameter("dead_letter"));
  if (!id) {
    return Error::not_found("there is no such dead letter");
  }
  return timeline::DeadLetterId{id->key};
}

DecisionView view_of(const Decision& decision, const std::map<std::int64_t, std::string>& people) {
  const auto person = people.find(decision.key_identifier.value);
  return {.number = static_cast<std::int64_t>(decision.number),
          .at = decision.at,
          .outcome = decision.outcome,
          .reason = decision.reason,
          .decisions = decision.decisions,
          .message_id = decision.message_id,
          .kind = std::string(name_of(decision.kind)),
          .name = decision.name,
          .event_id = decision.event
                          ? std::optional(to_public_id("event", decision.at, decision.event.value))
                          : std::nullopt,
          .profile_id = person == people.end() ? std::nullopt : std::optional(person->second),
          .payload = {decision.document ? decision.item.to_text() : "null"}};
}

DeadLetterView view_of(const Source& source, const timeline::DeadLetter& letter) {
  // What was refused may have been cut at the limit or never have been JSON.
  const auto as_json = [](const std::string& payload) {
    const auto normal = codec::normalise_json(payload, codec::body_json_limits);
    return codec::RawJson{normal.ok() ? *normal : quote_json(payload)};
  };
  const timeline::Refusal& refusal = letter.refusal;
  DeadLetterView view = {.id = to_public_id("dead_letter", letter.first_at, letter.id.value),
                         .source_id = public_id_of(source),
                         .reason = refusal.reason,
                         .detail = refusal.detail,
                         .first_at = letter.first_at,
                         .last_at = letter.last_at,
                         .count = letter.count,
                         .message_id = refusal.message_id,
                         .replayed_at = letter.replayed_at,
                         .replayable = is_replayable(letter),
                         .payload = as_json(refusal.payload)};
  if (!refusal.first_payload.empty()) {
    view.accepted_payload = as_json(refusal.first_payload);
  }
  return view;
}

class SourceRoutes {
 public:
  explicit SourceRoutes(Collect& collect) : collect_(collect) {}

  Result<http::Response> list(const http::Request& request) {
    TL_TRY_ASSIGN(const auto sources, collect_.sources(request.actor));
    SourceList view;
    for (const ListedSource& source : sources) {
      view.items.push_back(view_of(source));
    }
    return http::json_response(codec::to_json(view));
  }

  Result<http::Response> create(const http::Request& request) {
    TL_TRY_ASSIGN(const auto form, codec::parse_as<NewSourceForm>(request.body));
    TL_TRY_ASSIGN(const auto made, collect_.create_source(request.actor, form.name, form.kind));
    return key_response(made, 201);
  }

  Result<http::Response> find(const http::Request& request) {
    TL_TRY_ASSIGN(const SourceId id, source_id(collect_, request));
    TL_TRY_ASSIGN(const auto listed, collect_.find_source(request.actor, id));
    return http::json_response(codec::to_json(view_of(listed)));
  }

  Result<http::Response> change(const http::Request& request) {
    TL_TRY_ASSIGN(const SourceId id, source_id(collect_, request));
    TL_TRY_ASSIGN(const auto form, codec::parse_as<SourceChangeForm>(request.body));
    SourceChange change = {.name = form.name, .enabled = form.enabled};
    if (form.properties_email_is_identifier) {
      change.properties_email = *form.properties_email_is_identifier
                                    ? PropertiesEmail::is_identifier
                                    : PropertiesEmail::ignored;
    }
    TL_TRY(collect_.change_source(request.actor, id, change));
    return find(request);
  }

  Result<http::Response> rotate(const http::Request& request) {
    TL_TRY_ASSIGN(const SourceId id, source_id(collect_, request));
    TL_TRY_ASSIGN(const auto made, collect_.rotate_write_key(request.actor, id));
    return key_response(made, 200);
  }

  Result<http::Response> remove(const http::Request& request) {
    TL_TRY_ASSIGN(const SourceId id, source_id(collect_, request));
    TL_TRY(collect_.remove_source(request.actor, id));
    return http::Response{.status = 204};
  }

  Result<http::Response> recent(const http::Request& request) {
    TL_TRY_ASSIGN(const SourceId id, source_id(collect_, request));
    TL_TRY(collect_.find_source(request.actor, id));
    const auto decisions = collect_.decisions().recent(request.actor.workspace, id);
    TL_TRY_ASSIGN(const auto people, collect_.people_of(request.actor, decisions));
    DecisionList view;
    for (const Decision& decision : decisions) {
      view.items.push_back(view_of(decision, people));
    }
    return http::json_response(codec::to_json(view));
  }

  Result<http::Response> live(const http::Request& request) {
    TL_TRY_ASSIGN(const SourceId id, source_id(collect_, request));
    TL_TRY(collect_.find_source(request.actor, id));
    http::Response response;
    response.headers.add("Content-Type", "text/event-stream");
    response.headers.add("Cache-Control", "no-store");
    response.body = [this, id, workspace = request.actor.workspace](
                        const std::shared_ptr<http::Stream>& stream) {
      open_live(stream, workspace, id);
    };
    return response;
  }

  Result<http::Response> letters(const http::Request& request) {
    TL_TRY_ASSIGN(const SourceId id, source_id(collect_, request));
    timeline::DeadLetterQuery query = {
        .source = id, .reason = request.query("reason").value_or(""), .limit = letters_per_page};
    if (const auto after = request.query("after")) {
      const auto before = parse_public_id("dead_letter", *after);
      if (!before) {
        return Error::invalid("`after` must be what `next` of the page before said");
      }
      query.before = {before->key};
    }
    TL_TRY_ASSIGN(const ListedSource listed, collect_.find_source(request.actor, id));
    TL_TRY_ASSIGN(const auto letters, collect_.dead_letters(request.actor, query));
    TL_TRY_ASSIGN(const auto counts, collect_.dead_letter_counts(request.actor, id));
    DeadLetterList view;
    for (const timeline::DeadLetter& letter : letters) {
      view.items.push_back(view_of(listed.source, letter));
    }
    for (const timeline::DeadLetterCount& count : counts) {
      view.counts[count.reason] += count.count;
    }
    if (letters.size() == letters_per_page) {
      view.next = view.items.back().id;
    }
    return http::json_response(codec::to_json(view));
  }

  Result<http::Response> replay(const http::Request& request) {
    TL_TRY_ASSIGN(const auto id, dead_letter_id(request));
    std::optional<std::string> payload;
    if (!request.body.empty()) {
      TL_TRY_ASSIGN(const auto form, codec::parse_as<ReplayForm>(request.body));
      if (form.payload) {
        payload = form.payload->text;
      }
    }
    TL_TRY_ASSIGN(const Replayed replayed, collect_.replay(request.actor, id, payload));
    const Report& report = replayed.report;
    ReplayView view = {.outcome = report.tally.accepted > 0   ? "accepted"
                                  : report.tally.repeated > 0 ? "repeated"
                                  : report.tally.collided > 0 ? "collided"
                                                              : "refused"};
    if (replayed.event) {
      view.event_id = to_public_id("event", replayed.event->received_at, replayed.event->seq.value);
    }
    if (!report.rejected.empty()) {
      view.reason = report.rejected.front().reason;
      view.detail = report.rejected.front().detail;
    }
    return http::json_response(codec::to_json(view));
  }

  Result<http::Response> remove_letter(const http::Request& request) {
    TL_TRY_ASSIGN(const auto id, dead_letter_id(request));
    TL_TRY(collect_.remove_dead_letter(request.actor, id));
    return http::Response{.status = 204};
  }

 private:
  static http::Response key_response(const NewSource& made, int status) {
    return http::json_response(
        codec::to_json(NewSourceView{view_of(ListedSource{made.source, {}, 0}), made.write_key}),
        status);
  }

  // The subscription lives as long as its stream: the listener holds the stream, and a stream that
  // takes nothing any more lets go of the subscription.
  void open_live(const std::shared_ptr<http::Stream>& stream, WorkspaceId workspace, SourceId id) {
    auto subscription = std::make_shared<std::shared_ptr<DecisionLog::Subscription>>();
    *subscription =
        collect_.decisions().subscribe(workspace, id, [stream](const Decision& decision) {
          stream->send("event: decision\nid: " + std::to_string(decision.number) +
                       "\ndata: " + codec::to_json(view_of(decision, {})) + "\n\n");
        });
    stream->on_close([subscription] { subscription->reset(); });
  }

  Collect& collect_;
};

using Routes = http::GroupedRoutes<SourceRoutes>;

}  // namespace

void add_source_routes(http::Router& router, codec::Schemas& schemas, Collect& collect) {
  codec::add_schema<SourceView>(schemas, "Source");
  codec::add_schema<SourceList>(schemas, "SourceList");
  codec::add_schema<NewSourceForm>(schemas, "NewSource");
  codec::add_schema<NewSourceView>(schemas, "SourceWithKey");
  codec::add_schema<SourceChangeForm>(schemas, "SourceChange");
  codec::add_schema<DecisionList>(schemas, "DecisionList");
  codec::add_schema<DeadLetterList>(schemas, "DeadLetterList");
  codec::add_schema<ReplayForm>(schemas, "Replay");
  codec::add_schema<ReplayView>(schemas, "ReplayOutcome");

  const Routes routes(router, std::make_shared<SourceRoutes>(collect),
                      {.tag = "Sources", .prefix = "/api/v1", .right = Right::manage_sources});
  routes.add("GET", "/sources",
             {.summary = "All sources and how they fare.", .response_schema = "SourceList"},
             &SourceRoutes::list);
  routes.add("POST", "/sources",
             {.summary = "Makes a source; its write key is shown this once.",
              .request_schema = "NewSource",
              .response_schema = "SourceWithKey",
              .status = 201,
              .secret = true},
             &SourceRoutes::create);
  routes.add("GET", "/sources/{source}", {.summary = "One source.", .response_schema = "Source"},
             &SourceRoutes::find);
  routes.add(
      "PATCH", "/sources/{source}",
      {.summary = "Renames a source, switches it on or off, or changes what it may identify by.",
       .request_schema = "SourceChange",
       .response_schema = "Source"},
      &SourceRoutes::change);
  routes.add("DELETE", "/sources/{source}",
             {.summary = "Removes a source; its events stay.", .status = 204},
             &SourceRoutes::remove);
  routes.add("POST", "/sources/{source}/write_key",
             {.summary = "Makes a new write key and ends the one before.",
              .response_schema = "SourceWithKey",
              .secret = true},
             &SourceRoutes::rotate);
  routes.add("GET", "/sources/{source}/recent",
             {.summary = "The last items and what the pipeline decided about each.",
              .response_schema = "DecisionList"},
             &SourceRoutes::recent);
  routes.add("GET", "/sources/{source}/live",
             {.summary = "The same as they arrive, as server-sent events."}, &SourceRoutes::live);
  routes.add(
      "GET", "/sources/{source}/dead_letters",
      {.summary = "What was refused for good, with its reason.",
       .response_schema = "DeadLetterList",
       .query = {{"after", "The `next` of the page before"}, {"reason", "Only this reason"}}},
      &SourceRoutes::letters);
  routes.add("POST", "/dead_letters/{dead_letter}/replay",
             {.summary = "Sends a dead letter, mended or not, through the pipeline once more.",
              .request_schema = "Replay",
              .response_schema = "ReplayOutcome"},
             &SourceRoutes::replay);
  routes.add("DELETE", "/dead_letters/{dead_letter}",
             {.summary = "Removes a dead letter; its count stays.", .status = 204},
             &SourceRoutes::remove_letter);
}

}  // namespace throughline::collect
