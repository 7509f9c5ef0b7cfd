#include "stats/number_sample.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/assert.h"

namespace throughline::stats {
namespace {

constexpr std::size_t fresh_min = 65'536;

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
  TL_ASSERT(std::abs(value) <= number_max);
  sum_.add(value);
  fresh_.push_back(value == 0 ? 0.0 : value);  // Minus zero is zero.
  if (fresh_.size() >= std::max(fresh_min, runs_.size())) {
    settle();
  }
}

void NumberSample::settle() {
  runs_ = merged(runs_, runs_of(std::exchange(fresh_, {})));
}

void NumberSample::merge(const NumberSample& other) {
  sum_.merge(other.sum_);
  runs_ = merged(runs_, other.runs_);
  fresh_.insert(fresh_.end(), other.fresh_.begin(), other.fresh_.end());
  if (fresh_.size() >= std::max(fresh_min, runs_.size())) {
    settle();
  }
}

Numbers NumberSample::numbers() const {
  return {merged(runs_, runs_of(fresh_)), sum_};
}

}  // namespace throughline::stats
