#include "segments/persona_routes.h"

#include "event/public_id.h"
#include "http/grouped_routes.h"
#include "segments/persona_view.h"

namespace throughline::segments {
namespace {

using http::Request;
using http::Response;
using Names = std::map<ProfileId, PersonName>;

PersonaView view_of(const ListedPersona& listed) {
  const Persona& persona = listed.persona;
  PersonaView view = {.id = public_id_of(persona),
                      .segment = public_id_of(listed.segment),
                      .segment_name = listed.segment.name,
                      .segment_archived = listed.segment.archived_at.has_value(),
                      .name = persona.name,
                      .about = persona.about,
                      .goals = persona.goals,
                      .pains = persona.pains,
                      .colour = persona.colour,
                      .size = listed.size,
                      .version = persona.version,
                      .changed_at = persona.changed_at};
  if (listed.size_before) {
    view.change = listed.size - *listed.size_before;
  }
  return view;
}

WordsView view_of(const Words& words, const Names& names) {
  WordsView view = {
      .text = words.text,
      .event = to_public_id("event", words.event.times.received, words.event.seq.value),
      .event_name = words.event.name,
      .channel = std::string(name_of(words.event.channel)),
      .occurred_at = words.event.occurred_at};
  if (const auto found = names.find(words.person); found != names.end()) {
    view.person = found->second.id;
    view.person_name = found->second.name;
  }
  return view;
}

PersonaShareView view_of(const stats::Share& share) {
  const stats::Interval interval = stats::wilson_interval(share);
  return {.count = static_cast<std::int64_t>(share.count),
          .of = static_cast<std::int64_t>(share.of),
          .share = share.value(),
          .low = interval.low,
          .high = interval.high};
}

DistinctionView view_of(const Distinction& one) {
  DistinctionView view = {.of = one.of == Distinction::Of::event ? "event" : "trait",
                          .name = one.name,
                          .persona = view_of(one.inside),
                          .others = view_of(one.outside),
                          .difference = one.difference.value,
                          .low = one.difference.interval.low,
                          .high = one.difference.interval.high,
                          .p = one.p,
                          .adjusted_p = one.adjusted_p};
  if (!one.value.empty()) {
    view.value = codec::RawJson{one.value};
  }
  return view;
}

template <class Form>
PersonaForm form_of(const Form& form) {
  PersonaForm wanted = {
      .about = form.about, .goals = form.goals, .pains = form.pains, .colour = form.colour};
  wanted.name = form.name;
  return wanted;
}

class PersonaRoutes {
 public:
  PersonaRoutes(Personas& personas, Segments& segments, PersonNames names)
      : personas_(personas), segments_(segments), names_(std::move(names)) {}

  Result<Response> list(const Request& request) {
    TL_TRY_ASSIGN(const auto all, personas_.list(request.actor));
    PersonaList view;
    for (const ListedPersona& one : all) {
      view.items.push_back(view_of(one));
    }
    return http::json_response(codec::to_json(view));
  }

  Result<Response> create(const Request& request) {
    TL_TRY_ASSIGN(const auto form, codec::parse_as<NewPersonaForm>(request.body));
    const auto id = parse_public_id(segment_prefix, form.segment);
    if (!id) {
      return Error::invalid("`segment` must be the id of a segment");
    }
    TL_TRY_ASSIGN(const FoundSegment segment, segments_.find(request.actor, SegmentId{id->key}));
    if (public_id_of(segment.listed.segment) != form.segment) {
      return Error::not_found("there is no such segment");
    }
    TL_TRY_ASSIGN(const Persona made,
                  personas_.create(request.actor, SegmentId{id->key}, form_of(form)));
    return shown(request.actor, made.id, 201);
  }

