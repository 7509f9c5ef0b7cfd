// Who a rule would take in: everybody at once, by the columns of their lines.
#include "segments/segments.h"

#include <algorithm>
#include <future>

#include "base/clock.h"
#include "condition/condition_json.h"
#include "journeys/journeys.event_choices.h"
#include "journeys/journeys.scan.h"
#include "segments/rule_json.h"
#include "segments/segment_store.h"
#include "segments/segments.who_is_in.h"
#include "storage/database.h"

namespace throughline::segments {

using journey_engine::EventSet;
using journey_engine::PropertyView;
using journeys::PeopleSet;
using storage::Transaction;

namespace {

constexpr std::size_t page_size = 1'000;

Result<PeopleSet> set_of(people::People& people, Transaction& tx,
                         const condition::Condition& condition) {
  TL_TRY_ASSIGN(const auto matching, people.matching(tx, condition));
  PeopleSet set;
  for (const ProfileId person : matching) {
    set.add(person);
  }
  return set;
}

Result<std::vector<ProfileId>> read_members(people::People& people, Transaction& tx,
                                            AccountId account) {
  std::vector<ProfileId> all;
  for (bool more = true; more;) {
    TL_TRY_ASSIGN(const auto some,
                  people.members(tx, account, all.empty() ? ProfileId{} : all.back(), page_size));
    all.insert(all.end(), some.begin(), some.end());
    more = some.size() == page_size;
  }
  return all;
}

Result<std::vector<std::vector<ProfileId>>> read_accounts(people::People& people, Transaction& tx) {
  std::vector<std::vector<ProfileId>> accounts;
  std::optional<AccountId> after = AccountId{};
  while (after) {
    TL_TRY_ASSIGN(const auto page, people.accounts(tx, {.after = *after, .limit = page_size}));
    for (const people::Account& account : page.accounts) {
      TL_TRY_ASSIGN(auto members, read_members(people, tx, account.id));
      accounts.push_back(std::move(members));
    }
    after = page.next;
  }
  return accounts;
}

// Who belongs to an account of which it is so.
PeopleSet those_of(AmongPeople wanted, const std::vector<std::vector<ProfileId>>& accounts,
                   const PeopleSet& who) {
  PeopleSet those;
  for (const std::vector<ProfileId>& members : accounts) {
    std::vector<Outcome> people;
    people.reserve(members.size());
    for (const ProfileId member : members) {
      people.push_back({.holds = who.has(member)});
    }
    if (among(wanted, people).holds) {
      std::for_each(members.begin(), members.end(), [&](ProfileId one) { those.add(one); });
    }
  }
  return those;
}

Result<Listed> read_list(people::People& people, Transaction& tx, const RuleParts& parts) {
  Listed listed;
  for (const PersonTest* test : parts.people) {
    TL_TRY_ASSIGN(PeopleSet set, set_of(people, tx, test->test));
    listed.people.push_back(std::move(set));
  }
  if (!parts.account_people.empty()) {
    TL_TRY_ASSIGN(listed.accounts, read_accounts(people, tx));
  }
  for (const MemberTest* test : parts.members) {
    PeopleSet& set = listed.members[test->segment];
    TL_TRY(each_member(tx, test->segment, [&](ProfileId person) { set.add(person); }));
  }
  return listed;
}

Result<std::vector<EventSet>> sets_of(journeys::EventChoices& choices, const RuleParts& parts) {
  std::vector<EventSet> sets;
  for (const EventStep* step : parts.steps) {
    journeys::EventChoice choice = {.names = std::vector<std::string>{step->name}};
    if (step->where) {
      choice.where = codec::RawJson{condition::to_json(*step->where)};
    }
    TL_TRY_ASSIGN(EventSet set, choices.events(choice, "event", {}));
    sets.push_back(std::move(set));
  }
  return sets;
}

Result<std::vector<std::optional<PropertyView>>> same_of(const journeys::EventChoices& choices,
                                                         const RuleParts& parts) {
  std::vector<std::optional<PropertyView>> same(parts.steps.size());
  for (std::size_t i = 0; i < parts.steps.size(); ++i) {
    if (!parts.steps[i]->same.empty()) {
      TL_TRY_ASSIGN(same[i], choices.property(parts.steps[i]->same));
    }
  }
  return same;
}

std::vector<ProfileId> sample_of(const PeopleSet& people, std::size_t size) {
  std::vector<ProfileId> sample;
  const std::size_t count = people.count();
  const std::size_t shown = std::min(size, count);
  sample.reserve(shown);
  std::size_t place = 0;
  people.each([&](ProfileId person) {
    if (sample.size() < shown && place == sample.size() * count / shown) {
      sample.push_back(person);
    }
    ++place;
  });
  return sample;
}

}  // namespace

Result<SegmentPreview> Segments::preview(const journeys::Asking& asking, std::string_view rule,
                                         std::size_t sample_size) {
  TL_TRY_ASSIGN(const Rule parsed, parse_rule(rule));
  const RuleParts parts = parts_of(parsed);
  TL_TRY_ASSIGN(const auto view, journeys_.view(asking.workspace, asking.at_least));
  const auto position = view.lines.position();
  TL_TRY(people_.wait_for_list(asking.workspace, {position.xid, position.seq}));
  const Time now = clock_.now();
  std::vector<Segment> all;
  TL_TRY_ASSIGN(Listed listed,
                workspaces_.read(asking.workspace, [&](Transaction& tx) -> Result<Listed> {
                  TL_TRY_ASSIGN(all, find_segments(tx, Archived::left_out));
                  return read_list(people_, tx, parts);
                }));
  // Read while the lines are scanned: of millions either takes as long as the other.
  const std::shared_future<Result<PeopleSet>> reading =
      std::async(std::launch::async, [&] {
        return workspaces_.read(asking.workspace, [&](Transaction& tx) {
          return set_of(people_, tx,
                        condition::Condition(std::make_shared<const condition::And>()));
        });
      }).share();
  const Naming naming = {.segment_name = [&](SegmentId id) {
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const Segment& one) { return one.id == id; });
    return found == all.end() ? std::string() : found->name;
  }};
  for (const MemberTest* test : parts.members) {
    if (naming.segment_name(test->segment).empty()) {
      return Error::invalid("there is no segment " + test->public_id);
    }
  }
  journeys::EventChoices choices(view, now, asking.cancelled);
  Question question = {.rule = parsed, .listed = listed, .now = now};
  TL_TRY_ASSIGN(question.steps, sets_of(choices, parts));
  TL_TRY_ASSIGN(question.same, same_of(choices, parts));
  // Who is what an account's people are asked to be, then who belongs to such an account.
  for (const AccountPeopleTest* test : parts.account_people) {
    const Question of_people = {.rule = test->rule,
                                .listed = listed,
                                .steps = question.steps,
                                .same = question.same,
                                .now = now};
    TL_TRY_ASSIGN(WhoIsIn who, journeys::scan(view.lines, journeys::Span{}, asking.cancelled,
                                              WhoIsIn(of_people)));
    TL_TRY(reading.get());
    listed.account_people.push_back(
        those_of(test->among, listed.accounts, who.found(*reading.get())));
  }
  TL_TRY_ASSIGN(WhoIsIn who,
                journeys::scan(view.lines, journeys::Span{}, asking.cancelled, WhoIsIn(question)));
  TL_TRY(reading.get());
  const PeopleSet& everybody = *reading.get();
  const PeopleSet found = who.found(everybody);
  return SegmentPreview{.count = static_cast<std::int64_t>(found.count()),
                        .of = static_cast<std::int64_t>(everybody.count()),
                        .sample = sample_of(found, sample_size),
                        .sentence = sentence(parsed, naming),
                        .position = {position.xid, position.seq}};
}

}  // namespace throughline::segments
