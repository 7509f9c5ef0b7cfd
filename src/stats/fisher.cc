#include "stats/fisher.h"

#include <algorithm>
#include <cmath>

namespace throughline::stats {
namespace {

double log_choose(double n, double k) {
  return std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1);
}

// Who did, in the first group, if who did were spread by lot over both groups.
struct Lot {
  double of_first = 0;
  double of_second = 0;
  double did = 0;

  [[nodiscard]] double chance(double k) const {
    return std::exp(log_choose(of_first, k) + log_choose(of_second, did - k) -
                    log_choose(of_first + of_second, did));
  }
  // From `k` on outwards; what is left out is less than rounding.
  [[nodiscard]] double tail(double k, int step) const {
    constexpr double enough = 1e-17;
    const double least = std::max(0.0, did - of_second);
    const double most = std::min(did, of_first);
    double chance = this->chance(k);
    double sum = 0;
    while (k >= least && k <= most && chance > enough * sum) {
      sum += chance;
      chance *= step > 0 ? (of_first - k) * (did - k) / ((k + 1) * (of_second - did + k + 1))
                         : k * (of_second - did + k) / ((of_first - k + 1) * (did - k + 1));
      k += step;
    }
    return sum;
  }
};

}  // namespace

double exact_p(Share first, Share second) {
  const std::uint64_t did = first.count + second.count;
  if (first.of == 0 || second.of == 0 || did == 0 || did == first.of + second.of) {
    return 1;
  }
  const Lot lot{.of_first = static_cast<double>(first.of),
                .of_second = static_cast<double>(second.of),
                .did = static_cast<double>(did)};
  const auto k = static_cast<double>(first.count);
  // Beyond the middle the outer tail is the smaller one.
  const bool more = k * (lot.of_first + lot.of_second) >= lot.did * lot.of_first;
  return std::min(1.0, 2 * lot.tail(k, more ? 1 : -1));
}

}  // namespace throughline::stats
