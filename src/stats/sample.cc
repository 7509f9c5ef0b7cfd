#include "stats/sample.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <iterator>

#include "base/assert.h"

namespace throughline::stats {
namespace {

constexpr std::int64_t unit = 1000;

// Samples of at least so many values are first cut into buckets, each a 64th as wide as its values
// are large.
constexpr std::size_t many = 4'096;
constexpr unsigned fine_bits = 6;
constexpr std::size_t buckets = std::size_t{64 - fine_bits + 1} << fine_bits;

// In the order of the values, none of which may be negative.
std::size_t bucket_of(std::int64_t value) {
  const auto magnitude = static_cast<std::uint64_t>(value);
  const auto width = static_cast<unsigned>(std::bit_width(magnitude));
  const unsigned coarse = width > fine_bits + 1 ? width - fine_bits - 1 : 0;
  return (std::size_t{coarse} << fine_bits) + static_cast<std::size_t>(magnitude >> coarse);
}

bool is_negative(std::int64_t value) {
  return value < 0;
}

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

std::pair<std::int64_t, std::int64_t> Sample::neighbours_at(std::size_t place) const {
  std::vector<std::int64_t> values;
  if (values_.size() < many || std::any_of(values_.begin(), values_.end(), is_negative)) {
    values = values_;
  } else {
    // Only the values in the buckets of the two places have to be put in order.
    std::vector<std::size_t> counts(buckets);
    for (const std::int64_t value : values_) {
      ++counts[bucket_of(value)];
    }
    std::size_t first = 0;
    std::size_t before = 0;
    for (; before + counts[first] <= place; ++first) {
      before += counts[first];
    }
    std::size_t last = first;
    const std::size_t wanted = std::min(place + 1, values_.size() - 1);
    for (std::size_t until = before + counts[first]; until <= wanted; until += counts[last]) {
      ++last;
    }
    std::copy_if(values_.begin(), values_.end(), std::back_inserter(values),
                 [&](std::int64_t value) {
                   const std::size_t bucket = bucket_of(value);
                   return bucket >= first && bucket <= last;
                 });
    place -= before;
  }
  const auto nth = values.begin() + static_cast<std::ptrdiff_t>(place);
  std::nth_element(values.begin(), nth, values.end());
  return {*nth, nth + 1 == values.end() ? *nth : *std::min_element(nth + 1, values.end())};
}

double Sample::quantile(double q) const {
  if (values_.empty()) {
    return 0;
  }
  const Place place = place_of(values_.size(), q);
  const auto [low, high] = neighbours_at(place.below);
  return between(low, high, place.beyond);
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
