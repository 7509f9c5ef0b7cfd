// Proportions: an interval for one, the difference of two, and a test of whether they differ.
//
// Sources: Wilson (1927), "Probable inference, the law of succession, and statistical inference",
// for the interval, without continuity correction; Newcombe (1998), "Interval estimation for the
// difference between independent proportions", method 10, for the interval of a difference; the
// test is Pearson's chi-squared of a two-by-two table, which is the square of the z of the pooled
// proportion. Pure.
#pragma once

#include <cstdint>

namespace throughline::stats {

struct Interval {
  double low = 0;
  double high = 0;
  bool operator==(const Interval&) const = default;
};

// `of` people of whom `count` did; count may not exceed of.
struct Share {
  std::uint64_t count = 0;
  std::uint64_t of = 0;
  bool operator==(const Share&) const = default;
  // Zero of none.
  [[nodiscard]] double value() const;
};

// How far the middle `confidence` of a standard normal reaches to either side: 1.96 for 0.95.
double normal_width(double confidence);
// The chance that a standard normal is at least |z| from zero.
double two_sided_p(double z);

// From 0 to 1; the whole of it for a share of none.
Interval wilson_interval(Share share, double confidence = 0.95);

struct Difference {
  double value = 0;  // Of the first minus the second.
  Interval interval = {-1, 1};
  double z = 0;
  double p = 1;  // Two-sided. 1 where either is a share of none, or all did, or nobody.
};
Difference difference(Share first, Share second, double confidence = 0.95);

}  // namespace throughline::stats
