#include "journeys/journeys.landmarks.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

#include "stats/fisher.h"

namespace throughline::journeys {

using journey_engine::CustomerId;
using journey_engine::Line;
using journey_engine::LineEvent;

namespace {

constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();

}  // namespace

// What one line has to say to the questions of one beginning and one landmark.
struct LandmarkTable::FirstDays {
  std::int64_t start_ms = 0;
  std::int64_t landmark_ms = 0;
  std::uint64_t events = 0;  // Before the landmark, but for the start.
  Line after = {};           // From the landmark on.

  [[nodiscard]] bool is_there(std::int64_t from_ms, std::int64_t until_ms) const {
    const auto first = std::partition_point(
        after.begin(), after.end(), [&](const LineEvent& event) { return event.at_ms < from_ms; });
    return first != after.end() && first->at_ms < until_ms;
  }
};

LandmarkTable::LandmarkTable(std::shared_ptr<const LandmarkPlan> plan)
    : plan_(std::move(plan)),
      before_(plan_->nodes.size()),
      first_after_ms_(plan_->nodes.size(), never) {
  std::size_t cells = 0;
  for (const LandmarkQuestions& questions : plan_->questions) {
    offsets_.push_back(cells);
    cells += questions.dids.size() * questions.outcomes.size();
  }
  cells_.resize(cells);
}

const LineEvent* LandmarkTable::start_of(const LandmarkQuestions& questions, Line line) const {
  const auto start = std::find_if(line.begin(), line.end(), [&](const LineEvent& event) {
    return !questions.start || plan_->nodes.of(event.code) == *questions.start;
  });
  return start == line.end() || start->at_ms < questions.from_ms ? nullptr : &*start;
}

void LandmarkTable::count(std::size_t questions, const FirstDays& days) {
  const LandmarkQuestions& all = plan_->questions[questions];
  for (std::size_t o = 0; o < all.outcomes.size(); ++o) {
    const LandmarkOutcome& outcome = all.outcomes[o];
    const std::int64_t end_ms = days.landmark_ms + outcome.window_ms;
    if (days.start_ms >= outcome.until_ms || !days.is_there(days.landmark_ms, end_ms)) {
      continue;
    }
    const bool had_it = outcome.node && before_[*outcome.node] > 0;
    const bool reached = outcome.node ? first_after_ms_[*outcome.node] < end_ms
                                      : days.is_there(days.landmark_ms + outcome.after_ms, end_ms);
    for (std::size_t d = 0; d < all.dids.size(); ++d) {
      const std::uint32_t times = before_[all.dids[d]];
      const std::size_t side = times > 0 ? 0 : 1;
      Cells& cells = cells_[index({questions, d, o})];
      if (had_it) {
        ++cells.had_it.at(side);
        continue;
      }
      const std::size_t stratum = journey_engine::busy_stratum(days.events - times);
      Cell& cell = cells.asked.at(stratum).at(side);
      ++cell.of;
      cell.count += reached ? 1 : 0;
    }
  }
}

void LandmarkTable::add(CustomerId /*customer*/, Line line) {
  for (std::size_t q = 0; q < plan_->questions.size(); ++q) {
    const LandmarkQuestions& questions = plan_->questions[q];
    const LineEvent* const start = start_of(questions, line);
    if (start == nullptr) {
      continue;
    }
    std::fill(before_.begin(), before_.end(), 0);
    std::fill(first_after_ms_.begin(), first_after_ms_.end(), never);
    FirstDays days{.start_ms = start->at_ms, .landmark_ms = start->at_ms + questions.within_ms};
    const auto begun = std::partition_point(line.begin(), line.end(), [&](const LineEvent& event) {
      return event.at_ms < days.start_ms;
    });
    for (auto event = begun; event != line.end(); ++event) {
      const std::uint16_t node = plan_->nodes.of(event->code);
      const bool is_early = event->at_ms < days.landmark_ms;
      if (!is_early && days.after.empty()) {
        days.after = {event, line.end()};
      }
      if (&*event == start) {
        continue;
      }
      days.events += is_early ? 1 : 0;
      if (node != NamedNodes::none) {
        before_[node] += is_early ? 1 : 0;
        if (!is_early && first_after_ms_[node] == never) {
          first_after_ms_[node] = event->at_ms;
        }
      }
    }
    count(q, days);
  }
}

void LandmarkTable::merge(const LandmarkTable& other) {
  for (std::size_t i = 0; i < cells_.size(); ++i) {
    for (std::size_t side = 0; side < 2; ++side) {
      cells_[i].had_it.at(side) += other.cells_[i].had_it.at(side);
      for (std::size_t s = 0; s < journey_engine::busy_strata; ++s) {
        Cell& cell = cells_[i].asked.at(s).at(side);
        cell.of += other.cells_[i].asked.at(s).at(side).of;
        cell.count += other.cells_[i].asked.at(s).at(side).count;
      }
    }
  }
}

LandmarkTable::Strata LandmarkTable::strata(const LandmarkChoice& choice) const {
  Strata strata = {};
  const Cells& cells = cells_[index(choice)];
  for (std::size_t s = 0; s < strata.size(); ++s) {
    const auto& [did, did_not] = cells.asked.at(s);
    strata.at(s) = {.first = {did.count, did.of}, .second = {did_not.count, did_not.of}};
  }
  return strata;
}

stats::Stratum LandmarkTable::had_it(const LandmarkChoice& choice) const {
  const auto& [did, did_not] = cells_[index(choice)].had_it;
  stats::Stratum had_it{.first = {did, did}, .second = {did_not, did_not}};
  for (const stats::Stratum& stratum : strata(choice)) {
    had_it.first.of += stratum.first.of;
    had_it.second.of += stratum.second.of;
  }
  return had_it;
}

double LandmarkContrast::people() const {
  const stats::Interval& interval = difference.interval;
  const double near = interval.low > 0 ? interval.low : interval.high < 0 ? -interval.high : 0;
  return near * static_cast<double>(here.of);
}

double LandmarkContrast::weight() const {
  return people() * std::abs(difference.value);
}

namespace {

constexpr double worth_a_test = 2.5;  // Of z: less is no finding among hundreds of tests.
constexpr std::size_t told_max = 9;
constexpr std::size_t told_of_start_max = 3;
constexpr std::size_t told_of_outcome_max = 2;
constexpr std::size_t told_of_did_max = 2;

stats::Share plus(stats::Share a, stats::Share b) {
  return {a.count + b.count, a.of + b.of};
}

stats::Difference turned(const stats::Difference& difference) {
  return {.value = -difference.value,
          .interval = {-difference.interval.high, -difference.interval.low},
          .z = -difference.z,
          .p = difference.p};
}

LandmarkContrast contrast_of(const LandmarkTable& table, const LandmarkChoice& choice) {
  const LandmarkTable::Strata strata = table.strata(choice);
  stats::Stratum all;
  for (const stats::Stratum& stratum : strata) {
    all.first = plus(all.first, stratum.first);
    all.second = plus(all.second, stratum.second);
  }
  const stats::Difference alike = stats::difference_among_alike(strata);
  LandmarkContrast one{.choice = choice, .did_first = all.first.of <= all.second.of};
  one.here = one.did_first ? all.first : all.second;
  one.there = one.did_first ? all.second : all.first;
  one.difference = stats::difference(one.here, one.there);
  one.among_alike = one.did_first ? alike : turned(alike);
  one.had_it = table.had_it(choice);
  if (std::abs(one.difference.z) >= worth_a_test && std::abs(alike.z) >= worth_a_test) {
    one.p = std::max(stats::exact_p(one.here, one.there), alike.p);
  }
  return one;
}

// Nobody comes to the outcome but through this, or everybody does who did it; or most do, but
// nobody who did it: that is another process, and nothing that somebody decides.
bool is_by_definition(const LandmarkContrast& one) {
  constexpr double nearly_none = 0.02;
  constexpr double most = 0.5;
  const double did = one.did_first ? one.here.value() : one.there.value();
  const double did_not = one.did_first ? one.there.value() : one.here.value();
  return did_not <= nearly_none || did >= 1 - nearly_none ||
         (did <= nearly_none && did_not >= most);
}

// The outcome comes so early that those who are left over are others than those who began.
bool is_too_late(const LandmarkContrast& one) {
  constexpr double many = 0.25;
  return one.had_it.first.value() > many || one.had_it.second.value() > many;
}

bool holds(const LandmarkContrast& one, const ContrastLimits& limits) {
  const stats::Interval& alike = one.among_alike.interval;
  const bool same_way = one.difference.value > 0 ? alike.low > 0 : alike.high < 0;
  return one.adjusted_p <= limits.false_share_max && same_way && !is_by_definition(one) &&
         !is_too_late(one) && std::abs(one.difference.value) >= limits.difference_min &&
         one.people() > 0;
}

// The same for the shortest first days that decide nearly as much: so much sooner it is known.
LandmarkContrast at_its_soonest(const LandmarkContrast& one,
                                const std::vector<LandmarkContrast>& all,
                                const LandmarkPlan& plan) {
  constexpr double nearly_as_much = 0.8;
  const auto about = [&](const LandmarkContrast& contrast) {
    const LandmarkQuestions& questions = plan.questions[contrast.choice.questions];
    const LandmarkOutcome& outcome = questions.outcomes[contrast.choice.outcome];
    return std::tuple(questions.start, questions.dids[contrast.choice.did], outcome.node,
                      outcome.after_ms);
  };
  const auto days = [&](const LandmarkContrast& contrast) {
    return plan.questions[contrast.choice.questions].within_ms;
  };
  const LandmarkContrast* soonest = &one;
  for (const LandmarkContrast& other : all) {
    if (about(other) == about(one) && days(other) < days(*soonest) &&
        other.did_first == one.did_first && other.weight() >= nearly_as_much * one.weight()) {
      soonest = &other;
    }
  }
  return *soonest;
}

// What was told already, by what it is about.
class ToldLandmarks {
 public:
  explicit ToldLandmarks(const LandmarkPlan& plan) : plan_(plan) {}

