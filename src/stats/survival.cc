#include "stats/survival.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "base/assert.h"

namespace throughline::stats {
namespace {

struct Tally {
  std::uint64_t happened = 0;
  std::uint64_t censored = 0;
};

std::map<double, Tally> tally_by_time(std::span<const Lifetime> lifetimes) {
  std::map<double, Tally> tallies;
  for (const Lifetime& lifetime : lifetimes) {
    TL_ASSERT(lifetime.time >= 0);
    Tally& tally = tallies[lifetime.time];
    ++(lifetime.happened ? tally.happened : tally.censored);
  }
  return tallies;
}

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

SurvivalCurve survival_curve(std::span<const Lifetime> lifetimes, double confidence) {
  const double width = normal_width(confidence);
  SurvivalCurve curve;
  std::uint64_t at_risk = lifetimes.size();
  double survival = 1;
  double variance = 0;
  for (const auto& [time, tally] : tally_by_time(lifetimes)) {
    const auto n = static_cast<double>(at_risk);
    const auto d = static_cast<double>(tally.happened);
    SurvivalPoint point{
        .time = time, .at_risk = at_risk, .happened = tally.happened, .censored = tally.censored};
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
