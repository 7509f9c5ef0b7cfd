#include "segments/segments.who_is_in.h"

#include <algorithm>

#include "segments/segments.same_values.h"

namespace throughline::segments {

using journey_engine::CustomerId;
using journey_engine::EventSet;
using journey_engine::Line;
using journey_engine::LineEvent;
using journey_engine::PropertyValue;
using journey_engine::PropertyView;
using journeys::PeopleSet;

namespace {

constexpr std::size_t at_once = 512;

std::optional<PropertyValue> said_in(const PropertyView& property, std::uint64_t row) {
  const std::uint32_t code = property.code(row);
  if (code == PropertyView::absent) {
    return std::nullopt;
  }
  return code == PropertyView::number ? PropertyValue(property.number_at(row))
                                      : property.values()[code];
}

}  // namespace

// One person at a time, out of what is known of everybody.
class WhoIsIn::LineEvidence : public Evidence {
 public:
  LineEvidence(const Listed& listed, std::size_t steps) : listed_(listed), hits_(steps) {}

  void begin(ProfileId person) {
    person_ = person;
    values_.clear();
    for (std::vector<Hit>& hits : hits_) {
      hits.clear();
    }
  }
  // `same`: what the event says of it, if the step asks.
  void add(std::size_t step, const Candidate& candidate, const std::optional<PropertyView>& same) {
    const auto said = same ? said_in(*same, candidate.event.row) : std::nullopt;
    hits_[step].push_back({.at_ms = candidate.event.at_ms,
                           .place = candidate.place,
                           .same = said ? values_.number_of(*said) : 0});
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
  SameValues values_;
  std::vector<std::vector<Hit>> hits_;
};

WhoIsIn::WhoIsIn(const Question& question)
    : question_(&question), of_step_(question.steps.size()) {}

WhoIsIn::~WhoIsIn() = default;
WhoIsIn::WhoIsIn(WhoIsIn&&) noexcept = default;
WhoIsIn& WhoIsIn::operator=(WhoIsIn&&) noexcept = default;

WhoIsIn::WhoIsIn(const WhoIsIn& other) : WhoIsIn(*other.question_) {
  merge(other);
}

void WhoIsIn::add(CustomerId person, Line line) {
  visited_.add(person);
  std::uint32_t place = 0;
  for (const LineEvent& event : line) {
    ++place;
    if (std::any_of(question_->steps.begin(), question_->steps.end(),
                    [&](const EventSet& step) { return step.may_have(event.code); })) {
      candidates_.push_back({.event = event, .place = place});
    }
  }
  waiting_.push_back({.person = person, .until = candidates_.size()});
  if (waiting_.size() >= at_once || candidates_.size() >= at_once) {
    judge_waiting();
  }
}

void WhoIsIn::test_candidates(std::size_t step) {
  const EventSet& set = question_->steps[step];
  std::vector<std::uint8_t>& is_of = of_step_[step];
  is_of.assign(candidates_.size(), 0);
  std::vector<std::size_t> places;
  std::vector<std::uint64_t> rows;
  for (std::size_t i = 0; i < candidates_.size(); ++i) {
    if (set.may_have(candidates_[i].event.code)) {
      is_of[i] = 1;
      places.push_back(i);
      rows.push_back(candidates_[i].event.row);
    }
  }
  if (set.rows_test()) {
    std::vector<std::uint8_t> holds(rows.size());
    set.rows_test()(rows, holds);
    for (std::size_t i = 0; i < places.size(); ++i) {
      is_of[places[i]] = holds[i];
    }
  } else if (set.has_test()) {
    std::size_t first = 0;
    for (const Waiting& waiting : waiting_) {
      for (; first < waiting.until; ++first) {
        is_of[first] = is_of[first] != 0 && set.passes(waiting.person, candidates_[first].event);
      }
    }
  }
  if (const auto& same = question_->same[step]) {
    for (const std::uint64_t row : rows) {
      same->expect(row);
    }
  }
}

void WhoIsIn::judge_waiting() {
  if (!evidence_) {
    evidence_ = std::make_unique<LineEvidence>(question_->listed, question_->steps.size());
  }
  for (std::size_t step = 0; step < question_->steps.size(); ++step) {
    test_candidates(step);
  }
  std::size_t first = 0;
  for (const Waiting& waiting : waiting_) {
    evidence_->begin(waiting.person);
    for (; first < waiting.until; ++first) {
      for (std::size_t step = 0; step < question_->steps.size(); ++step) {
        if (of_step_[step][first] != 0) {
          evidence_->add(step, candidates_[first], question_->same[step]);
        }
      }
    }
    if (judge(question_->rule, *evidence_, question_->now).holds) {
      in_.add(waiting.person);
    }
  }
  waiting_.clear();
  candidates_.clear();
}

void WhoIsIn::merge(const WhoIsIn& other) {
  in_.add(other.in_);
  visited_.add(other.visited_);
  for (const Waiting& waiting : other.waiting_) {
    waiting_.push_back({.person = waiting.person, .until = candidates_.size() + waiting.until});
  }
  candidates_.insert(candidates_.end(), other.candidates_.begin(), other.candidates_.end());
}

PeopleSet WhoIsIn::found(const PeopleSet& everybody) {
  everybody.each([&](ProfileId person) {
    if (!visited_.has(person)) {
      add(person, {});
    }
  });
  judge_waiting();
  PeopleSet people = in_;
  people.keep(everybody);
  return people;
}

}  // namespace throughline::segments
