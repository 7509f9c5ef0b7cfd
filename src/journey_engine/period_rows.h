// PeriodRows: something for each of many periods: found at once where they lie together, as nearly
// all do. Owned by one thread at a time.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

namespace throughline::journey_engine {

// T() is nothing, and += adds.
template <class T>
class PeriodRows {
 public:
  // Until the next call.
  T& operator[](std::int64_t period) {
    if (period < first_ || period - first_ >= static_cast<std::int64_t>(rows_.size())) {
      if (!cover(period)) {
        return far_[period];
      }
    }
    return rows_[static_cast<std::size_t>(period - first_)];
  }
  void merge(const PeriodRows& other) {
    for (const auto& [period, row] : other.all()) {
      (*this)[period] += row;
    }
  }
  // Those with something.
  [[nodiscard]] std::map<std::int64_t, T> all() const {
    std::map<std::int64_t, T> all = far_;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      if (rows_[i] != T()) {
        all[first_ + static_cast<std::int64_t>(i)] += rows_[i];
      }
    }
    return all;
  }

 private:
  // With as many again to that side. False where they would be too many: such are kept aside.
  bool cover(std::int64_t period) {
    constexpr std::int64_t rows_max = 65'536;
    constexpr std::int64_t periods_max = std::int64_t{1} << 40U;
    if (period < -periods_max || period > periods_max) {
      return false;
    }
    if (rows_.empty()) {
      first_ = period;
    }
    const auto size = static_cast<std::int64_t>(rows_.size());
    const std::int64_t from = std::min(first_, period < first_ ? period - size : first_);
    const std::int64_t to = std::max(first_ + size, period < first_ ? period : period + size + 1);
    if (to - from > rows_max) {
      return false;
    }
    rows_.insert(rows_.begin(), static_cast<std::size_t>(first_ - from), T());
    rows_.resize(static_cast<std::size_t>(to - from));
    first_ = from;
    return true;
  }

  std::int64_t first_ = 0;
  std::vector<T> rows_;
  std::map<std::int64_t, T> far_;
};

}  // namespace throughline::journey_engine
