#include "people/profile_routes.h"

#include <fmt/format.h>

#include <algorithm>

#include "http/grouped_routes.h"

namespace throughline::people {
namespace {

constexpr std::size_t first_identifiers = 50;
constexpr std::size_t history_max = 500;

using http::Request;
using storage::Transaction;

Result<ProfileView> render_profile(Renderer& render, PeopleApi& api, Transaction& tx, ProfileId id,
                                   const AsOf& when) {
  TL_TRY_ASSIGN(const Profile profile, api.people.profile(tx, id));
  TL_TRY_ASSIGN(const auto extent, api.people.extent(tx, id));
  ProfileView view = {.id = profile.public_id,
                      .pending = profile.pending,
                      .first_seen = extent.first,
                      .last_seen = extent.last,
                      .events = extent.events,
                      .identifier_count = profile.identifiers};
  TL_TRY_ASSIGN(const auto traits, api.people.traits(tx, id, when));
  for (const Trait& trait : traits) {
    view.traits.emplace(trait.key, codec::RawJson{trait.said.value});
  }
  if (std::string name = display_name(view.traits); !name.empty()) {
    view.name = std::move(name);
  }
  TL_TRY_ASSIGN(const auto page, api.people.identifiers(tx, id, {}, first_identifiers));
  for (const ProfileIdentifier& identifier : page.identifiers) {
    view.known = view.known || identifier.name.type == "user_id";
    TL_TRY_ASSIGN(auto rendered, render.identifier(tx, identifier));
    view.identifiers.push_back(std::move(rendered));
  }
  TL_TRY_ASSIGN(const auto memberships, api.people.memberships(tx, id));
  for (const Membership& membership : memberships) {
    TL_TRY_ASSIGN(auto rendered, render.membership(tx, membership));
    view.accounts.push_back(std::move(rendered));
  }
  return view;
}

Result<http::Response> profile(PeopleApi& api, const Request& request) {
  TL_TRY_ASSIGN(const AsOf when, as_of_query(request));
  TL_TRY_ASSIGN(auto render, Renderer::make(api, request.actor));
  TL_TRY_ASSIGN(const auto view,
                api.people.read(request.actor, [&](Transaction& tx) -> Result<ProfileView> {
                  TL_TRY_ASSIGN(const ProfileId id, profile_in_path(api.people, tx, request));
                  return render_profile(render, api, tx, id, when);
                }));
  return answer(view);
}

Result<http::Response> identifiers(PeopleApi& api, const Request& request) {
  TL_TRY_ASSIGN(const std::int64_t limit, request.integer_query("limit", 100, 1, 500));
  TL_TRY_ASSIGN(const std::int64_t after, request.integer_query("after", 0, 0, INT64_MAX));
  TL_TRY_ASSIGN(auto render, Renderer::make(api, request.actor));
  TL_TRY_ASSIGN(const auto view,
                api.people.read(request.actor, [&](Transaction& tx) -> Result<IdentifierList> {
                  TL_TRY_ASSIGN(const ProfileId id, profile_in_path(api.people, tx, request));
                  TL_TRY_ASSIGN(const auto page,
                                api.people.identifiers(tx, id, IdentifierId{after},
                                                       static_cast<std::size_t>(limit)));
                  IdentifierList list;
                  for (const ProfileIdentifier& identifier : page.identifiers) {
                    TL_TRY_ASSIGN(auto rendered, render.identifier(tx, identifier));
                    list.items.push_back(std::move(rendered));
                  }
                  if (page.more) {
                    list.next = std::to_string(page.identifiers.back().id.value);
                  }
                  return list;
                }));
  return answer(view);
}

Result<http::Response> traits(PeopleApi& api, const Request& request) {
  TL_TRY_ASSIGN(const AsOf when, as_of_query(request));
  TL_TRY_ASSIGN(const auto render, Renderer::make(api, request.actor));
  TL_TRY_ASSIGN(const auto view,
                api.people.read(request.actor, [&](Transaction& tx) -> Result<TraitList> {
                  TL_TRY_ASSIGN(const ProfileId id, profile_in_path(api.people, tx, request));
                  TL_TRY_ASSIGN(const auto rules, api.people.survivorship(tx));
                  TL_TRY_ASSIGN(const auto held, api.people.traits(tx, id, when));
                  TraitList list;
                  for (const Trait& trait : held) {
                    TraitView row = render.trait(trait);
                    row.rule = std::string(name_of(rule_for(rules, trait.key).survivorship));
                    list.items.push_back(std::move(row));
                  }
                  return list;
                }));
  return answer(view);
}

Result<http::Response> trait_history(PeopleApi& api, const Request& request) {
  TL_TRY_ASSIGN(const auto render, Renderer::make(api, request.actor));
  TL_TRY_ASSIGN(
      const auto view, api.people.read(request.actor, [&](Transaction& tx) -> Result<TraitHistory> {
        TL_TRY_ASSIGN(const ProfileId id, profile_in_path(api.people, tx, request));
        const std::string key(request.parameter("key"));
        TL_TRY_ASSIGN(const auto changes, api.people.trait_history(tx, id, key, history_max));
        TraitHistory history;
        for (const TraitChange& change : changes) {
          history.items.push_back(render.change(change));
        }
        return history;
      }));
  return answer(view);
}

// PUT: {"value": ..., "lock": true}; {"lock": false} without a value takes the lock away.
Result<http::Response> edit_trait(PeopleApi& api, const Request& request) {
  TL_TRY_ASSIGN(const auto form, codec::parse_as<TraitForm>(request.body));
  if (!form.value && form.lock.value_or(true)) {
    return Error::invalid("say the `value`, or \"lock\": false to take a lock away");
  }
  const TraitEdit edit = !form.value                 ? TraitEdit::unlock
                         : form.lock.value_or(false) ? TraitEdit::lock
                                                     : TraitEdit::set;
  TL_TRY_ASSIGN(const ProfileId id, api.people.read(request.actor, [&](Transaction& tx) {
    return profile_in_path(api.people, tx, request);
  }));
  TL_TRY(api.people.edit_trait(request.actor, id, std::string(request.parameter("key")),
                               form.value ? form.value->text : "null", edit));
  return traits(api, request);
}

Result<http::Response> events(PeopleApi& api, const Request& request) {
  timeline::LineQuery query;
  TL_TRY_ASSIGN(query.filter, filter_query(request));
  TL_TRY_ASSIGN(const std::int64_t limit, request.integer_query("limit", 50, 1, 500));
  query.limit = static_cast<std::size_t>(limit);
  if (const auto before = request.query("before")) {
    TL_TRY_ASSIGN(query.before, parse_cursor(*before));
  }
  if (const auto after = request.query("after")) {
    TL_TRY_ASSIGN(query.after, parse_cursor(*after));
  }
  TL_TRY_ASSIGN(auto render, Renderer::make(api, request.actor));
  TL_TRY_ASSIGN(const auto view,
                api.people.read(request.actor, [&](Transaction& tx) -> Result<EventList> {
                  TL_TRY_ASSIGN(const ProfileId id, profile_in_path(api.people, tx, request));
                  TL_TRY_ASSIGN(const auto page, api.people.line(tx, id, query));
                  EventList list;
                  for (const Event& event : page.events) {
                    TL_TRY_ASSIGN(auto rendered, render.event(tx, event));
                    list.items.push_back(std::move(rendered));
                  }
                  if (page.more) {
                    list.next = list.items.back().cursor;
                  }
                  return list;
                }));
  return answer(view);
}

Result<http::Response> density(PeopleApi& api, const Request& request) {
  TL_TRY_ASSIGN(const auto filter, filter_query(request));
  TL_TRY_ASSIGN(const auto view,
                api.people.read(request.actor, [&](Transaction& tx) -> Result<DensityView> {
                  TL_TRY_ASSIGN(const ProfileId id, profile_in_path(api.people, tx, request));
                  TL_TRY_ASSIGN(const auto days, api.people.density(tx, id, filter));
                  DensityView density;
                  for (const timeline::DayCount& day : days) {
                    density.items.push_back(
                        {fmt::format("{:04}-{:02}-{:02}", day.day.year, day.day.month, day.day.day),
                         day.events});
                  }
                  return density;
                }));
  return answer(view);
}

Result<http::Response> accounts(PeopleApi& api, const Request& request) {
  TL_TRY_ASSIGN(auto render, Renderer::make(api, request.actor));
  TL_TRY_ASSIGN(const auto view,
                api.people.read(request.actor, [&](Transaction& tx) -> Result<MembershipList> {
                  TL_TRY_ASSIGN(const ProfileId id, profile_in_path(api.people, tx, request));
                  TL_TRY_ASSIGN(const auto memberships, api.people.memberships(tx, id));
                  MembershipList list;
                  for (const Membership& membership : memberships) {
                    TL_TRY_ASSIGN(auto rendered, render.membership(tx, membership));
                    list.items.push_back(std::move(rendered));
                  }
                  return list;
                }));
  return answer(view);
}

Result<Identifier> identifier_query(const Request& request, std::string_view name) {
  const std::string text = request.query(name).value_or("");
  const std::size_t colon = text.find(':');
  if (colon == std::string::npos) {
    return Error::invalid("`" + std::string(name) +
                          "` must be type:value, such as email:a@b.example");
  }
  return Identifier{text.substr(0, colon), text.substr(colon + 1)};
}

LinkView view_of(const Renderer& render, const Link& link) {
  LinkView view = {
      .occurred_at = link.claim.occurred_at,
      .message_id = link.claim.message_id,
      .identifiers = {{link.base.type, link.base.value}, {link.other.type, link.other.value}},
      .rule = link.refused                   ? std::string(name_of(*link.refused))
              : link.rights == Rights::merge ? "explicit merge"
                                             : "said together",
      .text = link.reason};
  if (link.claim.source) {
    view.source = render.source(link.claim.source);
  }
  return view;
}

Result<http::Response> links(PeopleApi& api, const Request& request) {
  TL_TRY_ASSIGN(const auto one, identifier_query(request, "a"));
  TL_TRY_ASSIGN(const auto other, identifier_query(request, "b"));
  TL_TRY_ASSIGN(const auto render, Renderer::make(api, request.actor));
  TL_TRY_ASSIGN(const Explanation explanation, api.people.read(request.actor, [&](Transaction& tx) {
    return api.people.explain(tx, one, other);
  }));
  ExplanationView view = {.linked = explanation.verdict == Explanation::Verdict::same,
                          .text = explanation.text};
  for (const Link& link : explanation.links) {
    (link.refused ? view.refusals : view.steps).push_back(view_of(render, link));
  }
  return answer(view);
}

Result<http::Response> merge_profiles(PeopleApi& api, const Request& request) {
  TL_TRY_ASSIGN(const auto form, codec::parse_as<MergeForm>(request.body));
  if (form.profiles.size() < 2 || form.profiles.size() > 100) {
    return Error::invalid("`profiles` must name 2 to 100 people");
  }
  ProfileId merged;
  for (std::size_t i = 1; i < form.profiles.size(); ++i) {
    TL_TRY_ASSIGN(merged, api.people.merge(request.actor, {.one = form.profiles.front(),
                                                           .other = form.profiles[i],
                                                           .reason = form.reason}));
  }
  TL_TRY_ASSIGN(const Profile profile, api.people.read(request.actor, [&](Transaction& tx) {
    return api.people.profile(tx, merged);
  }));
  return answer(ProfileRef{profile.public_id});
}

Result<http::Response> event(PeopleApi& api, const Request& request) {
  const auto id = parse_public_id("event", request.parameter("event"));
  if (!id) {
    return Error::not_found("there is no such event");
  }
  TL_TRY_ASSIGN(auto render, Renderer::make(api, request.actor));
  TL_TRY_ASSIGN(const auto view,
                api.people.read(request.actor, [&](Transaction& tx) -> Result<EventView> {
                  TL_TRY_ASSIGN(const Event found, api.people.find_event(tx, EventSeq{id->key}));
                  return render.event(tx, found);
                }));
  return answer(view);
}

void add_profile_schemas(codec::Schemas& schemas) {
  codec::add_schema<ProfileView>(schemas, "Profile");
  codec::add_schema<IdentifierList>(schemas, "IdentifierList");
  codec::add_schema<TraitList>(schemas, "TraitList");
  codec::add_schema<TraitHistory>(schemas, "TraitHistory");
  codec::add_schema<TraitForm>(schemas, "TraitEdit");
  codec::add_schema<EventList>(schemas, "EventList");
  codec::add_schema<EventView>(schemas, "Event");
  codec::add_schema<DensityView>(schemas, "Density");
  codec::add_schema<MembershipList>(schemas, "MembershipList");
  codec::add_schema<ExplanationView>(schemas, "Explanation");
  codec::add_schema<MergeForm>(schemas, "Merge");
  codec::add_schema<ProfileRef>(schemas, "ProfileRef");
}

std::vector<std::pair<std::string, std::string>> past_parameters() {
  return {{"as_of", "What held at this time, by all we know today"},
          {"known_at", "The same, using only what was received by this time"}};
}

std::vector<std::pair<std::string, std::string>> line_parameters() {
  return {{"kind", "Kinds of events, separated by commas"},
          {"channel", "Channels, separated by commas"},
          {"name", "An event's name"},
          {"from", "From this time on"},
          {"until", "Before this time"},
          {"before", "Older than this cursor, newest first"},
          {"after", "Newer than this cursor, oldest first"},
          {"limit", "1 to 500, 50 without"}};
}

}  // namespace

void add_profile_routes(http::Router& router, codec::Schemas& schemas,
                        const std::shared_ptr<PeopleApi>& api) {
  add_profile_schemas(schemas);
  const http::GroupedRoutes<PeopleApi> reading(
      router, api, {.tag = "People", .prefix = "/api/v1", .right = Right::view_people});
  const http::GroupedRoutes<PeopleApi> editing = reading.requiring(Right::edit_people);
  const auto past = past_parameters();
  const auto line = line_parameters();
  reading.add("GET", "/profiles/{profile}",
              {.summary = "One person, by id or as type:value.",
               .response_schema = "Profile",
               .query = past},
              profile);
  reading.add(
      "GET", "/profiles/{profile}/identifiers",
      {.summary = "Every identifier of the person.",
       .response_schema = "IdentifierList",
       .query = {{"after", "The `next` of the page before"}, {"limit", "1 to 500, 100 without"}}},
      identifiers);
  reading.add("GET", "/profiles/{profile}/traits",
              {.summary = "Her traits, who said them and when.",
               .response_schema = "TraitList",
               .query = past},
              traits);
  reading.add("GET", "/profiles/{profile}/traits/{key}",
              {.summary = "Everything ever said about one trait, newest first.",
               .response_schema = "TraitHistory"},
              trait_history);
  editing.add("PUT", "/profiles/{profile}/traits/{key}",
              {.summary = "Corrects a trait by hand, and locks it where asked to.",
               .request_schema = "TraitEdit",
               .response_schema = "TraitList"},
              edit_trait);
  reading.add("GET", "/profiles/{profile}/events",
              {.summary = "Her line.", .response_schema = "EventList", .query = line}, events);
  reading.add("GET", "/profiles/{profile}/density",
              {.summary = "How many events there are per day.",
               .response_schema = "Density",
               .query = line},
              density);
  reading.add(
      "GET", "/profiles/{profile}/accounts",
      {.summary = "The accounts the person belongs to.", .response_schema = "MembershipList"},
      accounts);
  reading.add("GET", "/profiles/{profile}/links",
              {.summary = "Why two identifiers are one person, or why they are not.",
               .response_schema = "Explanation",
               .query = {{"a", "type:value"}, {"b", "type:value"}}},
              links);
  editing.add("POST", "/profiles/merge",
              {.summary = "Joins people by hand; explicit, so that limits do not apply.",
               .request_schema = "Merge",
               .response_schema = "ProfileRef"},
              merge_profiles);
  reading.add("GET", "/events/{event}",
              {.summary = "One event with everything that was sent and decided.",
               .response_schema = "Event"},
              event);
}

}  // namespace throughline::people
