#include "stats/mantel_haenszel.h"

#include <algorithm>
#include <cmath>

namespace throughline::stats {

namespace {

// What the strata add up to.
struct Sums {
  double weights = 0;
  double differences = 0;  // Each with its weight.
  double p = 0;            // P and Q of Sato's variance.
  double q = 0;
  double excess = 0;    // Of the first side's count over what is expected of it.
  double variance = 0;  // Of that, given how many did in the stratum.

  void add(const Stratum& stratum) {
    const auto n1 = static_cast<double>(stratum.first.of);
    const auto n0 = static_cast<double>(stratum.second.of);
    if (n1 == 0 || n0 == 0) {
      return;
    }
    const auto y1 = static_cast<double>(stratum.first.count);
    const auto y0 = static_cast<double>(stratum.second.count);
    const double n = n1 + n0;
    const double did = y1 + y0;
    weights += n1 * n0 / n;
    differences += (y1 * n0 - y0 * n1) / n;
    p += (n1 * n1 * y0 - n0 * n0 * y1 + n1 * n0 * (n0 - n1) / 2) / (n * n);
    q += (y1 * (n0 - y0) + y0 * (n1 - y1)) / (2 * n);
    excess += y1 - did * n1 / n;
    variance += n1 * n0 * did * (n - did) / (n * n * (n - 1));
  }
};

}  // namespace

Difference difference_among_alike(std::span<const Stratum> strata, double confidence) {
  Sums sums;
  for (const Stratum& stratum : strata) {
    sums.add(stratum);
  }
  Difference found;
  if (sums.weights == 0) {
    return found;
  }
  found.value = sums.differences / sums.weights;
  const double deviation = std::sqrt(std::max(0.0, found.value * sums.p + sums.q)) / sums.weights;
  const double width = normal_width(confidence) * deviation;
  found.interval = {std::max(-1.0, found.value - width), std::min(1.0, found.value + width)};
  if (sums.variance > 0) {
    constexpr double correction = 0.5;
    const double beyond = std::max(0.0, std::abs(sums.excess) - correction);
    found.z = std::copysign(beyond / std::sqrt(sums.variance), sums.excess);
    found.p = two_sided_p(found.z);
  }
  return found;
}

}  // namespace throughline::stats