  Result<Response> find(const Request& request) {
    TL_TRY_ASSIGN(const FoundPersona found, wanted(request));
    TL_TRY_ASSIGN(const FoundSegment segment,
                  segments_.find(request.actor, found.listed.segment.id));
    PersonaDetailView view = {.persona = view_of(found.listed),
                              .sentence = segment.listed.sentence};
    std::vector<ProfileId> people;
    for (const ShownQuote& quote : found.quotes) {
      people.push_back(quote.words.person);
    }
    TL_TRY_ASSIGN(const Names names, names_(request.actor, people));
    for (const ShownQuote& quote : found.quotes) {
      view.quotes.push_back({.id = public_id_of(quote.quote),
                             .words = view_of(quote.words, names),
                             .member = quote.words.is_member});
    }
    return http::json_response(codec::to_json(view));
  }

  Result<Response> change(const Request& request) {
    TL_TRY_ASSIGN(const FoundPersona found, wanted(request));
    TL_TRY_ASSIGN(const auto form, codec::parse_as<PersonaChangeForm>(request.body));
    PersonaForm change = form_of(form);
    change.version = form.version;
    TL_TRY_ASSIGN(const Persona changed,
                  personas_.change(request.actor, found.listed.persona.id, change));
    return shown(request.actor, changed.id, 200);
  }

  Result<Response> remove(const Request& request) {
    TL_TRY_ASSIGN(const FoundPersona found, wanted(request));
    TL_TRY(personas_.remove(request.actor, found.listed.persona.id));
    return Response{.status = 204};
  }

  Result<Response> candidates(const Request& request) {
    TL_TRY_ASSIGN(const FoundPersona found, wanted(request));
    TL_TRY_ASSIGN(const auto all, personas_.candidates(request.actor, found.listed.persona.id,
                                                       request.query("search").value_or("")));
    std::vector<ProfileId> people;
    for (const Words& words : all) {
      people.push_back(words.person);
    }
    TL_TRY_ASSIGN(const Names names, names_(request.actor, people));
    CandidateList view;
    for (const Words& words : all) {
      view.items.push_back(view_of(words, names));
    }
    return http::json_response(codec::to_json(view));
  }

  Result<Response> add_quote(const Request& request) {
    TL_TRY_ASSIGN(const FoundPersona found, wanted(request));
    TL_TRY_ASSIGN(const auto form, codec::parse_as<QuoteForm>(request.body));
    const auto event = parse_public_id("event", form.event);
    if (!event) {
      return Error::invalid("`event` must be the id of an event");
    }
    TL_TRY(personas_.add_quote(request.actor, found.listed.persona.id, EventSeq{event->key}));
    return shown(request.actor, found.listed.persona.id, 201);
  }

  Result<Response> remove_quote(const Request& request) {
    TL_TRY_ASSIGN(const FoundPersona found, wanted(request));
    const auto quote = parse_public_id(quote_prefix, request.parameter("quote"));
    if (!quote) {
      return Error::not_found("there is no such quote");
    }
    TL_TRY(personas_.remove_quote(request.actor, found.listed.persona.id, QuoteId{quote->key}));
    return Response{.status = 204};
  }

  Result<Response> figures(const Request& request) {
    TL_TRY_ASSIGN(const FoundPersona found, wanted(request));
    journeys::Asking asking = {.workspace = request.actor.workspace};
    if (const auto text = request.query("at_least")) {
      TL_TRY_ASSIGN(asking.at_least, timeline::parse_position(*text));
    }
    if (request.cancellation != nullptr) {
      asking.cancelled = [token = request.cancellation] { return token->cancelled(); };
    }
    TL_TRY_ASSIGN(const PersonaFigures figures, personas_.figures(asking, found.listed.persona.id));
    PersonaFiguresView view = {.people = figures.people,
                               .of = figures.of,
                               .looked_at = figures.looked_at,
                               .tested = figures.tested,
                               .position = timeline::to_text(figures.position)};
    for (const ChannelShare& one : figures.channels) {
      view.channels.push_back({std::string(name_of(one.channel)), view_of(one.share)});
    }
    for (const Distinction& one : figures.distinctions) {
      view.distinctions.push_back(view_of(one));
    }
    return http::json_response(codec::to_json(view));
  }

