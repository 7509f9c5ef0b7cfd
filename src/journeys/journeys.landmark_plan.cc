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
constexpr std::int64_t longest_ms = 90 * day_ms;
constexpr std::int64_t week_ms = 7 * day_ms;
constexpr std::int64_t settling_part = 8;
constexpr std::size_t beginnings_max = 3;
constexpr std::size_t starts_max = 5;  // With other ways to begin.
constexpr std::size_t dids_max = 14;
constexpr std::size_t outcomes_max = 16;
constexpr std::uint64_t people_min = 60;
constexpr double again_max = 0.1;      // Of a beginning: it comes once.
constexpr double behind_it_min = 1.5;  // More comes after it than before.
constexpr double together = 0.8;       // So many of either come with the other.
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
  // The share of those with the first who have the second as near as that, before or after it.
  [[nodiscard]] double around(std::uint16_t first, std::uint16_t second,
                              std::int64_t window_ms) const {
    return follows_.after(first, second, window_ms).value() +
           follows_.before(first, second, window_ms).value();
  }
  // Nearly nobody has it who has not begun so before.
  [[nodiscard]] bool needs(std::uint16_t node, std::uint16_t start) const {
    return follows_.before(node, start, longest_ms).value() +
               follows_.after(node, start, follow_windows_ms.front()).value() >=
           nearly_everybody;
  }
  // Whoever has the second after the first has it at once: it is another way to begin.
  [[nodiscard]] bool is_at_once(std::uint16_t first, std::uint16_t second) const {
    const double ever = follows_.after(first, second, longest_ms).value();
    return ever >= some &&
           follows_.after(first, second, hour_ms).value() >= nearly_everybody * ever;
  }
  [[nodiscard]] bool is_once(std::uint16_t node) const {
    return people(node) >= people_min && again(node) <= again_max;
  }
  // Once, and with more after it than before it.
  [[nodiscard]] bool is_beginning(std::uint16_t node) const {
    double after = 0;
    double before = 0;
    for (std::uint16_t other = 0; other < size(); ++other) {
      after += follows_.after(node, other, week_ms).value();
      before += follows_.before(node, other, week_ms).value();
    }
    return is_once(node) && after >= behind_it_min * before && after > 0;
  }

 private:
  const NamedNodes& nodes_;
  const Follows& follows_;
};

// The best, of those that nearly always come together only the first.
std::vector<Scored> best(const Known& known, std::vector<Scored> all, std::size_t most) {
  std::stable_sort(all.begin(), all.end(),
                   [](const Scored& a, const Scored& b) { return a.score > b.score; });
  std::vector<Scored> kept;
  for (const Scored& one : all) {
    const bool repeats = std::any_of(kept.begin(), kept.end(), [&](const Scored& other) {
      return std::min(known.around(other.node, one.node, hour_ms),
                      known.around(one.node, other.node, hour_ms)) >= together;
    });
    if (!repeats && kept.size() < most) {
      kept.push_back(one);
    }
  }
  return kept;
}

std::vector<std::uint16_t> nodes_of(const std::vector<Scored>& all) {
  std::vector<std::uint16_t> nodes;
  std::transform(all.begin(), all.end(), std::back_inserter(nodes),
                 [](const Scored& one) { return one.node; });
  return nodes;
}

// Beginnings, and what only some have at once with them.
std::vector<std::uint16_t> starts_of(const Known& known) {
  std::vector<Scored> all;
  const auto add = [&](std::uint16_t node) {
    all.push_back({.node = node, .score = static_cast<double>(known.people(node))});
  };
  for (std::uint16_t node = 0; node < known.size(); ++node) {
    if (known.is_beginning(node)) {
      add(node);
    }
  }
  all = best(known, std::move(all), beginnings_max);
  const std::vector<std::uint16_t> beginnings = nodes_of(all);
  for (std::uint16_t node = 0; node < known.size(); ++node) {
    const bool is_known = std::find(beginnings.begin(), beginnings.end(), node) != beginnings.end();
    if (!is_known && known.is_once(node) &&
        std::any_of(beginnings.begin(), beginnings.end(),
                    [&](std::uint16_t beginning) { return known.is_at_once(beginning, node); })) {
      add(node);
    }
  }
  return nodes_of(best(known, std::move(all), starts_max));
}

