// Which beginnings, landmarks and outcomes are worth asking about.
#include <algorithm>
#include <array>
#include <cmath>

#include "journeys/journeys.landmarks.h"

namespace throughline::journeys {

namespace {

constexpr std::array<std::int64_t, 4> landmarks_ms = {day_ms, 3 * day_ms, 7 * day_ms, 14 * day_ms};
constexpr std::array<std::int64_t, 4> outcome_windows_ms = {7 * day_ms, 14 * day_ms, 30 * day_ms,
                                                            90 * day_ms};
constexpr std::array<std::int64_t, 2> weeks_back = {2, 4};  // Back in which week.
constexpr std::int64_t week_ms = 7 * day_ms;
constexpr std::int64_t settling_part = 8;
constexpr std::size_t starts_max = 3;
constexpr std::size_t dids_max = 14;
constexpr std::size_t outcomes_max = 7;
constexpr std::uint64_t people_min = 60;
constexpr double again_max = 0.1;      // Of a beginning: it comes once.
constexpr double behind_it_min = 1.5;  // More comes after it than before.
constexpr double nearly_everybody = 0.9;
constexpr double some = 0.04;  // Fewer, or all but fewer, decide nothing.
constexpr double nearly_all_of_it = 0.9;
constexpr double known_min = 0.3;  // Of those who began, so many have had the time of an outcome.

double in_doubt(double share) {
  return 4 * share * (1 - share);
}

struct Scored {
  std::uint16_t node = 0;
  double score = 0;
  std::int64_t window_ms = 0;
};

std::vector<Scored> best(std::vector<Scored> all, std::size_t most) {
  std::stable_sort(all.begin(), all.end(),
                   [](const Scored& a, const Scored& b) { return a.score > b.score; });
  all.resize(std::min(all.size(), most));
  return all;
}

// What is known of the nodes, from what follows what.
class Known {
 public:
  Known(const NamedNodes& nodes, const Follows& follows) : nodes_(nodes), follows_(follows) {}

  [[nodiscard]] std::uint16_t size() const { return static_cast<std::uint16_t>(nodes_.size()); }
  // How many of those with it have it again, as far as that is known.
  [[nodiscard]] double again(std::uint16_t node) const {
    double most = 0;
    for (const std::int64_t window_ms : follow_windows_ms) {
      most = std::max(most, follows_.after(node, node, window_ms).value());
    }
    return most;
  }
  [[nodiscard]] std::uint64_t people(std::uint16_t node) const {
    return follows_.people(node, follow_windows_ms.front());
  }
  [[nodiscard]] stats::Share after(std::uint16_t first, std::uint16_t second,
                                   std::int64_t window_ms) const {
    return follows_.after(first, second, window_ms);
  }
  // Once, and with more after it than before it.
  [[nodiscard]] bool is_beginning(std::uint16_t node) const {
    double after = 0;
    double before = 0;
    for (std::uint16_t other = 0; other < size(); ++other) {
      after += follows_.after(node, other, week_ms).value();
      before += follows_.before(node, other, week_ms).value();
    }
    return people(node) >= people_min && again(node) <= again_max &&
           after >= behind_it_min * before && after > 0;
  }

