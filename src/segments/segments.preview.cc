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
#include "segments/segments.same_values.h"
#include "storage/database.h"

namespace throughline::segments {

using journey_engine::CustomerId;
using journey_engine::EventSet;
using journey_engine::Line;
using journey_engine::LineEvent;
using journey_engine::PropertyValue;
using journey_engine::PropertyView;
using journeys::PeopleSet;
using storage::Transaction;

namespace {

constexpr std::size_t page_size = 1'000;

// What a rule asks that is not on the lines: who fulfils each person test, and who is in each
// segment. Shared by the threads of a scan.
struct Listed {
  std::vector<PeopleSet> people = {};  // By the number of the test.
  std::map<SegmentId, PeopleSet> members = {};
  std::vector<std::vector<ProfileId>> accounts = {};  // Whose people are asked for.
  std::vector<PeopleSet> account_people = {};         // By the number of the test.
};

std::optional<PropertyValue> said_in(const PropertyView& property, std::uint64_t row) {
  const std::uint32_t code = property.code(row);
  if (code == PropertyView::absent) {
    return std::nullopt;
  }
  return code == PropertyView::number ? PropertyValue(property.number_at(row))
                                      : property.values()[code];
}

// One person at a time, out of what is known of everybody.
class LineEvidence : public Evidence {
 public:
  LineEvidence(const Listed& listed, std::size_t steps) : listed_(listed), hits_(steps) {}

  void begin(ProfileId person) {
    person_ = person;
    place_ = 0;
    values_.clear();
    for (std::vector<Hit>& hits : hits_) {
      hits.clear();
    }
  }
  void next_event() { ++place_; }
  // `same`: what the event says of it, if the step asks.
  void add(std::size_t step, const LineEvent& event, const std::optional<PropertyView>& same) {
    const auto said = same ? said_in(*same, event.row) : std::nullopt;
    hits_[step].push_back(
        {.at_ms = event.at_ms, .place = place_, .same = said ? values_.number_of(*said) : 0});
  }

  [[nodiscard]] std::span<const Hit> hits(std::size_t step) const override { return hits_[step]; }
  [[nodiscard]] Outcome of_person(const PersonTest& test, Time /*now*/) const override {
    return {listed_.people[test.number].has(person_), std::nullopt};
  }
  [[nodiscard]] bool is_member(SegmentId segment) const override {
    const auto found = listed_.members.find(segment);
    return found != listed_.members.end() && found->second.has(person_);
  }
  [[nodiscard]] Outcome of_accounts(const AccountPeopleTest& test, Time /*now*/) const override {
    return {listed_.account_people.at(test.number).has(person_), std::nullopt};
  }

 private:
  const Listed& listed_;
  ProfileId person_ = {};
  std::uint32_t place_ = 0;
  SameValues values_;
  std::vector<std::vector<Hit>> hits_;
};

// What the threads of a scan share.
struct Question {
  const Rule& rule;
  const Listed& listed;
  std::vector<EventSet> steps = {};
  std::vector<std::optional<PropertyView>> same = {};  // By step.
  Time now = {};
};

// Who is in, and of whom there is a line at all. Copied for each thread.
class WhoIsIn {
 public:
  explicit WhoIsIn(const Question& question) : question_(&question) {}

  void add(CustomerId person, Line line) {
    if (!evidence_) {
      evidence_ = std::make_unique<LineEvidence>(question_->listed, question_->steps.size());
    }
    evidence_->begin(person);
    for (const LineEvent& event : line) {
      evidence_->next_event();
      for (std::size_t step = 0; step < question_->steps.size(); ++step) {
        if (question_->steps[step].has(person, event)) {
          evidence_->add(step, event, question_->same[step]);
        }
      }
    }
    visited_.add(person);
    if (judge(question_->rule, *evidence_, question_->now).holds) {
      in_.add(person);
    }
  }
  void merge(const WhoIsIn& other) {
    in_.add(other.in_);
    visited_.add(other.visited_);
  }

  WhoIsIn(const WhoIsIn& other)
      : question_(other.question_), in_(other.in_), visited_(other.visited_) {}
  WhoIsIn& operator=(const WhoIsIn&) = delete;
  WhoIsIn(WhoIsIn&&) = default;
  WhoIsIn& operator=(WhoIsIn&&) = default;
  ~WhoIsIn() = default;

  // Of everybody, also those of whom there is no line.
  PeopleSet found(const PeopleSet& everybody) {
    everybody.each([&](ProfileId person) {
      if (!visited_.has(person)) {
        add(person, {});
      }
    });
    PeopleSet people = in_;
    people.keep(everybody);
    return people;
  }

 private:
  const Question* question_;
  PeopleSet in_;
  PeopleSet visited_;
  std::unique_ptr<LineEvidence> evidence_;  // This thread's own.
};

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
    TL_TRY_ASSIGN(const PeopleSet everybody, reading.get());
    listed.account_people.push_back(those_of(test->among, listed.accounts, who.found(everybody)));
  }
  TL_TRY_ASSIGN(WhoIsIn who,
                journeys::scan(view.lines, journeys::Span{}, asking.cancelled, WhoIsIn(question)));
  TL_TRY_ASSIGN(const PeopleSet everybody, reading.get());
  const PeopleSet found = who.found(everybody);
  return SegmentPreview{.count = static_cast<std::int64_t>(found.count()),
                        .of = static_cast<std::int64_t>(everybody.count()),
                        .sample = sample_of(found, sample_size),
                        .sentence = sentence(parsed, naming),
                        .position = {position.xid, position.seq}};
}

}  // namespace throughline::segments
