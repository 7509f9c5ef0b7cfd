#include "people/duplicate_routes.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "event/public_id.h"
#include "http/grouped_routes.h"
#include "people/duplicate_view.h"
#include "people/render_routes.h"

namespace throughline::people {
namespace {

using http::Request;
using storage::Transaction;

constexpr std::string_view duplicate_prefix = "duplicate";
constexpr std::size_t reason_bytes_max = 500;
constexpr std::array<std::string_view, 6> fields_shown = {
    "first name", "last name", "date of birth", "email", "phone", "address"};

struct DuplicatesApi {
  People& people;
  Duplicates& duplicates;
};

Result<DuplicateId> duplicate_named(std::string_view text) {
  const auto id = parse_public_id(duplicate_prefix, text);
  if (!id) {
    return Error::not_found("there is no such pair");
  }
  return DuplicateId{id->key};
}

std::string public_id_of(const Duplicate& pair) {
  return to_public_id(duplicate_prefix, pair.found_at, pair.id.value);
}

Result<DuplicatePersonView> person_view(DuplicatesApi& api, Transaction& tx, ProfileId id,
                                        const ComparedValues& values) {
  TL_TRY_ASSIGN(const Profile profile, api.people.profile(tx, id));
  TL_TRY_ASSIGN(const auto extent, api.people.extent(tx, id));
  const std::string name = value_of("first name", values) + " " + value_of("last name", values);
  DuplicatePersonView view{.id = profile.public_id,
                           .name = std::string(trimmed(name)),
                           .events = extent.events,
                           .identifiers = profile.identifiers,
                           .first_seen = extent.first,
                           .last_seen = extent.last};
  if (view.name.empty()) {
    TL_TRY_ASSIGN(const ProfileIdentifier key, api.people.key_identifier(tx, id));
    view.name = key.name.value;
  }
  return view;
}

std::vector<DuplicateEvidenceView> evidence_view(const Duplicate& pair, const ComparedValues& one,
                                                 const ComparedValues& other) {
  std::vector<DuplicateEvidenceView> rows;
  for (const std::string_view field : fields_shown) {
    DuplicateEvidenceView row{
        .field = std::string(field), .one = value_of(field, one), .other = value_of(field, other)};
    const auto found =
        std::find_if(pair.evidence.begin(), pair.evidence.end(),
                     [&](const DuplicateEvidence& evidence) { return evidence.aspect == field; });
    if (found != pair.evidence.end()) {
      row.words = std::string(words_of(*found));
      row.weight = found->weight;
    } else if (row.one.empty() && row.other.empty()) {
      continue;
    } else {
      row.words = row.one.empty() || row.other.empty() ? "known of one of them only"
                                                       : "counted with another line";
    }
    rows.push_back(std::move(row));
  }
  std::stable_sort(rows.begin(), rows.end(),
                   [](const auto& a, const auto& b) { return a.weight > b.weight; });
  return rows;
}

Result<DuplicateView> pair_view(DuplicatesApi& api, Transaction& tx, const Duplicate& pair) {
  TL_TRY_ASSIGN(const ComparedValues one, api.duplicates.compared(tx, pair.one));
  TL_TRY_ASSIGN(const ComparedValues other, api.duplicates.compared(tx, pair.other));
  DuplicateView view{.id = public_id_of(pair),
                     .state = std::string(name_of(pair.state)),
                     .probability = pair.probability(),
                     .found_at = pair.found_at,
                     .evidence = evidence_view(pair, one, other),
                     .decided_at = pair.decided_at};
  TL_TRY_ASSIGN(view.one, person_view(api, tx, pair.one, one));
  TL_TRY_ASSIGN(view.other, person_view(api, tx, pair.other, other));
  if (pair.state != DuplicateState::open) {
    view.decided_by = pair.decided_by;
    view.reason = pair.reason;
  }
  return view;
}

DuplicateSearchView view_of(const DuplicateSearch& search) {
  return {.state = std::string(name_of(search.state)),
          .started_at = search.started_at,
          .finished_at = search.finished_at,
          .people = search.people,
          .pairs = search.pairs,
          .found = search.found};
}

Result<http::Response> list(DuplicatesApi& api, const Request& request) {
  TL_TRY_ASSIGN(const DuplicateState state,
                parse_duplicate_state(request.query("state").value_or("open")));
  TL_TRY_ASSIGN(const std::int64_t limit, request.integer_query("limit", 50, 1, 200));
  DuplicateId after;
  if (const auto text = request.query("after"); text && !text->empty()) {
    TL_TRY_ASSIGN(after, duplicate_named(*text));
  }
  TL_TRY_ASSIGN(const auto view,
                api.people.read(request.actor, [&](Transaction& tx) -> Result<DuplicateList> {
                  TL_TRY_ASSIGN(
                      const DuplicatePage page,
                      api.duplicates.list(tx, state, after, static_cast<std::size_t>(limit)));
                  DuplicateList answer{.total = page.total};
                  for (const Duplicate& pair : page.items) {
                    TL_TRY_ASSIGN(auto row, pair_view(api, tx, pair));
                    answer.items.push_back(std::move(row));
                  }
                  if (page.next) {
                    answer.next = answer.items.back().id;
                  }
                  TL_TRY_ASSIGN(const auto search, api.duplicates.latest_search(tx));
                  if (search) {
                    answer.search = view_of(*search);
                  }
                  return answer;
                }));
  return answer(view);
}

Result<http::Response> show(DuplicatesApi& api, const Request& request) {
  TL_TRY_ASSIGN(const DuplicateId id, duplicate_named(request.parameter("duplicate")));
  TL_TRY_ASSIGN(const auto view,
                api.people.read(request.actor, [&](Transaction& tx) -> Result<DuplicateView> {
                  TL_TRY_ASSIGN(const Duplicate pair, api.duplicates.find(tx, id));
                  return pair_view(api, tx, pair);
                }));
  return answer(view);
}

Result<http::Response> search(DuplicatesApi& api, const Request& request) {
  TL_TRY_ASSIGN(const DuplicateSearch started, api.duplicates.start_search(request.actor));
  return answer(view_of(started));
}

Result<http::Response> accept(DuplicatesApi& api, const Request& request) {
  TL_TRY_ASSIGN(const DuplicateId id, duplicate_named(request.parameter("duplicate")));
  TL_TRY_ASSIGN(const ProfileId merged, api.duplicates.accept(request.actor, id));
  TL_TRY_ASSIGN(const Profile profile, api.people.read(request.actor, [&](Transaction& tx) {
    return api.people.profile(tx, merged);
  }));
  return answer(ProfileRef{profile.public_id});
}

Result<http::Response> refuse(DuplicatesApi& api, const Request& request) {
  TL_TRY_ASSIGN(const DuplicateId id, duplicate_named(request.parameter("duplicate")));
  DuplicateRefusalForm form;
  if (!request.body.empty()) {
    TL_TRY_ASSIGN(form, codec::parse_as<DuplicateRefusalForm>(request.body));
  }
  const std::string reason = form.reason.value_or("");
  if (reason.size() > reason_bytes_max) {
    return Error::invalid("`reason` may have 500 bytes");
  }
  TL_TRY(api.duplicates.refuse(request.actor, id, reason));
  return show(api, request);
}

Result<http::Response> reopen(DuplicatesApi& api, const Request& request) {
  TL_TRY_ASSIGN(const DuplicateId id, duplicate_named(request.parameter("duplicate")));
  TL_TRY(api.duplicates.reopen(request.actor, id));
  return show(api, request);
}

}  // namespace

void add_duplicate_routes(http::Router& router, codec::Schemas& schemas, People& people,
                          Duplicates& duplicates) {
  codec::add_schema<DuplicateList>(schemas, "DuplicateList");
  codec::add_schema<DuplicateView>(schemas, "Duplicate");
  codec::add_schema<DuplicateSearchView>(schemas, "DuplicateSearch");
  codec::add_schema<DuplicateRefusalForm>(schemas, "DuplicateRefusal");
  const auto api = std::make_shared<DuplicatesApi>(DuplicatesApi{people, duplicates});
  const http::GroupedRoutes<DuplicatesApi> reading(
      router, api, {.tag = "People", .prefix = "/api/v1/duplicates", .right = Right::view_people});
  const http::GroupedRoutes<DuplicatesApi> editing = reading.requiring(Right::edit_people);
  reading.add("GET", "",
              {.summary = "Pairs of people who are probably one, the likeliest first.",
               .response_schema = "DuplicateList",
               .query = {{"state", "open, accepted or refused"},
                         {"after", "The `next` of the page before"},
                         {"limit", "1 to 200, 50 without"}}},
              list);
  editing.add("POST", "/search",
              {.summary = "Compares everybody anew, in the background.",
               .response_schema = "DuplicateSearch"},
              search);
  reading.add("GET", "/{duplicate}",
              {.summary = "One pair side by side.", .response_schema = "Duplicate"}, show);
  editing.add("POST", "/{duplicate}/accept",
              {.summary = "They are one: merges them as by hand.", .response_schema = "ProfileRef"},
              accept);
  editing.add("POST", "/{duplicate}/refuse",
              {.summary = "They are two: never proposes this pair again.",
               .request_schema = "DuplicateRefusal",
               .response_schema = "Duplicate"},
              refuse);
  editing.add("POST", "/{duplicate}/reopen",
              {.summary = "Takes a refusal back.", .response_schema = "Duplicate"}, reopen);
}

}  // namespace throughline::people
