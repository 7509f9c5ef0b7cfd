#include "match/estimate.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace throughline::match {

namespace {

constexpr int rounds_max = 300;
constexpr double change_min = 1e-6;
// What is believed of m before anything was seen, as so many pairs of one person.
constexpr double pairs_believed = 100;
// Records of one person that say who she is seldom contradict each other; without this bound what
// is found where nobody is double are namesakes (convex constraints: W. E. Winkler, "Improved
// decision rules in the Fellegi-Sunter model of record linkage", ASA, 1993).
constexpr double contradiction_max = 0.3;
constexpr double top_level_believed = 0.85;

struct Counted {
  Pattern pattern;
  double count;
};

// In the order of the patterns, so that sums are the same on every run.
std::vector<Counted> sorted(const std::unordered_map<Pattern, double>& counts) {
  std::vector<Counted> all;
  all.reserve(counts.size());
  for (const auto& [pattern, count] : counts) {
    all.push_back({pattern, count});
  }
  std::sort(all.begin(), all.end(),
            [](const Counted& a, const Counted& b) { return a.pattern < b.pattern; });
  return all;
}

double sum_of(const std::vector<Counted>& counts) {
  double sum = 0;
  for (const Counted& counted : counts) {
    sum += counted.count;
  }
  return sum;
}

std::vector<double> believed(std::size_t levels) {
  const double rest = (1 - top_level_believed) / static_cast<double>(levels - 1);
  std::vector<double> m(levels, rest);
  m.back() = top_level_believed;
  return m;
}

void add(std::vector<double>& levels, Pattern pattern, std::size_t comparison, double amount) {
  if (const auto level = level_in(pattern, comparison)) {
    levels[*level] += amount;
  }
}

// Chances from counts; `belief` keeps every level possible.
std::vector<double> shares(std::vector<double> counts, const std::vector<double>& belief,
                           double weight) {
  double sum = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    counts[i] += belief[i] * weight;
    sum += counts[i];
  }
  for (double& count : counts) {
    count /= sum;
  }
  return counts;
}

bool says_who(Aspect aspect) {
  return aspect == Aspect::given_name || aspect == Aspect::family_name ||
         aspect == Aspect::birth_date || aspect == Aspect::identifier;
}

void bound_contradiction(std::vector<double>& m) {
  if (m.front() > contradiction_max) {
    const double others = (1 - contradiction_max) / (1 - m.front());
    std::transform(m.begin(), m.end(), m.begin(), [&](double chance) { return chance * others; });
    m.front() = contradiction_max;
  }
}

class Estimation {
 public:
  Estimation(const std::vector<Comparison>& comparisons, const PairCounts& counts)
      : candidates_(sorted(counts.candidates)),
        random_(sorted(counts.random)),
        pairs_(std::max(counts.pairs, 1.0)) {
    model_.comparisons = comparisons;
    const double others = std::max(0.0, pairs_ - sum_of(candidates_));
    others_per_random_ = random_.empty() ? 0 : others / sum_of(random_);
    for (const Comparison& comparison : comparisons) {
      model_.chances.push_back({.m = believed(level_count(comparison.aspect)), .u = {}});
    }
    set_prior(sum_of(candidates_) / 100);
    // As if all pairs were of two people.
    maximise_u(std::vector<double>(candidates_.size(), 0.0));
  }

  // The largest change of a chance.
  double round() {
    std::vector<double> posterior(candidates_.size());
    double matches = 0;
    for (std::size_t i = 0; i < candidates_.size(); ++i) {
      posterior[i] = probability_of(weigh(model_, candidates_[i].pattern).total());
      matches += posterior[i] * candidates_[i].count;
    }
    const Model before = model_;
    set_prior(matches);
    maximise_m(posterior);
    maximise_u(posterior);
    double change = std::abs(std::log(model_.prior / before.prior));
    for (std::size_t c = 0; c < model_.chances.size(); ++c) {
      for (std::size_t l = 0; l < model_.chances[c].m.size(); ++l) {
        change = std::max(change, std::abs(model_.chances[c].m[l] - before.chances[c].m[l]));
      }
    }
    return change;
  }

  Model take() { return std::move(model_); }

 private:
  void set_prior(double matches) {
    model_.prior = std::clamp(matches, 0.5, std::max(pairs_ / 2, 0.5)) / (pairs_ + 1);
  }

  void maximise_m(const std::vector<double>& posterior) {
    for (std::size_t c = 0; c < model_.chances.size(); ++c) {
      std::vector<double> levels(model_.chances[c].m.size(), 0.0);
      for (std::size_t i = 0; i < candidates_.size(); ++i) {
        add(levels, candidates_[i].pattern, c, posterior[i] * candidates_[i].count);
      }
      model_.chances[c].m =
          shares(std::move(levels), believed(model_.chances[c].m.size()), pairs_believed);
      if (says_who(model_.comparisons[c].aspect)) {
        bound_contradiction(model_.chances[c].m);
      }
    }
  }

  void maximise_u(const std::vector<double>& posterior) {
    for (std::size_t c = 0; c < model_.chances.size(); ++c) {
      std::vector<double> levels(level_count(model_.comparisons[c].aspect), 0.0);
      for (std::size_t i = 0; i < candidates_.size(); ++i) {
        add(levels, candidates_[i].pattern, c, (1 - posterior[i]) * candidates_[i].count);
      }
      for (const Counted& counted : random_) {
        add(levels, counted.pattern, c, counted.count * others_per_random_);
      }
      const std::vector<double> even(levels.size(), 1 / static_cast<double>(levels.size()));
      model_.chances[c].u = shares(std::move(levels), even, 1);
    }
  }

  std::vector<Counted> candidates_;
  std::vector<Counted> random_;
  double pairs_;
  double others_per_random_ = 0;
  Model model_;
};

}  // namespace

Estimate estimate(const std::vector<Comparison>& comparisons, const PairCounts& counts,
                  std::vector<double> agreement) {
  Estimation estimation(comparisons, counts);
  Estimate result;
  while (result.rounds < rounds_max && !result.converged) {
    ++result.rounds;
    result.converged = estimation.round() < change_min;
  }
  result.model = estimation.take();
  result.model.agreement = std::move(agreement);
  return result;
}

}  // namespace throughline::match