  bool is_new(const LandmarkContrast& one) {
    const About about = about_of(one);
    const auto same = [&](auto member) {
      return static_cast<std::size_t>(
          std::count_if(told_.begin(), told_.end(),
                        [&](const About& other) { return other.*member == about.*member; }));
    };
    const bool repeats = std::any_of(told_.begin(), told_.end(), [&](const About& other) {
      const bool same_did = other.did == about.did;
      const bool same_outcome = other.outcome == about.outcome;
      return (same_did && same_outcome) || ((same_did || same_outcome) && is_like(other, about));
    });
    if (repeats || told_.size() == told_max || same(&About::start) == told_of_start_max ||
        same(&About::outcome) == told_of_outcome_max || same(&About::did) == told_of_did_max) {
      return false;
    }
    told_.push_back(about);
    return true;
  }

 private:
  struct About {
    std::optional<std::uint16_t> start = {};
    std::uint16_t did = 0;
    std::optional<std::uint16_t> outcome = {};
    stats::Share here = {};
    stats::Share there = {};
  };
  // So near are the figures of two events that come together.
  static bool is_like(const About& a, const About& b) {
    constexpr double near = 0.04;
    const auto of = static_cast<double>(a.here.of);
    return std::abs(of - static_cast<double>(b.here.of)) <= near * of &&
           std::abs(a.here.value() - b.here.value()) <= near &&
           std::abs(a.there.value() - b.there.value()) <= near;
  }
  [[nodiscard]] About about_of(const LandmarkContrast& one) const {
    const LandmarkQuestions& all = plan_.questions[one.choice.questions];
    return {.start = all.start,
            .did = all.dids[one.choice.did],
            .outcome = all.outcomes[one.choice.outcome].node,
            .here = one.here,
            .there = one.there};
  }