// Whether what somebody does is open to all who began so: not where nearly nobody does it who has
// not begun in another way, in which only some of these do. It is asked of them.
class OpenTo {
 public:
  OpenTo(const Known& known, const std::vector<std::uint16_t>& starts,
         std::optional<std::uint16_t> start)
      : known_(known) {
    std::copy_if(starts.begin(), starts.end(), std::back_inserter(others_),
                 [&](std::uint16_t other) {
                   return other != start &&
                          (!start || known.around(*start, other, longest_ms) < nearly_everybody);
                 });
  }
  [[nodiscard]] bool has(std::uint16_t node) const {
    return std::none_of(others_.begin(), others_.end(), [&](std::uint16_t other) {
      return other != node && known_.needs(node, other);
    });
  }
  // How somebody begins is nothing that they do then.
  [[nodiscard]] bool has_did(std::uint16_t node) const {
    return has(node) && std::find(others_.begin(), others_.end(), node) == others_.end();
  }

 private:
  const Known& known_;
  std::vector<std::uint16_t> others_;
};

// The nearest windows to a landmark for which it is known what follows: not longer, and not
// shorter.
std::pair<std::int64_t, std::int64_t> around(std::int64_t within_ms) {
  const auto* const above =
      std::lower_bound(follow_windows_ms.begin(), follow_windows_ms.end(), within_ms);
  return {*above == within_ms ? *above : *(above - 1), *above};
}

std::vector<std::uint16_t> dids_after(const Known& known, const OpenTo& open, std::uint16_t start,
                                      std::int64_t within_ms) {
  const auto [below_ms, above_ms] = around(within_ms);
  std::vector<Scored> all;
  for (std::uint16_t node = 0; node < known.size(); ++node) {
    const double least = known.after(start, node, below_ms).value();
    const double most = known.after(start, node, above_ms).value();
    if (node != start && open.has_did(node) && least <= 1 - some && most >= some) {
      all.push_back({.node = node, .score = in_doubt((least + most) / 2)});
    }
  }
  return nodes_of(best(known, std::move(all), dids_max));
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

std::vector<Scored> outcomes_after(const Known& known, const OpenTo& open, std::uint16_t start,
                                   std::int64_t within_ms) {
  std::vector<Scored> all;
  for (std::uint16_t node = 0; node < known.size(); ++node) {
    if (const auto one = outcome_after(known, start, node, within_ms);
        node != start && open.has(node) && one) {
      all.push_back(*one);
    }
  }
  return best(known, std::move(all), outcomes_max);
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
void add_any_start(const Known& known, const OpenTo& open, LandmarkQuestions questions,
                   Planning& planning) {
  std::vector<Scored> dids;
  std::vector<Scored> outcomes;
  for (std::uint16_t node = 0; node < known.size(); ++node) {
    if (known.people(node) < people_min) {
      continue;
    }
    if (open.has_did(node)) {
      dids.push_back({.node = node, .score = static_cast<double>(known.people(node))});
    }
    if (open.has(node)) {
      outcomes.push_back(
          {.node = node,
           .score = std::sqrt(static_cast<double>(known.people(node))) * (1 - known.again(node)),
           .window_ms = 30 * day_ms});
    }
  }
  questions.dids = nodes_of(best(known, std::move(dids), dids_max));
  planning.add(std::move(questions), best(known, std::move(outcomes), outcomes_max));
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
      const OpenTo open(known, starts, start);
      planning.add({.start = start,
                    .from_ms = scope.from_ms,
                    .within_ms = within_ms,
                    .dids = dids_after(known, open, start, within_ms)},
                   outcomes_after(known, open, start, within_ms));
    }
    if (!all_begin_so) {
      add_any_start(known, OpenTo(known, starts, std::nullopt),
                    {.from_ms = settled_ms, .within_ms = within_ms}, planning);
    }
  }
  return plan;
}

}  // namespace throughline::journeys
