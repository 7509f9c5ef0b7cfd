#include "stats/number_sample.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/assert.h"

namespace throughline::stats {
namespace {

constexpr std::size_t fresh_min = 65'536;
constexpr std::size_t small_max = 65'536;

bool is_small(double value) {
  return value >= 0 && value < static_cast<double>(small_max) && value == std::trunc(value);
}

std::vector<NumberRun> runs_of(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  std::vector<NumberRun> runs;
  for (const double value : values) {
    if (runs.empty() || runs.back().value != value) {
      runs.push_back({.value = value});
    }
    ++runs.back().count;
  }
  return runs;
}

// So often a number, exactly: a product of doubles is two doubles, unless it is close to zero.
void add_often(double value, std::uint64_t count, NumberSum& sum) {
  constexpr double least = 1e-200;
  constexpr std::uint64_t count_max = std::uint64_t{1} << 53U;
  if (count == 1 || count > count_max || std::abs(value) < least) {
    for (std::uint64_t i = 0; i < count && value != 0; ++i) {
      sum.add(value);
    }
    return;
  }
  const auto often = static_cast<double>(count);
  const double product = value * often;
  sum.add(product);
  sum.add(std::fma(value, often, -product));
}

std::vector<NumberRun> merged(std::span<const NumberRun> one, std::span<const NumberRun> other) {
  std::vector<NumberRun> runs;
  runs.reserve(one.size() + other.size());
  std::merge(one.begin(), one.end(), other.begin(), other.end(), std::back_inserter(runs),
             [](const NumberRun& a, const NumberRun& b) { return a.value < b.value; });
  std::size_t kept = 0;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    if (kept > 0 && runs[kept - 1].value == runs[i].value) {
      runs[kept - 1].count += runs[i].count;
    } else {
      runs[kept++] = runs[i];
    }
  }
  runs.resize(kept);
  return runs;
}

}  // namespace

Numbers::Numbers(std::vector<NumberRun> runs, const NumberSum& sum)
    : runs_(std::move(runs)), sum_(sum.value()) {
  for (const NumberRun& run : runs_) {
    count_ += run.count;
  }
}

double Numbers::quantile(double q) const {
  TL_ASSERT(q >= 0 && q <= 1 && count_ > 0);
  const double at = q * static_cast<double>(count_ - 1);
  const double below = std::floor(at);
  const auto place = static_cast<std::uint64_t>(below);
  std::uint64_t passed = 0;
  for (std::size_t i = 0; i < runs_.size(); ++i) {
    passed += runs_[i].count;
    if (place < passed) {
      const bool last = place + 1 < passed || i + 1 == runs_.size();
      const double next = last ? runs_[i].value : runs_[i + 1].value;
      return at == below ? runs_[i].value : runs_[i].value + (at - below) * (next - runs_[i].value);
    }
  }
  return greatest();
}

std::vector<std::uint64_t> Numbers::histogram(std::span<const double> bounds) const {
  TL_ASSERT(std::is_sorted(bounds.begin(), bounds.end()));
  std::vector<std::uint64_t> counts(bounds.size() + 1);
  for (const NumberRun& run : runs_) {
    const auto above = std::upper_bound(bounds.begin(), bounds.end(), run.value);
    counts[static_cast<std::size_t>(above - bounds.begin())] += run.count;
  }
  return counts;
}

void NumberSample::add(double value) {
  add(value, 1);
}

void NumberSample::add(double value, std::uint64_t count) {
  TL_ASSERT(std::abs(value) <= number_max);
  if (is_small(value)) {
    const auto place = static_cast<std::size_t>(value);
    if (place >= small_.size()) {
      small_.resize(std::min(small_max, std::max(place + 1, small_.size() * 2)));
    }
    small_[place] += count;
    return;
  }
  add_often(value, count, sum_);
  if (count == 1) {
    fresh_.push_back(value);
  } else if (count > 0) {
    fresh_runs_.push_back({.value = value, .count = count});
  }
  if (fresh_size() >= std::max(fresh_min, runs_.size())) {
    settle();
  }
}

void NumberSample::settle() {
  runs_ = merged(runs_, runs_of(std::exchange(fresh_, {})));
  std::vector<NumberRun> more = std::exchange(fresh_runs_, {});
  std::sort(more.begin(), more.end(),
            [](const NumberRun& a, const NumberRun& b) { return a.value < b.value; });
  runs_ = merged(runs_, more);
}

void NumberSample::merge(const NumberSample& other) {
  sum_.merge(other.sum_);
  small_.resize(std::max(small_.size(), other.small_.size()));
  for (std::size_t place = 0; place < other.small_.size(); ++place) {
    small_[place] += other.small_[place];
  }
  runs_ = merged(runs_, other.runs_);
  fresh_.insert(fresh_.end(), other.fresh_.begin(), other.fresh_.end());
  fresh_runs_.insert(fresh_runs_.end(), other.fresh_runs_.begin(), other.fresh_runs_.end());
  if (fresh_size() >= std::max(fresh_min, runs_.size())) {
    settle();
  }
}

Numbers NumberSample::numbers() const {
  NumberSample settled = *this;
  settled.settle();
  std::vector<NumberRun> small;
  for (std::size_t place = 0; place < small_.size(); ++place) {
    if (small_[place] > 0) {
      small.push_back({.value = static_cast<double>(place), .count = small_[place]});
      add_often(small.back().value, small.back().count, settled.sum_);
    }
  }
  return {merged(settled.runs_, small), settled.sum_};
}

}  // namespace throughline::stats