  const LandmarkPlan& plan_;
  std::vector<About> told_;
};

}  // namespace

std::vector<LandmarkContrast> landmark_contrasts(const LandmarkTable& table,
                                                 const ContrastLimits& limits) {
  std::vector<LandmarkContrast> all;
  for (std::size_t q = 0; q < table.plan().questions.size(); ++q) {
    const LandmarkQuestions& questions = table.plan().questions[q];
    for (std::size_t d = 0; d < questions.dids.size(); ++d) {
      for (std::size_t o = 0; o < questions.outcomes.size(); ++o) {
        if (questions.outcomes[o].node == questions.dids[d]) {
          continue;
        }
        const LandmarkContrast one = contrast_of(table, {q, d, o});
        if (one.here.of >= limits.people_min) {
          all.push_back(one);
        }
      }
    }
  }
  return all;
}

std::vector<LandmarkContrast> landmarks_worth_telling(std::vector<LandmarkContrast> all,
                                                      const LandmarkPlan& plan,
                                                      const ContrastLimits& limits) {
  std::erase_if(all, [&](const LandmarkContrast& one) { return !holds(one, limits); });
  std::stable_sort(
      all.begin(), all.end(),
      [](const LandmarkContrast& a, const LandmarkContrast& b) { return a.weight() > b.weight(); });
  ToldLandmarks told(plan);
  std::vector<LandmarkContrast> worth;
  for (const LandmarkContrast& one : all) {
    if (told.is_new(one)) {
      worth.push_back(at_its_soonest(one, all, plan));
    }
  }
  return worth;
}

}  // namespace throughline::journeys
