#include "people/people.h"

#include "condition/evaluate.h"
#include "people/account_store.h"
#include "people/identity_rows_store.h"
#include "people/listed_traits_store.h"
#include "people/people.shared.h"
#include "people/people_index_store.h"
#include "people/people_page_store.h"
#include "people/trait_store.h"
#include "timeline/timeline.gathering.h"

namespace throughline::people {

using storage::Transaction;

namespace {

constexpr std::int64_t counted_events_max = 10'000;

std::map<std::string, std::string> values_of(const TraitStates& states) {
  std::map<std::string, std::string> values;
  for (const auto& [key, state] : states) {
    if (const Assertion* said = winner(state); said != nullptr && said->value != "null") {
      values.emplace(key, said->value);
    }
  }
  return values;
}

}  // namespace

Result<std::optional<IndexedPerson>> People::listed_person(Transaction& tx, ProfileId id) {
  TL_TRY_ASSIGN(const auto rows,
                identifiers_of_profile(tx, id, {}, std::size_t{listed_identifiers_max}));
  if (rows.empty()) {
    return std::optional<IndexedPerson>();
  }
  IndexedPerson person;
  for (const IdentifierRow& identifier : rows) {
    person.identifiers.push_back({identifier.id, identifier.name.type, identifier.name.value});
  }
  TL_TRY_ASSIGN(person.traits, listed_traits(tx, id));
  TL_TRY_ASSIGN(const auto groups, memberships(tx, id));
  for (const Membership& membership : groups) {
    TL_TRY_ASSIGN(const auto account, traits_of_account(tx, membership.account));
    person.accounts.push_back({membership.account, membership.key, values_of(account)});
  }
  return std::optional(std::move(person));
}

Result<std::map<std::string, std::string>> People::listed_traits(Transaction& tx, ProfileId id) {
  TL_TRY_ASSIGN(const auto current, book(tx));
  TL_TRY_ASSIGN(const auto states, traits_of_profile(tx, id, current->survivorship));
  return values_of(states);
}

namespace {

CountSince count_through(timeline::Timeline& timeline, Transaction& tx) {
  return [&timeline, &tx](IdentifierId identifier, const std::string& name,
                          Time since) -> Result<std::int64_t> {
    std::int64_t count = 0;
    TL_TRY(timeline.each_event(tx, {identifier}, {.names = {name}, .from = since},
                               [&](const Event&) -> Result<void> {
                                 ++count;
                                 return {};
                               }));
    return count;
  };
}

MembersSql members_through(const SegmentMembers* segments) {
  if (segments == nullptr) {
    return {};
  }
  return [segments](Transaction& tx, const std::string& segment) {
    return segments->members_sql(tx, segment);
  };
}

}  // namespace

Result<PeoplePage> People::list(Transaction& tx, const PeopleQuery& query) {
  return find_people(tx, query, clock_.now(), count_through(timeline_, tx),
                     members_through(segments_));
}

Result<std::vector<ProfileId>> People::matching(Transaction& tx,
                                                const condition::Condition& condition) {
  return find_matching(tx, condition, clock_.now(), count_through(timeline_, tx),
                       members_through(segments_));
}

Result<std::string> People::said(Transaction& tx, const condition::Condition& condition) {
  std::map<std::string, std::string> names;
  for (const std::string& segment : condition::segments_of(condition)) {
    if (segments_ != nullptr) {
      TL_TRY_ASSIGN(names[segment], segments_->segment_name(tx, segment));
    }
  }
  return condition::sentence(condition, [&](const std::string& segment) { return names[segment]; });
}

Result<void> People::each_trait(Transaction& tx, const std::string& key, const TraitSink& sink) {
  return each_listed_trait(tx, key, sink);
}

Result<void> People::wait_for_list(WorkspaceId workspace, timeline::Position position) {
  return timeline_.wait_for(workspace, position, timeline::Timeline::Followers::all);
}

Result<Fields> People::fields(Transaction& tx, const PeopleByEvent& people_by_event) {
  return find_fields(tx, people_by_event);
}

Result<std::int64_t> People::count_people(Transaction& tx) {
  return people::count_people(tx);
}

Result<std::int64_t> People::count_events(Transaction& tx) {
  return people::count_events(tx);
}

Result<void> People::forget_list(WorkspaceId workspace) {
  return workspaces_.write(workspace, [](Transaction& tx) -> Result<void> {
    TL_TRY(clear_people_index(tx));
    if (tx.dialect() == storage::Dialect::sqlite) {
      tx.database().attached<Shared>().listed.clear();
    }
    return timeline::follow_anew(tx, list_follower);
  });
}

Result<timeline::LinePage> People::line(Transaction& tx, ProfileId id,
                                        const timeline::LineQuery& query) {
  TL_TRY_ASSIGN(const auto identifiers, identifier_ids(tx, id));
  return timeline_.line(tx, identifiers, query);
}

Result<std::vector<timeline::DayCount>> People::density(Transaction& tx, ProfileId id,
                                                        const timeline::LineFilter& filter) {
  TL_TRY_ASSIGN(const auto identifiers, identifier_ids(tx, id));
  return timeline_.density(tx, identifiers, filter);
}

// A long line is not counted event by event: the list has its figures, a moment later.
Result<timeline::Extent> People::extent(Transaction& tx, ProfileId id) {
  TL_TRY_ASSIGN(const auto listed,
                tx.find_row("SELECT events, first_seen, last_seen FROM people_figures "
                            "WHERE profile = ? AND events > ?",
                            {id, counted_events_max}));
  if (listed) {
    return timeline::Extent{(*listed)[0].number(), (*listed)[1].time(), (*listed)[2].time()};
  }
  TL_TRY_ASSIGN(const auto identifiers, identifier_ids(tx, id));
  return timeline_.extent(tx, identifiers);
}

Result<timeline::Extent> People::extent(Transaction& tx, IdentifierId id) {
  TL_TRY_ASSIGN(const auto listed,
                tx.row("SELECT CAST(COALESCE(SUM(events), 0) AS BIGINT), MIN(first_at), "
                       "MAX(last_at) FROM event_counts WHERE identifier = ?",
                       {id}));
  if (listed[0].number() > counted_events_max) {
    return timeline::Extent{listed[0].number(), listed[1].time(), listed[2].time()};
  }
  return timeline_.extent(tx, {id});
}

Result<Event> People::find_event(Transaction& tx, EventSeq seq) {
  return timeline_.find_event(tx, seq);
}

Result<timeline::LatestPage> People::latest(Transaction& tx,
                                            const std::optional<timeline::Position>& before,
                                            std::size_t limit) {
  return timeline_.latest(tx, before, limit);
}

Result<std::optional<Identifier>> People::find_identifier_name(Transaction& tx, IdentifierId id) {
  if (!id) {
    return std::optional<Identifier>();
  }
  TL_TRY_ASSIGN(auto row, people::find_identifier(tx, id));
  return std::optional(std::move(row.name));
}

Result<std::optional<IdentifierId>> People::known_identifier(Transaction& tx,
                                                             const Identifier& name) {
  TL_TRY_ASSIGN(const auto row, people::find_identifier(tx, name));
  return row && row->profile ? std::optional(row->id) : std::nullopt;
}

Result<std::shared_ptr<timeline::Timeline::Subscription>> People::subscribe(
    WorkspaceId workspace, timeline::Subscriber subscriber) {
  return timeline_.subscribe(workspace, std::move(subscriber));
}

Result<Account> People::find_account(Transaction& tx, AccountId id) {
  return people::find_account(tx, id);
}

}  // namespace throughline::people
