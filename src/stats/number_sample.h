// A sample of any numbers: exact count, sum, mean, quantiles and histogram, whatever the order and
// grouping in which they were added. Takes room for each different number, not for each.
//
// Sample is for whole numbers such as durations. Owned by one thread at a time.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "stats/number_sum.h"

namespace throughline::stats {

// How large a number may be, to either side of zero.
constexpr double number_max = 1e100;

struct NumberRun {
  double value = 0;
  std::uint64_t count = 0;
  bool operator==(const NumberRun&) const = default;
};

// The same in order, to be read. Immutable.
class Numbers {
 public:
  Numbers(std::vector<NumberRun> runs, const NumberSum& sum);
  [[nodiscard]] std::span<const NumberRun> runs() const { return runs_; }
  [[nodiscard]] std::uint64_t count() const { return count_; }
  [[nodiscard]] double sum() const { return sum_; }
  // Of these, there must be a number.
  [[nodiscard]] double mean() const { return sum_ / static_cast<double>(count_); }
  [[nodiscard]] double least() const { return runs_.front().value; }
  [[nodiscard]] double greatest() const { return runs_.back().value; }
  [[nodiscard]] double quantile(double q) const;  // As in sample.h.
  // How many lie below the first bound, in each [bounds[i], bounds[i + 1]), and from the last on.
  [[nodiscard]] std::vector<std::uint64_t> histogram(std::span<const double> bounds) const;

 private:
  std::vector<NumberRun> runs_;
  std::uint64_t count_ = 0;
  double sum_ = 0;
};

class NumberSample {
 public:
  void add(double value);
  // The same number so often.
  void add(double value, std::uint64_t count);
  void merge(const NumberSample& other);
  [[nodiscard]] Numbers numbers() const;

 private:
  void settle();
  [[nodiscard]] std::size_t fresh_size() const { return fresh_.size() + fresh_runs_.size(); }

  std::vector<std::uint64_t> small_;   // How often each small whole number came: not in the runs.
  std::vector<NumberRun> runs_;        // In order.
  std::vector<double> fresh_;          // In none, and not among the runs.
  std::vector<NumberRun> fresh_runs_;  // The same.
  NumberSum sum_;                      // Of all but the small ones.
};

}  // namespace throughline::stats