 private:
  const NamedNodes& nodes_;
  const Follows& follows_;
};

// Beginnings that are not the same as one another.
std::vector<std::uint16_t> starts_of(const Known& known) {
  std::vector<Scored> all;
  for (std::uint16_t node = 0; node < known.size(); ++node) {
    if (known.is_beginning(node)) {
      all.push_back({.node = node, .score = static_cast<double>(known.people(node))});
    }
  }
  std::vector<std::uint16_t> starts;
  for (const Scored& one : best(std::move(all), known.size())) {
    const bool same = std::any_of(starts.begin(), starts.end(), [&](std::uint16_t other) {
      return std::max(known.after(other, one.node, hour_ms).value(),
                      known.after(one.node, other, hour_ms).value()) >= nearly_everybody;
    });
    if (!same && starts.size() < starts_max) {
      starts.push_back(one.node);
    }
  }
  return starts;
}

// The nearest windows to a landmark for which it is known what follows: not longer, and not
// shorter.
std::pair<std::int64_t, std::int64_t> around(std::int64_t within_ms) {
  const auto* const above =
      std::lower_bound(follow_windows_ms.begin(), follow_windows_ms.end(), within_ms);
  return {*above == within_ms ? *above : *(above - 1), *above};
}

std::vector<std::uint16_t> dids_after(const Known& known, std::uint16_t start,
                                      std::int64_t within_ms) {
  const auto [below_ms, above_ms] = around(within_ms);
  std::vector<Scored> all;
  for (std::uint16_t node = 0; node < known.size(); ++node) {
    const double least = known.after(start, node, below_ms).value();
    const double most = known.after(start, node, above_ms).value();
    if (node != start && least <= 1 - some && most >= some) {
      all.push_back({.node = node, .score = in_doubt((least + most) / 2)});
    }
  }
  std::vector<std::uint16_t> dids;
  for (const Scored& one : best(std::move(all), dids_max)) {
    dids.push_back(one.node);
  }
  return dids;
}

// In which time after the landmark nearly all come to it who do; none where that is not known.
std::optional<Scored> outcome_after(const Known& known, std::uint16_t start, std::uint16_t node,
                                    std::int64_t within_ms) {
  const double early = known.after(start, node, around(within_ms).first).value();
  std::vector<Scored> usable;
  for (const std::int64_t window_ms : outcome_windows_ms) {
    const stats::Share share = known.after(start, node, window_ms);
    if (share.of >= people_min &&
        static_cast<double>(share.of) >= known_min * static_cast<double>(known.people(start))) {
      usable.push_back({.node = node,
                        .score = early >= 1 ? 0 : (share.value() - early) / (1 - early),
                        .window_ms = window_ms});
    }
  }
  const auto enough = std::find_if(usable.begin(), usable.end(), [&](const Scored& one) {
    return one.score >= nearly_all_of_it * usable.back().score;
  });
  if (enough == usable.end() || enough->score < some || enough->score > 1 - some) {
    return std::nullopt;
  }
  // What comes once is what becomes of somebody, rather than what they do all the time.
  enough->score = in_doubt(enough->score) * (1 - known.again(node) / 2);
  return *enough;
}

std::vector<Scored> outcomes_after(const Known& known, std::uint16_t start,
                                   std::int64_t within_ms) {
  std::vector<Scored> all;
  for (std::uint16_t node = 0; node < known.size(); ++node) {
    if (const auto one = outcome_after(known, start, node, within_ms); node != start && one) {
      all.push_back(*one);
    }
  }
  return best(std::move(all), outcomes_max);
}

class Planning {
 public:
  Planning(const LandmarkScope& scope, LandmarkPlan& plan) : scope_(scope), plan_(plan) {}

  void add(LandmarkQuestions questions, const std::vector<Scored>& outcomes) {
    for (const Scored& one : outcomes) {
      add(questions, {.node = one.node, .window_ms = one.window_ms});
    }
    for (const std::int64_t week : weeks_back) {
      add(questions, {.after_ms = (week - 1) * week_ms, .window_ms = week * week_ms});
    }
    if (!questions.outcomes.empty() && !questions.dids.empty()) {
      plan_.questions.push_back(std::move(questions));
    }
  }

 private:
  void add(LandmarkQuestions& questions, LandmarkOutcome outcome) const {
    outcome.until_ms = scope_.day_begin(scope_.end_ms - questions.within_ms - outcome.window_ms);
    if (outcome.until_ms > questions.from_ms) {
      questions.outcomes.push_back(outcome);
    }
  }

  const LandmarkScope& scope_;
  LandmarkPlan& plan_;
};

// Of the first event of all: what most people do, and what comes once.
void add_any_start(const Known& known, LandmarkQuestions questions, Planning& planning) {
  std::vector<Scored> outcomes;
  for (std::uint16_t node = 0; node < known.size(); ++node) {
    if (known.people(node) >= people_min) {
      questions.dids.push_back(node);
      outcomes.push_back(
          {.node = node,
           .score = std::sqrt(static_cast<double>(known.people(node))) * (1 - known.again(node)),
           .window_ms = 30 * day_ms});
    }
  }
  questions.dids.resize(std::min(questions.dids.size(), dids_max));
  planning.add(std::move(questions), best(std::move(outcomes), outcomes_max));
}

}  // namespace

LandmarkPlan plan_landmarks(const NamedNodes& nodes, const Follows& follows,
                            const LandmarkScope& scope) {
  LandmarkPlan plan{.nodes = nodes};
  const Known known(nodes, follows);
  Planning planning(scope, plan);
  const std::vector<std::uint16_t> starts = starts_of(known);
  const bool all_begin_so = std::any_of(starts.begin(), starts.end(), [&](std::uint16_t start) {
    return static_cast<double>(known.people(start)) >=
           nearly_everybody * static_cast<double>(scope.people);
  });
  // When somebody begins to look, those come first who came before, too.
  const std::int64_t settled_ms =
      scope.day_begin(scope.from_ms + (scope.end_ms - scope.from_ms) / settling_part);
  for (const std::int64_t within_ms : landmarks_ms) {
    for (const std::uint16_t start : starts) {
      planning.add({.start = start,
                    .from_ms = scope.from_ms,
                    .within_ms = within_ms,
                    .dids = dids_after(known, start, within_ms)},
                   outcomes_after(known, start, within_ms));
    }
    if (!all_begin_so) {
      add_any_start(known, {.from_ms = settled_ms, .within_ms = within_ms}, planning);
    }
  }
  return plan;
}

}  // namespace throughline::journeys
