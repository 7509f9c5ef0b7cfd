#include "people/decision_routes.h"

#include <algorithm>

#include "people/decision_view.h"

namespace throughline::people {
namespace {

using http::Request;
using storage::Transaction;

Result<UnmergeRequest> unmerge_of(const Request& request) {
  TL_TRY_ASSIGN(const auto form, codec::parse_as<UnmergeForm>(request.body));
  UnmergeRequest wanted{.profile = std::string(request.parameter("profile")),
                        .reason = form.reason};
  for (const IdentifierView& identifier : form.identifiers) {
    wanted.identifiers.push_back({identifier.type, identifier.value});
  }
  return wanted;
}

Result<http::Response> preview_unmerge(PeopleApi& api, const Request& request) {
  TL_TRY_ASSIGN(const UnmergeRequest wanted, unmerge_of(request));
  TL_TRY_ASSIGN(const UnmergePreview preview, api.people.read(request.actor, [&](Transaction& tx) {
    return api.people.preview_unmerge(tx, wanted);
  }));
  UnmergePreviewView view;
  for (const PersonAfter& person : preview.people) {
    view.people.push_back({.identifiers = views_of(person.identifiers),
                           .events = person.events,
                           .corrected_traits = person.corrected_traits});
  }
  return answer(view);
}

Result<http::Response> unmerge(PeopleApi& api, const Request& request) {
  TL_TRY_ASSIGN(const UnmergeRequest wanted, unmerge_of(request));
  TL_TRY_ASSIGN(const ProfileId taken, api.people.unmerge(request.actor, wanted));
  TL_TRY_ASSIGN(const Profile profile, api.people.read(request.actor, [&](Transaction& tx) {
    return api.people.profile(tx, taken);
  }));
  return answer(ProfileRef{profile.public_id});
}

Result<http::Response> held(PeopleApi& api, const Request& request) {
  TL_TRY_ASSIGN(const std::int64_t limit, request.integer_query("limit", 100, 1, 500));
  TL_TRY_ASSIGN(const std::int64_t after, request.integer_query("after", 0, 0, INT64_MAX));
  TL_TRY_ASSIGN(
      const auto view, api.people.read(request.actor, [&](Transaction& tx) -> Result<HeldList> {
        TL_TRY_ASSIGN(const auto values, api.people.held_values(tx, IdentifierId{after},
                                                                static_cast<std::size_t>(limit)));
        HeldList list;
        for (const HeldValue& value : values) {
          HeldView row = {.type = value.name.type,
                          .value = value.name.value,
                          .joined = value.joined,
                          .held = value.held};
          if (value.profile) {
            TL_TRY_ASSIGN(const Profile profile, api.people.profile(tx, value.profile));
            row.profile = profile.public_id;
          }
          list.items.push_back(std::move(row));
        }
        if (values.size() == static_cast<std::size_t>(limit)) {
          list.next = std::to_string(values.back().id.value);
        }
        return list;
      }));
  return answer(view);
}

Result<http::Response> judge(PeopleApi& api, const Request& request) {
  TL_TRY_ASSIGN(const auto form, codec::parse_as<VerdictForm>(request.body));
  TL_TRY_ASSIGN(const ValueVerdict verdict, parse_value_verdict(form.verdict));
  TL_TRY(api.people.judge(
      request.actor,
      {.identifier = {form.type, form.value}, .verdict = verdict, .reason = form.reason}));
  return http::Response{.status = 204};
}

Result<http::Response> decisions(PeopleApi& api, const Request& request) {
  TL_TRY_ASSIGN(const std::int64_t limit, request.integer_query("limit", 50, 1, 500));
  TL_TRY_ASSIGN(const std::int64_t before, request.integer_query("before", 0, 0, INT64_MAX));
  TL_TRY_ASSIGN(const auto taken, api.people.read(request.actor, [&](Transaction& tx) {
    return api.people.decisions(tx, before, static_cast<std::size_t>(limit));
  }));
  DecisionList list;
  for (const DecisionTaken& one : taken) {
    list.items.push_back(view_of(one));
  }
  if (taken.size() == static_cast<std::size_t>(limit)) {
    list.next = list.items.back().id;
  }
  return answer(list);
}

}  // namespace

void add_decision_routes(http::Router& router, codec::Schemas& schemas,
                         const std::shared_ptr<PeopleApi>& api) {
  codec::add_schema<UnmergeForm>(schemas, "Unmerge");
  codec::add_schema<UnmergePreviewView>(schemas, "UnmergePreview");
  codec::add_schema<HeldList>(schemas, "HeldIdentifiers");
  codec::add_schema<VerdictForm>(schemas, "IdentifierVerdict");
  codec::add_schema<DecisionList>(schemas, "Decisions");
  const auto bound = [&](auto handler) {
    return [api, handler](const Request& request) { return handler(*api, request); };
  };
  const Right view = Right::view_people;
  const Right edit = Right::edit_people;
  router.post("/api/v1/profiles/{profile}/unmerge/preview", http::with_right(view),
              {.summary = "Who this person would be if these identifiers were somebody else.",
               .tag = "People",
               .request_schema = "Unmerge",
               .response_schema = "UnmergePreview"},
              bound(preview_unmerge));
  router.post("/api/v1/profiles/{profile}/unmerge", http::with_right(edit),
              {.summary = "Decides that these identifiers are somebody else. Nothing but a later "
                          "merge joins the two again.",
               .tag = "People",
               .request_schema = "Unmerge",
               .response_schema = "ProfileRef"},
              bound(unmerge));
  router.get(
      "/api/v1/identity/held", http::with_right(view),
      {.summary = "Identifiers that would join more people than the rules let them.",
       .tag = "People",
       .response_schema = "HeldIdentifiers",
       .query = {{"after", "The `next` of the page before"}, {"limit", "1 to 500, 100 without"}}},
      bound(held));
  router.post("/api/v1/identity/verdicts", http::with_right(edit),
              {.summary = "Freezes an identifier, so that it joins nobody, or allows it.",
               .tag = "People",
               .request_schema = "IdentifierVerdict"},
              bound(judge));
  router.get(
      "/api/v1/identity/decisions", http::with_right(view),
      {.summary = "What people decided about who is who, newest first.",
       .tag = "People",
       .response_schema = "Decisions",
       .query = {{"before", "The `next` of the page before"}, {"limit", "1 to 500, 50 without"}}},
      bound(decisions));
}

}  // namespace throughline::people