 private:
  Result<Response> shown(const Actor& actor, PersonaId id, int status) {
    TL_TRY_ASSIGN(const FoundPersona found, personas_.find(actor, id));
    return http::json_response(codec::to_json(view_of(found.listed)), status);
  }

  Result<FoundPersona> wanted(const Request& request) {
    const auto id = parse_public_id(persona_prefix, request.parameter("persona"));
    const Error unknown = Error::not_found("there is no such persona");
    if (!id) {
      return unknown;
    }
    TL_TRY_ASSIGN(FoundPersona found, personas_.find(request.actor, PersonaId{id->key}));
    if (public_id_of(found.listed.persona) != request.parameter("persona")) {
      return unknown;
    }
    return found;
  }

  Personas& personas_;
  Segments& segments_;
  const PersonNames names_;
};

using Routes = http::GroupedRoutes<PersonaRoutes>;

void add_schemas(codec::Schemas& schemas) {
  codec::add_schema<PersonaView>(schemas, "Persona");
  codec::add_schema<PersonaList>(schemas, "PersonaList");
  codec::add_schema<PersonaDetailView>(schemas, "PersonaDetail");
  codec::add_schema<NewPersonaForm>(schemas, "NewPersona");
  codec::add_schema<PersonaChangeForm>(schemas, "PersonaChange");
  codec::add_schema<CandidateList>(schemas, "PersonaCandidateList");
  codec::add_schema<QuoteForm>(schemas, "PersonaQuote");
  codec::add_schema<PersonaFiguresView>(schemas, "PersonaFigures");
}

void add_reading(const Routes& routes) {
  routes.add("GET", "/personas",
             {.summary = "All personas, with how many people are in their segments now.",
              .response_schema = "PersonaList"},
             &PersonaRoutes::list);
  routes.add(
      "GET", "/personas/{persona}",
      {.summary = "One persona with what its people wrote.", .response_schema = "PersonaDetail"},
      &PersonaRoutes::find);
  routes.add(
      "GET", "/personas/{persona}/figures",
      {.summary = "What its people do and are, against everybody else, and on which channels they "
                  "come.",
       .response_schema = "PersonaFigures",
       .query = {{"at_least", "A position that must be in the answer"}}},
      &PersonaRoutes::figures);
  routes.add("GET", "/personas/{persona}/candidates",
             {.summary = "What its people wrote that does as a quote.",
              .response_schema = "PersonaCandidateList",
              .query = {{"search", "Words that must be in it"}}},
             &PersonaRoutes::candidates);
}

void add_writing(const Routes& routes) {
  routes.add("POST", "/personas",
             {.summary = "Describes a segment as a persona.",
              .request_schema = "NewPersona",
              .response_schema = "Persona",
              .status = 201},
             &PersonaRoutes::create);
  routes.add("PATCH", "/personas/{persona}",
             {.summary = "Changes a persona.",
              .request_schema = "PersonaChange",
              .response_schema = "Persona"},
             &PersonaRoutes::change);
  routes.add("DELETE", "/personas/{persona}",
             {.summary = "Removes a persona; its segment stays.", .status = 204},
             &PersonaRoutes::remove);
  routes.add("POST", "/personas/{persona}/quotes",
             {.summary = "Shows what one of its people wrote.",
              .request_schema = "PersonaQuote",
              .response_schema = "Persona",
              .status = 201},
             &PersonaRoutes::add_quote);
  routes.add("DELETE", "/personas/{persona}/quotes/{quote}",
             {.summary = "Shows these words no longer.", .status = 204},
             &PersonaRoutes::remove_quote);
}

}  // namespace

void add_persona_routes(http::Router& router, codec::Schemas& schemas, Personas& personas,
                        Segments& segments, const PersonNames& names) {
  add_schemas(schemas);
  const Routes routes(router, std::make_shared<PersonaRoutes>(personas, segments, names),
                      {.tag = "Personas", .prefix = "/api/v1", .right = Right::view_people});
  add_reading(routes);
  add_writing(routes.requiring(Right::edit_people));
}

}  // namespace throughline::segments
