#include "people/people_list_routes.h"

#include "base/if_found.h"
#include "base/text.h"
#include "http/grouped_routes.h"

namespace throughline::people {
namespace {

using http::Request;
using storage::Transaction;

Result<PeopleQuery> people_query(const Request& request) {
  TL_TRY_ASSIGN(PeopleQuery query,
                parse_people_query({.search = request.query("q").value_or(""),
                                    .filter = request.query("filter").value_or(""),
                                    .sort = request.query("sort").value_or(""),
                                    .order = request.query("order").value_or("")}));
  TL_TRY_ASSIGN(const std::int64_t limit, request.integer_query("limit", 50, 1, 500));
  query.limit = static_cast<std::size_t>(limit);
  return query;
}

std::string cursor_text(const PeopleCursor& cursor) {
  return to_base64url(std::to_string(cursor.profile.value) + ":" + cursor.value);
}

Result<PeopleCursor> parse_people_cursor(std::string_view text) {
  const std::string decoded = from_base64(text).value_or("");
  const std::size_t colon = decoded.find(':');
  if (colon == std::string::npos) {
    return Error::invalid("`after` must be the `next` of the page before");
  }
  return PeopleCursor{decoded.substr(colon + 1),
                      ProfileId{std::strtoll(decoded.c_str(), nullptr, 10)}};
}

std::optional<std::string> or_null(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

Result<ProfileSummaryView> summary_view(PeopleApi& api, Transaction& tx,
                                        const PersonSummary& person) {
  TL_TRY_ASSIGN(const Profile profile, api.people.profile(tx, person.profile));
  ProfileSummaryView view = {.id = profile.public_id,
                             .name = or_null(person.name),
                             .email = or_null(person.email),
                             .user_id = or_null(person.user_id),
                             .known = person.known,
                             .first_seen = person.first_seen,
                             .last_seen = person.last_seen,
                             .events = person.events,
                             .identifiers = person.identifiers};
  TL_TRY_ASSIGN(const auto traits, api.people.traits(tx, person.profile));
  for (const Trait& trait : traits) {
    view.traits.emplace(trait.key, codec::RawJson{trait.said.value});
  }
  TL_TRY_ASSIGN(const auto memberships, api.people.memberships(tx, person.profile));
  if (!memberships.empty()) {
    TL_TRY_ASSIGN(const Account account, api.people.find_account(tx, memberships.front().account));
    const AccountView shown = view_of(account);
    view.account = AccountRef{shown.id, shown.name};
  }
  return view;
}

Result<http::Response> list(PeopleApi& api, const Request& request) {
  TL_TRY_ASSIGN(PeopleQuery query, people_query(request));
  if (const auto after = request.query("after"); after && !after->empty()) {
    TL_TRY_ASSIGN(query.after, parse_people_cursor(*after));
  }
  TL_TRY_ASSIGN(const auto view,
                api.people.read(request.actor, [&](Transaction& tx) -> Result<ProfileList> {
                  TL_TRY_ASSIGN(const PeoplePage page, api.people.list(tx, query));
                  ProfileList answer = {.total = page.total};
                  for (const PersonSummary& person : page.people) {
                    TL_TRY_ASSIGN(auto row, if_found(summary_view(api, tx, person)));
                    if (row) {  // Else just merged into another, which the list has yet to follow.
                      answer.items.push_back(*std::move(row));
                    }
                  }
                  if (page.next) {
                    answer.next = cursor_text(*page.next);
                  }
                  return answer;
                }));
  return answer(view);
}

Result<http::Response> fields(PeopleApi& api, const Request& request) {
  const PeopleByEvent people_by_event = api.people_by_event(request.actor);
  TL_TRY_ASSIGN(const Fields fields, api.people.read(request.actor, [&](Transaction& tx) {
    return api.people.fields(tx, people_by_event);
  }));
  FieldsView view;
  for (const TraitField& field : fields.traits) {
    view.traits.push_back({field.key, field.type, field.people});
  }
  for (const TraitField& field : fields.account_traits) {
    view.account_traits.push_back({field.key, field.type, field.people});
  }
  for (const EventField& field : fields.events) {
    view.event_names.push_back({field.name, field.events, field.people});
  }
  for (const IdentifierField& field : fields.identifiers) {
    view.identifier_types.push_back({field.type, field.people});
  }
  for (int channel = 0; channel <= static_cast<int>(Channel::system); ++channel) {
    view.channels.emplace_back(name_of(static_cast<Channel>(channel)));
  }
  return answer(view);
}

Result<AccountId> account_in_path(People& people, Transaction& tx, const Request& request) {
  const std::string_view text = request.parameter("account");
  if (const auto id = parse_public_id("account", text)) {
    return AccountId{id->key};
  }
  TL_TRY_ASSIGN(const Account account, people.find_account(tx, std::string(text)));
  return account.id;
}

Result<http::Response> accounts(PeopleApi& api, const Request& request) {
  TL_TRY_ASSIGN(const std::int64_t limit, request.integer_query("limit", 100, 1, 500));
  TL_TRY_ASSIGN(const std::int64_t after, request.integer_query("after", 0, 0, INT64_MAX));
  TL_TRY_ASSIGN(
      const auto view, api.people.read(request.actor, [&](Transaction& tx) -> Result<AccountList> {
        TL_TRY_ASSIGN(const auto page,
                      api.people.accounts(tx, {.search = request.query("q").value_or(""),
                                               .after = AccountId{after},
                                               .limit = static_cast<std::size_t>(limit)}));
        AccountList answer = {.total = page.total};
        for (const Account& account : page.accounts) {
          answer.items.push_back(view_of(account));
        }
        if (page.next) {
          answer.next = std::to_string(page.next->value);
        }
        return answer;
      }));
  return answer(view);
}

Result<http::Response> account(PeopleApi& api, const Request& request) {
  TL_TRY_ASSIGN(const auto view,
                api.people.read(request.actor, [&](Transaction& tx) -> Result<AccountView> {
                  TL_TRY_ASSIGN(const AccountId id, account_in_path(api.people, tx, request));
                  TL_TRY_ASSIGN(const Account found, api.people.find_account(tx, id));
                  return view_of(found);
                }));
  return answer(view);
}

Result<http::Response> members(PeopleApi& api, const Request& request) {
  TL_TRY_ASSIGN(const std::int64_t limit, request.integer_query("limit", 100, 1, 500));
  TL_TRY_ASSIGN(const std::int64_t after, request.integer_query("after", 0, 0, INT64_MAX));
  TL_TRY_ASSIGN(
      const auto view, api.people.read(request.actor, [&](Transaction& tx) -> Result<ProfileList> {
        TL_TRY_ASSIGN(const AccountId id, account_in_path(api.people, tx, request));
        TL_TRY_ASSIGN(const Account found, api.people.find_account(tx, id));
        TL_TRY_ASSIGN(const auto page, api.people.members(tx, id, ProfileId{after},
                                                          static_cast<std::size_t>(limit)));
        ProfileList answer = {.total = found.members};
        for (const ProfileId profile : page) {
          TL_TRY_ASSIGN(const auto extent, api.people.extent(tx, profile));
          TL_TRY_ASSIGN(auto row, summary_view(api, tx,
                                               {.profile = profile,
                                                .first_seen = extent.first.value_or(Time{}),
                                                .last_seen = extent.last.value_or(Time{}),
                                                .events = extent.events}));
          row.name = or_null(display_name(row.traits));
          answer.items.push_back(std::move(row));
        }
        if (page.size() == static_cast<std::size_t>(limit)) {
          answer.next = std::to_string(page.back().value);
        }
        return answer;
      }));
  return answer(view);
}

}  // namespace

void add_people_list_routes(http::Router& router, codec::Schemas& schemas,
                            const std::shared_ptr<PeopleApi>& api) {
  codec::add_schema<ProfileList>(schemas, "ProfileList");
  codec::add_schema<FieldsView>(schemas, "Fields");
  codec::add_schema<AccountList>(schemas, "AccountList");
  codec::add_schema<AccountView>(schemas, "Account");
  const http::GroupedRoutes<PeopleApi> routes(
      router, api, {.tag = "People", .prefix = "/api/v1", .right = Right::view_people});
  const std::vector<std::pair<std::string, std::string>> page = {
      {"after", "The `next` of the page before"}, {"limit", "1 to 500"}};
  routes.add("GET", "/profiles",
             {.summary = "People, found by words and conditions, in any order.",
              .response_schema = "ProfileList",
              .query = {{"q", "Words of names, addresses or other identifiers"},
                        {"filter", "A condition as JSON"},
                        {"sort", "last_seen, first_seen, name, events or trait:KEY"},
                        {"order", "asc or desc"},
                        {"after", "The `next` of the page before"},
                        {"limit", "1 to 500, 50 without"}}},
             list);
  routes.add("GET", "/fields",
             {.summary = "What conditions can be about, and how common it is.",
              .response_schema = "Fields"},
             fields);
  routes.add("GET", "/accounts",
             {.summary = "Accounts, all or those found by words.",
              .response_schema = "AccountList",
              .query = {{"q", "Words of names or group ids"},
                        {"after", "The `next` of the page before"},
                        {"limit", "1 to 500, 100 without"}}},
             accounts);
  routes.add("GET", "/accounts/{account}",
             {.summary = "One account, by id or group id.", .response_schema = "Account"}, account);
  routes.add(
      "GET", "/accounts/{account}/members",
      {.summary = "Who belongs to an account.", .response_schema = "ProfileList", .query = page},
      members);
}

}  // namespace throughline::people
