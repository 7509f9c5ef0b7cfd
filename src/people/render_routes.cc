#include "people/render_routes.h"

#include <algorithm>
#include <array>

#include "base/number_in.h"
#include "base/text.h"

namespace throughline::people {
namespace {

codec::RawJson raw(const std::string& json) {
  return {json.empty() ? std::string("{}") : json};
}

std::vector<std::string> parts_of(std::string_view text) {
  std::vector<std::string> parts;
  for (const std::string_view part : split(text, ',')) {
    if (!part.empty()) {
      parts.emplace_back(part);
    }
  }
  return parts;
}

std::string text_in(const std::map<std::string, codec::RawJson>& traits, const std::string& key) {
  const auto found = traits.find(key);
  if (found == traits.end()) {
    return {};
  }
  const auto document = codec::JsonDocument::parse(found->second.text);
  return document.ok() ? std::string(document->root().text()) : std::string();
}

}  // namespace

Result<Renderer> Renderer::make(PeopleApi& api, const Actor& actor) {
  TL_TRY_ASSIGN(auto sources, api.source_refs(actor));
  return Renderer(api, std::move(sources));
}

SourceRef Renderer::source(SourceId id) const {
  const auto found = sources_.find(id);
  return found != sources_.end() ? found->second : SourceRef{"", "Throughline"};
}

Result<EventView> Renderer::event(storage::Transaction& tx, const Event& event) {
  EventView view = {.id = to_public_id("event", event.times.received, event.seq.value),
                    .cursor = cursor_of(event),
                    .kind = std::string(name_of(event.kind)),
                    .name = event.name,
                    .channel = std::string(name_of(event.channel)),
                    .occurred_at = event.occurred_at,
                    .original_timestamp = event.times.original,
                    .sent_at = event.times.sent,
                    .received_at = event.times.received,
                    .clock = std::string(name_of(event.clock)),
                    .message_id = event.message_id,
                    .source = source(event.source),
                    .properties = raw(event.properties),
                    .context = raw(event.context),
                    .integrations = raw(event.integrations),
                    .extra = raw(event.extra),
                    .notes = event.notes};
  TL_TRY_ASSIGN(const auto key, api_.people.find_identifier_name(tx, event.key_identifier));
  if (key) {
    view.key_identifier = IdentifierView{key->type, key->value};
  }
  view.identifiers = views_of(event.identifiers);
  if (!event.account.empty()) {
    view.account = event.account;
  }
  if (!event.reference.empty()) {
    view.reference = event.reference;
  }
  return view;
}

Result<OwnedIdentifierView> Renderer::identifier(storage::Transaction& tx,
                                                 const ProfileIdentifier& owned) {
  TL_TRY_ASSIGN(const auto extent, api_.people.extent(tx, owned.id));
  return OwnedIdentifierView{.type = owned.name.type,
                             .value = owned.name.value,
                             .verified = owned.verified,
                             .events = extent.events,
                             .first_at = extent.first,
                             .last_at = extent.last};
}

Result<MembershipView> Renderer::membership(storage::Transaction& tx,
                                            const Membership& membership) {
  TL_TRY_ASSIGN(const Account account, api_.people.find_account(tx, membership.account));
  const AccountView view = view_of(account);
  return MembershipView{.id = view.id,
                        .group_id = view.group_id,
                        .name = view.name,
                        .roles = membership.roles,
                        .since = membership.since};
}

TraitView Renderer::trait(const Trait& trait) const {
  return {.key = trait.key,
          .value = {trait.said.value},
          .occurred_at = trait.said.order.occurred_at,
          .received_at = trait.said.received_at,
          .source = source(trait.said.order.source),
          .event_id = trait.said.event ? std::optional(to_public_id("event", trait.said.received_at,
                                                                    trait.said.event.value))
                                       : std::nullopt,
          .locked = trait.locked};
}

TraitChangeView Renderer::change(const TraitChange& change) const {
  return {.value = {change.said.value},
          .op = std::string(name_of(change.said.op)),
          .occurred_at = change.said.order.occurred_at,
          .received_at = change.said.received_at,
          .source = source(change.said.order.source),
          .event_id = change.said.event
                          ? std::optional(to_public_id("event", change.said.received_at,
                                                       change.said.event.value))
                          : std::nullopt,
          .once = change.said.op == TraitOp::set_once,
          .wins = change.holds};
}

std::map<std::string, codec::RawJson> values_of(const TraitStates& states) {
  std::map<std::string, codec::RawJson> values;
  for (const auto& [key, state] : states) {
    if (const Assertion* said = winner(state); said != nullptr && said->value != "null") {
      values.emplace(key, codec::RawJson{said->value});
    }
  }
  return values;
}

std::string display_name(const std::map<std::string, codec::RawJson>& traits) {
  std::string name = text_in(traits, "name");
  for (const auto& [first, last] :
       {std::pair("firstName", "lastName"), std::pair("first_name", "last_name")}) {
    if (name.empty()) {
      name = trimmed(text_in(traits, first) + " " + text_in(traits, last));
    }
  }
  return name;
}

Result<ProfileName> name_of(People& people, storage::Transaction& tx, ProfileId id) {
  TL_TRY_ASSIGN(const Profile profile, people.profile(tx, id));
  TL_TRY_ASSIGN(const auto traits, people.traits(tx, id));
  std::map<std::string, codec::RawJson> values;
  for (const Trait& trait : traits) {
    values.emplace(trait.key, codec::RawJson{trait.said.value});
  }
  ProfileName name = {.id = profile.public_id};
  if (std::string shown = display_name(values); !shown.empty()) {
    name.name = std::move(shown);
  }
  return name;
}

std::vector<IdentifierView> views_of(const std::vector<Identifier>& identifiers) {
  std::vector<IdentifierView> views;
  views.reserve(identifiers.size());
  for (const Identifier& identifier : identifiers) {
    views.push_back({identifier.type, identifier.value});
  }
  return views;
}

DecisionView view_of(const DecisionTaken& decision) {
  return {.id = std::to_string(decision.id),
          .kind = decision.kind,
          .decided_at = decision.decided_at,
          .actor = decision.actor,
          .reason = decision.reason,
          .identifiers = views_of(decision.identifiers),
          .others = views_of(decision.others)};
}

AccountView view_of(const Account& account) {
  auto traits = values_of(account.traits);
  const std::string name = display_name(traits);
  return {.id = to_public_id("account", account.created_at, account.id.value),
          .group_id = account.key,
          .name = name.empty() ? account.key : name,
          .type = account.type,
          .parents = account.parents,
          .people = account.members,
          .created_at = account.created_at,
          .traits = std::move(traits)};
}

Result<ProfileId> profile_in_path(People& people, storage::Transaction& tx,
                                  const http::Request& request) {
  return people.find_profile(tx, request.parameter("profile"));
}

Result<std::optional<Time>> time_query(const http::Request& request, std::string_view name) {
  const auto text = request.query(name);
  if (!text || text->empty()) {
    return std::optional<Time>();
  }
  const auto time = parse_time(*text);
  if (!time) {
    return Error::invalid("`" + std::string(name) +
                          "` must be a time such as 2026-03-01T08:30:00Z");
  }
  return time;
}

Result<AsOf> as_of_query(const http::Request& request) {
  AsOf when;
  TL_TRY_ASSIGN(when.as_of, time_query(request, "as_of"));
  TL_TRY_ASSIGN(when.known_at, time_query(request, "known_at"));
  return when;
}

Result<timeline::LineFilter> filter_query(const http::Request& request) {
  timeline::LineFilter filter;
  for (const std::string& kind : parts_of(request.query("kind").value_or(""))) {
    TL_TRY_ASSIGN(const EventKind parsed, parse_event_kind(kind));
    filter.kinds.push_back(parsed);
  }
  for (const std::string& channel : parts_of(request.query("channel").value_or(""))) {
    TL_TRY_ASSIGN(const Channel parsed, parse_channel(channel));
    filter.channels.push_back(parsed);
  }
  // A name may hold a comma, so that several come one per parameter's whole value only.
  if (const auto name = request.query("name"); name && !name->empty()) {
    filter.names.push_back(*name);
  }
  TL_TRY_ASSIGN(filter.from, time_query(request, "from"));
  TL_TRY_ASSIGN(filter.until, time_query(request, "until"));
  return filter;
}

std::string cursor_of(const Event& event) {
  return to_base64url(std::to_string(event.occurred_at.us) + ":" + std::to_string(event.sequence) +
                      ":" + std::to_string(event.source.value) + ":" + event.message_id);
}

Result<LinePosition> parse_cursor(std::string_view text) {
  std::string rest = from_base64(text).value_or("");
  std::array<std::int64_t, 3> numbers = {};
  for (std::int64_t& number : numbers) {
    const std::size_t colon = rest.find(':');
    const auto read = number_in(std::string_view(rest).substr(0, colon));
    if (colon == std::string::npos || !read) {
      return Error::invalid("`before` and `after` must be a `cursor` or `next` from an answer");
    }
    number = *read;
    rest.erase(0, colon + 1);
  }
  return LinePosition{{numbers[0]}, numbers[1], rest, {numbers[2]}};
}

}  // namespace throughline::people
