// Dice: seeded chance for the simulation, the same on every machine.
//
// Only integer arithmetic and correctly rounded operations decide, never the C library's log or
// cos, whose last bit differs between processors. Owned by one simulated life at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "base/random.h"

namespace throughline::demo {

// A well-mixed seed for one purpose out of a seed and two numbers.
std::uint64_t mixed(std::uint64_t seed, std::uint64_t a, std::uint64_t b = 0);

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : random_(seed) {}

  bool chance(double probability) { return random_.unit() < probability; }
  // Uniform in [low, high], both included.
  int between(int low, int high);
  double unit() { return random_.unit(); }
  std::uint32_t seed() { return static_cast<std::uint32_t>(random_.next()); }
  // An index into `weights`, as likely as its weight.
  std::size_t weighted(std::span<const double> weights);
  // Long-tailed around `median`: half below it, one in ten above three times it.
  double spread(double median);
  // A waiting time with the given mean, most of them short.
  double waiting(double mean);
  // Bell-shaped.
  double around(double mean, double deviation);

  template <class Range>
  const auto& pick(const Range& range) {
    return range[static_cast<std::size_t>(random_.below(std::size(range)))];
  }

 private:
  SeededRandom random_;
};

}  // namespace throughline::demo
