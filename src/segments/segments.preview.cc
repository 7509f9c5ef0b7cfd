// Who a rule would take in: everybody at once, by the columns of their lines.
#include "segments/segments.h"

#include <algorithm>
#include <bit>
#include <future>

#include "base/clock.h"
#include "condition/condition_json.h"
#include "journey_engine/code_marks.h"
#include "journey_engine/column_lines.h"
#include "journeys/journeys.event_choices.h"
#include "journeys/journeys.scan.h"
#include "segments/rule_json.h"
#include "segments/segment_store.h"
#include "storage/database.h"

namespace throughline::segments {

using journey_engine::ColumnLine;
using journey_engine::Columns;
using journey_engine::CustomerId;
using journey_engine::EventSet;
using journey_engine::LineEvent;
using journey_engine::LookedAt;
using journey_engine::Marks;
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

// A sequence whose events all say the same of a property.
struct SameSteps {
  PropertyView property = {};
  std::vector<std::size_t> steps = {};  // Their numbers.
};

// Equal where the values are. Values of the dictionary are by their codes; behind the codes come
// the numbers, as they lie in memory.
std::uint64_t same_in(const PropertyView& property, std::uint64_t row) {
  const std::uint32_t code = property.code(row);
  if (code != PropertyView::number) {
    return code == PropertyView::absent ? 0 : code;
  }
  const double number = property.number_at(row);
  constexpr std::uint64_t codes_end = std::uint64_t{1} << 32U;
  return codes_end + std::bit_cast<std::uint64_t>(number == 0 ? 0.0 : number);  // There is also -0.
}

// One person at a time, out of what is known of everybody.
class LineEvidence : public Evidence {
 public:
  LineEvidence(const Listed& listed, std::size_t steps) : listed_(listed), hits_(steps) {}

  void begin(ProfileId person) {
    person_ = person;
    for (std::vector<Hit>& hits : hits_) {
      hits.clear();
    }
  }
  void add(std::size_t step, const LineEvent& event, std::uint32_t place) {
    hits_[step].push_back(
        {.at_ms = event.at_ms, .place = place, .seq = static_cast<std::int64_t>(event.row)});
  }
  // Of very many people most lack a step, and then nobody asks what the others say.
  void read_same(const SameSteps& same) {
    if (std::any_of(same.steps.begin(), same.steps.end(),
                    [&](std::size_t step) { return hits_[step].empty(); })) {
      return;
    }
    for (const std::size_t step : same.steps) {
      for (Hit& hit : hits_[step]) {
        hit.same = same_in(same.property, static_cast<std::uint64_t>(hit.seq));
      }
    }
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
  std::vector<std::vector<Hit>> hits_;
};

// What the threads of a scan share.
struct Question {
  const Rule& rule;
  const Listed& listed;
  std::vector<EventSet> steps = {};
  std::vector<SameSteps> same = {};
  Time now = {};
};

// Who is in, and of whom there is a line at all. Copied for each thread.
class WhoIsIn {
 public:
  explicit WhoIsIn(const Question& question) : question_(&question) {}

  void add(const Columns& columns, const LookedAt& looked) {
    marks_.resize(question_->steps.size());
    for (std::size_t step = 0; step < marks_.size(); ++step) {
      marks_[step].read(columns, question_->steps[step]);
      if (question_->steps[step].rows_test()) {
        marks_[step].narrow(columns, question_->steps[step]);
      }
    }
    journey_engine::visit_lines(columns, looked,
                                [&](const ColumnLine& line) { add(columns, line); });
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
        evidence().begin(person);
        judge_one(person);
      }
    });
    PeopleSet people = in_;
    people.keep(everybody);
    return people;
  }

 private:
  void add(const Columns& columns, const ColumnLine& line) {
    const CustomerId person = columns.ids[line.customer];
    evidence().begin(person);
    for (std::size_t step = 0; step < marks_.size(); ++step) {
      const EventSet& wanted = question_->steps[step];
      const Marks& marks = marks_[step];
      for (std::size_t place = marks.next(line.first, line.last); place != Marks::none;
           place = marks.next(place + 1, line.last)) {
        const LineEvent event = journey_engine::event_of(columns, line, place);
        if (wanted.rows_test() || wanted.passes(person, event)) {
          evidence().add(step, event, static_cast<std::uint32_t>(place - line.first));
        }
      }
    }
    for (const SameSteps& same : question_->same) {
      evidence().read_same(same);
    }
    visited_.add(person);
    judge_one(person);
  }
  void judge_one(CustomerId person) {
    if (judge(question_->rule, evidence(), question_->now).holds) {
      in_.add(person);
    }
  }
  LineEvidence& evidence() {
    if (!evidence_) {
      evidence_ = std::make_unique<LineEvidence>(question_->listed, question_->steps.size());
    }
    return *evidence_;
  }

  const Question* question_;
  PeopleSet in_;
  PeopleSet visited_;
  std::vector<Marks> marks_;                // Of the columns that are being read, by step.
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

Result<std::vector<SameSteps>> same_of(const journeys::EventChoices& choices,
                                       const RuleParts& parts) {
  std::vector<SameSteps> all;
  for (const SequenceTest* test : parts.sequences) {
    if (!test->same.empty()) {
      SameSteps same;
      TL_TRY_ASSIGN(same.property, choices.property(test->same));
      for (const EventStep& step : test->steps) {
        same.steps.push_back(step.number);
      }
      all.push_back(std::move(same));
    }
  }
  return all;
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
