#include "stats/sample.h"

#include <algorithm>
#include <cmath>

#include "base/assert.h"

namespace throughline::stats {
namespace {

constexpr std::int64_t unit = 1000;

struct Place {
  std::size_t below = 0;
  double beyond = 0;  // From 0 to below 1, toward the next.
};

Place place_of(std::size_t count, double q) {
  TL_ASSERT(q >= 0 && q <= 1);
  const double at = q * static_cast<double>(count - 1);
  const double below = std::floor(at);
  return {static_cast<std::size_t>(below), at - below};
}

double between(std::int64_t low, std::int64_t high, double beyond) {
  const auto from = static_cast<double>(low);
  return beyond == 0 ? from : from + beyond * (static_cast<double>(high) - from);
}

}  // namespace

double quantile_of_sorted(std::span<const std::int64_t> sorted, double q) {
  if (sorted.empty()) {
    return 0;
  }
  const Place place = place_of(sorted.size(), q);
  return between(sorted[place.below], sorted[std::min(place.below + 1, sorted.size() - 1)],
                 place.beyond);
}

void Sample::add(std::int64_t value) {
  values_.push_back(value);
  thousands_ += value / unit;
  units_ += value % unit;
}

void Sample::merge(const Sample& other) {
  values_.insert(values_.end(), other.values_.begin(), other.values_.end());
  thousands_ += other.thousands_;
  units_ += other.units_;
}

double Sample::mean() const {
  if (values_.empty()) {
    return 0;
  }
  const auto count = static_cast<double>(values_.size());
  return (static_cast<double>(thousands_) * static_cast<double>(unit) +
          static_cast<double>(units_)) /
         count;
}

double Sample::quantile(double q) const {
  if (values_.empty()) {
    return 0;
  }
  const Place place = place_of(values_.size(), q);
  std::vector<std::int64_t> values = values_;
  const auto nth = values.begin() + static_cast<std::ptrdiff_t>(place.below);
  std::nth_element(values.begin(), nth, values.end());
  if (place.beyond == 0) {
    return static_cast<double>(*nth);
  }
  return between(*nth, *std::min_element(nth + 1, values.end()), place.beyond);
}

std::vector<std::int64_t> Sample::sorted() const {
  std::vector<std::int64_t> values = values_;
  std::sort(values.begin(), values.end());
  return values;
}

std::vector<std::uint64_t> Sample::histogram(std::span<const std::int64_t> bounds) const {
  TL_ASSERT(std::is_sorted(bounds.begin(), bounds.end()));
  std::vector<std::uint64_t> counts(bounds.size());
  for (const std::int64_t value : values_) {
    const auto above = std::upper_bound(bounds.begin(), bounds.end(), value);
    if (above != bounds.begin()) {
      ++counts[static_cast<std::size_t>(above - bounds.begin()) - 1];
    }
  }
  return counts;
}

}  // namespace throughline::stats
