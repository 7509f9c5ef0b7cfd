#include "stats/bins.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace throughline::stats {
namespace {

constexpr double tail = 0.02;
constexpr double far_beyond = 1.5;  // Times what lies between the tails.

// m * 10^exponent.
struct Step {
  double m = 1;
  int exponent = 0;

  [[nodiscard]] double times(double k) const {
    return exponent >= 0 ? k * m * std::pow(10.0, exponent) : k * m / std::pow(10.0, -exponent);
  }
};

// The smallest round step that is not smaller.
Step step_of(double least, bool whole) {
  if (whole && least <= 1) {
    return {};
  }
  const int exponent = static_cast<int>(std::floor(std::log10(least)));
  for (const double m : std::array{1.0, 2.0, 5.0}) {
    if (const Step step{.m = m, .exponent = exponent}; step.times(1) >= least) {
      return step;
    }
  }
  return {.m = 1, .exponent = exponent + 1};
}

}  // namespace

bool are_whole(const Numbers& numbers) {
  return std::all_of(numbers.runs().begin(), numbers.runs().end(),
                     [](const NumberRun& run) { return run.value == std::floor(run.value); });
}

std::vector<double> round_bounds(double from, double to, std::size_t bins_max, bool whole) {
  const double width = (to - from) / static_cast<double>(bins_max);
  const double around = std::max(std::abs(from), std::abs(to));
  // Closer together than doubles of that size are told apart well: one bin around them.
  const Step step =
      width <= around * 1e-12 ? step_of(std::max(around, 1.0) * 0.1, whole) : step_of(width, whole);
  double first = std::floor(from / step.times(1));
  while (step.times(first) > from) {
    --first;
  }
  std::vector<double> bounds = {step.times(first)};
  while (bounds.back() <= to && bounds.size() <= bins_max + 2) {
    const double next = step.times(++first);
    if (next <= bounds.back()) {
      break;
    }
    bounds.push_back(next);
  }
  return bounds;
}

std::vector<double> round_bounds(const Numbers& numbers, std::size_t bins_max) {
  if (numbers.count() == 0) {
    return {};
  }
  double from = numbers.least();
  double to = numbers.greatest();
  const double low = numbers.quantile(tail);
  const double high = numbers.quantile(1 - tail);
  if (high > low && to - from > far_beyond * (high - low)) {
    from = from < low - (high - low) / 2 ? low : from;
    to = to > high + (high - low) / 2 ? high : to;
  }
  return round_bounds(from, to, bins_max, are_whole(numbers));
}

}  // namespace throughline::stats
