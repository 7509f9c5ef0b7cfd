// Whether two groups have the same mean: the difference with its interval, and a test, for groups
// of different size and spread.
//
// Sources: Welch (1947), "The generalization of 'Student's' problem when several different
// population variances are involved"; Satterthwaite (1946) for the degrees of freedom. Pure.
#pragma once

#include <cstdint>
#include <optional>

#include "stats/number_sum.h"
#include "stats/proportion.h"

namespace throughline::stats {

// Numbers of a group, added up: the same in whatever order and grouping. They must be finite and at
// most 1e50 from zero, so that NumberSum holds their squares. Owned by one thread.
class Group {
 public:
  void add(double number);
  void merge(const Group& other);
  // Without those of a group that is part of this.
  [[nodiscard]] Group without(const Group& part) const;

  [[nodiscard]] std::uint64_t count() const { return count_; }
  [[nodiscard]] double mean() const;      // Zero of none.
  [[nodiscard]] double variance() const;  // Of the sample; zero for fewer than two.

 private:
  std::uint64_t count_ = 0;
  NumberSum sum_ = {};
  NumberSum squares_ = {};
};

struct MeanDifference {
  double value = 0;  // Of the first minus the second.
  // Nothing where either has fewer than two, or no number differs from another of its group.
  std::optional<Interval> interval = {};
  double p = 1;  // Two-sided; 1 where there is no interval.
};
MeanDifference mean_difference(const Group& first, const Group& second, double confidence = 0.95);

}  // namespace throughline::stats
