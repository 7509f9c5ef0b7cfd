#include "stats/sample.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "base/assert.h"
#include "stats/selection.h"

namespace throughline::stats {
namespace {

constexpr std::int64_t small_end = std::numeric_limits<std::uint32_t>::max();

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

double quantile_of(std::span<const std::uint32_t> values, double q,
                   std::vector<std::uint32_t>& scratch) {
  const Place place = place_of(values.size(), q);
  const auto [low, high] = select(values, place.below, scratch);
  return between(low, high, place.beyond);
}

double mean_of(std::span<const std::uint32_t> values) {
  return static_cast<double>(std::accumulate(values.begin(), values.end(), std::uint64_t{0})) /
         static_cast<double>(values.size());
}

void Sample::add(std::int64_t value) {
  if (value >= 0 && value < small_end) {
    small_.push_back(static_cast<std::uint32_t>(value));
  } else {
    others_.push_back(value);
    negative_ += value < 0 ? 1 : 0;
  }
  sum_ += value;
}

void Sample::add(std::span<const std::uint32_t> values) {
  small_.insert(small_.end(), values.begin(), values.end());
  sum_ += std::accumulate(values.begin(), values.end(), std::uint64_t{0});
}

void Sample::merge(const Sample& other) {
  small_.insert(small_.end(), other.small_.begin(), other.small_.end());
  others_.insert(others_.end(), other.others_.begin(), other.others_.end());
  negative_ += other.negative_;
  sum_ += other.sum_;
}

double Sample::mean() const {
  return count() == 0 ? 0 : static_cast<double>(sum_) / static_cast<double>(count());
}

std::pair<std::int64_t, std::int64_t> Sample::neighbours_at(std::size_t place) const {
  // In order: the negative ones, the small ones, the large ones.
  const std::size_t large = negative_ + small_.size();
  const auto other_at = [&](std::size_t wanted) {
    std::vector<std::int64_t> scratch;
    return select(std::span(others_), wanted < negative_ ? wanted : wanted - small_.size(),
                  scratch);
  };
  const auto small_at = [&](std::size_t wanted) {
    std::vector<std::uint32_t> scratch;
    return select(std::span(small_), wanted - negative_, scratch);
  };
  const auto is_small = [&](std::size_t wanted) { return wanted >= negative_ && wanted < large; };
  const std::size_t next = std::min<std::size_t>(place + 1, count() - 1);
  if (is_small(place) && is_small(next)) {
    const auto [low, high] = small_at(place);
    return {low, next == place ? low : high};
  }
  if (is_small(place)) {
    return {small_at(place).here, other_at(next).here};
  }
  const auto [low, high] = other_at(place);
  return {low, next == place ? low : is_small(next) ? std::int64_t{small_at(next).here} : high};
}

double Sample::quantile(double q) const {
  if (count() == 0) {
    return 0;
  }
  const Place place = place_of(count(), q);
  const auto [low, high] = neighbours_at(place.below);
  return between(low, high, place.beyond);
}

template <class Body>
void Sample::visit(const Body& body) const {
  for (const std::uint32_t value : small_) {
    body(std::int64_t{value});
  }
  for (const std::int64_t value : others_) {
    body(value);
  }
}

std::vector<std::int64_t> Sample::sorted() const {
  std::vector<std::int64_t> values;
  values.reserve(count());
  visit([&](std::int64_t value) { values.push_back(value); });
  std::sort(values.begin(), values.end());
  return values;
}

std::vector<std::uint64_t> Sample::histogram(std::span<const std::int64_t> bounds) const {
  TL_ASSERT(std::is_sorted(bounds.begin(), bounds.end()));
  std::vector<std::uint64_t> counts(bounds.size());
  visit([&](std::int64_t value) {
    const auto above = std::upper_bound(bounds.begin(), bounds.end(), value);
    if (above != bounds.begin()) {
      ++counts[static_cast<std::size_t>(above - bounds.begin()) - 1];
    }
  });
  return counts;
}

}  // namespace throughline::stats
