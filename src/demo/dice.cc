#include "demo/dice.h"

#include <array>

#include "base/assert.h"

namespace throughline::demo {
namespace {

// Quantiles at 0, 1/16, ..., 1, read with linear interpolation.
using Quantiles = std::array<double, 17>;
constexpr Quantiles long_tail = {0.08, 0.25, 0.36, 0.45, 0.55, 0.65, 0.75, 0.87, 1.0,
                                 1.15, 1.33, 1.55, 1.84, 2.24, 2.85, 4.0,  9.0};
// NOLINTNEXTLINE(modernize-use-std-numbers): one of a row.
constexpr Quantiles exponential = {0.0,   0.065, 0.134, 0.208, 0.288, 0.375, 0.470, 0.575, 0.6932,
                                   0.827, 0.981, 1.163, 1.386, 1.674, 2.079, 2.773, 5.0};

double quantile(const Quantiles& table, double at) {
  const double scaled = at * 16.0;
  const auto index = static_cast<std::size_t>(scaled);
  const double within = scaled - static_cast<double>(index);
  return table.at(index) + ((table.at(index + 1) - table.at(index)) * within);
}

}  // namespace

std::uint64_t mixed(std::uint64_t seed, std::uint64_t a, std::uint64_t b) {
  SeededRandom first(seed ^ (a * 0x9e3779b97f4a7c15U));
  SeededRandom second(first.next() ^ (b * 0xd1b54a32d192ed03U));
  return second.next();
}

int Dice::between(int low, int high) {
  TL_ASSERT(low <= high);
  const auto width = static_cast<std::uint64_t>(high - low) + 1;
  return low + static_cast<int>(random_.below(width));
}

std::size_t Dice::weighted(std::span<const double> weights) {
  double total = 0;
  for (const double weight : weights) {
    total += weight;
  }
  double left = random_.unit() * total;
  for (std::size_t i = 0; i + 1 < weights.size(); ++i) {
    left -= weights[i];
    if (left < 0) {
      return i;
    }
  }
  return weights.size() - 1;
}

double Dice::spread(double median) {
  return median * quantile(long_tail, random_.unit());
}

double Dice::waiting(double mean) {
  return mean * quantile(exponential, random_.unit());
}

double Dice::around(double mean, double deviation) {
  double sum = -6.0;
  for (int i = 0; i < 12; ++i) {
    sum += random_.unit();
  }
  return mean + (deviation * sum);
}

}  // namespace throughline::demo
