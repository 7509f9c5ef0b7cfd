#include "stats/survival.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "base/assert.h"

namespace throughline::stats {
namespace {

std::optional<Interval> band_of(double survival, double error, double width) {
  if (survival >= 1 || survival <= 0) {
    return std::nullopt;
  }
  const double shift = std::exp(width * error / -std::log(survival));
  return Interval{std::pow(survival, shift), std::pow(survival, 1 / shift)};
}

void find_medians(SurvivalCurve& curve) {
  // A product that should be one half may come out a rounding above it.
  constexpr double half = 0.5 + 1e-12;
  for (const SurvivalPoint& point : curve.points) {
    if (!curve.median && point.survival <= half) {
      curve.median = point.time;
    }
    if (point.band && !curve.median_low && point.band->low <= half) {
      curve.median_low = point.time;
    }
    if (point.band && !curve.median_high && point.band->high <= half) {
      curve.median_high = point.time;
    }
  }
}

}  // namespace

std::vector<SurvivalTally> tally(std::span<const Lifetime> lifetimes) {
  std::map<double, SurvivalTally> by_time;
  for (const Lifetime& lifetime : lifetimes) {
    TL_ASSERT(lifetime.time >= 0);
    SurvivalTally& tally = by_time[lifetime.time];
    tally.time = lifetime.time;
    ++(lifetime.happened ? tally.happened : tally.censored);
  }
  std::vector<SurvivalTally> tallies;
  for (const auto& [time, tally] : by_time) {
    tallies.push_back(tally);
  }
  return tallies;
}

SurvivalCurve survival_curve(std::span<const SurvivalTally> tallies, double confidence) {
  const double width = normal_width(confidence);
  SurvivalCurve curve;
  std::uint64_t at_risk = 0;
  for (const SurvivalTally& tally : tallies) {
    at_risk += tally.happened + tally.censored;
  }
  double survival = 1;
  double variance = 0;
  for (const SurvivalTally& tally : tallies) {
    const auto n = static_cast<double>(at_risk);
    const auto d = static_cast<double>(tally.happened);
    SurvivalPoint point{.time = tally.time,
                        .at_risk = at_risk,
                        .happened = tally.happened,
                        .censored = tally.censored};
    survival *= (n - d) / n;
    point.survival = survival;
    if (tally.happened < at_risk) {
      variance += d / (n * (n - d));
      point.error = std::sqrt(variance);
      point.band = band_of(survival, *point.error, width);
    }
    curve.points.push_back(point);
    at_risk -= tally.happened + tally.censored;
  }
  find_medians(curve);
  return curve;
}

}  // namespace throughline::stats
