#include "stats/proportion.h"

#include <algorithm>
#include <boost/math/special_functions/erf.hpp>
#include <cmath>
#include <numbers>

#include "base/assert.h"

namespace throughline::stats {

double Share::value() const {
  return of == 0 ? 0 : static_cast<double>(count) / static_cast<double>(of);
}

double normal_width(double confidence) {
  TL_ASSERT(confidence > 0 && confidence < 1);
  return std::numbers::sqrt2 * boost::math::erf_inv(confidence);
}

double two_sided_p(double z) {
  return std::erfc(std::abs(z) / std::numbers::sqrt2);
}

Interval wilson_interval(Share share, double confidence) {
  TL_ASSERT(share.count <= share.of);
  if (share.of == 0) {
    return {0, 1};
  }
  const double z = normal_width(confidence);
  const auto n = static_cast<double>(share.of);
  const double p = share.value();
  const double centre = p + z * z / (2 * n);
  const double width = z * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n));
  const double scale = 1 + z * z / n;
  // At the ends the formula gives exactly 0 and 1 but for rounding.
  return {share.count == 0 ? 0 : std::max(0.0, (centre - width) / scale),
          share.count == share.of ? 1 : std::min(1.0, (centre + width) / scale)};
}

Difference difference(Share first, Share second, double confidence) {
  Difference found{.value = first.value() - second.value()};
  if (first.of == 0 || second.of == 0) {
    return found;
  }
  const Interval a = wilson_interval(first, confidence);
  const Interval b = wilson_interval(second, confidence);
  const double p1 = first.value();
  const double p2 = second.value();
  found.interval = {found.value - std::hypot(p1 - a.low, b.high - p2),
                    found.value + std::hypot(a.high - p1, p2 - b.low)};
  const auto n1 = static_cast<double>(first.of);
  const auto n2 = static_cast<double>(second.of);
  const double pooled = static_cast<double>(first.count + second.count) / (n1 + n2);
  const double deviation = std::sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2));
  if (deviation > 0) {
    found.z = found.value / deviation;
    found.p = two_sided_p(found.z);
  }
  return found;
}

}  // namespace throughline::stats
