// Backoff: how long to wait before the next attempt. Pure, but for the chance in it.
#pragma once

#include <cstdint>

#include "base/time.h"

namespace throughline {
class Random;
}

namespace throughline::jobs {

struct Backoff {
  std::int64_t first_us = us_per_second;
  std::int64_t most_us = us_per_hour;
  int attempts_max = 10;              // After this many the work is given up.
  std::int64_t give_up_after_us = 0;  // Or this long after it was asked for; 0: by attempts alone.
};

// After `attempts` failures, at least 1: doubles each time, and is then shortened by chance to at
// least half, so that many failures of one cause do not come back together.
std::int64_t delay_us(const Backoff& backoff, int attempts, Random& random);

}  // namespace throughline::jobs
