#include "jobs/backoff.h"

#include <algorithm>

#include "base/random.h"

namespace throughline::jobs {

std::int64_t delay_us(const Backoff& backoff, int attempts, Random& random) {
  std::int64_t full = std::min(backoff.first_us, backoff.most_us);
  for (int i = 1; i < attempts && full < backoff.most_us; ++i) {
    full = std::min(backoff.most_us, 2 * full);
  }
  const double share = 0.5 + random.unit() / 2;
  return std::max<std::int64_t>(1, static_cast<std::int64_t>(static_cast<double>(full) * share));
}

}  // namespace throughline::jobs
