// A sum of any numbers, rounded once: the double nearest to the exact sum, whatever the order and
// grouping in which they were added (Shewchuk 1997, "Adaptive precision floating-point
// arithmetic").
//
// ExactSum takes less room and time, for numbers of moderate size. Numbers must be finite and at
// most 1e100 from zero. Owned by one thread at a time.
#pragma once

#include <vector>

namespace throughline::stats {

class NumberSum {
 public:
  void add(double value);
  void merge(const NumberSum& other);
  [[nodiscard]] double value() const;

 private:
  std::vector<double> parts_;  // They do not overlap; from the smallest to the largest.
};

}  // namespace throughline::stats
