// FakeClock: a clock that stands still until a test turns it.
#pragma once

#include <atomic>

#include "base/clock.h"

namespace throughline::testing {

// Thread-safe.
class FakeClock : public Clock {
 public:
  // 2026-03-01T00:00:00Z unless told otherwise.
  explicit FakeClock(Time start = {1'772'323'200'000'000}) : us_(start.us) {}

  [[nodiscard]] Time now() const override { return {us_.load()}; }
  void set(Time time) { us_ = time.us; }
  void advance_us(std::int64_t us) { us_ += us; }
  void advance_seconds(std::int64_t seconds) { us_ += seconds * us_per_second; }

 private:
  std::atomic<std::int64_t> us_;
};

}  // namespace throughline::testing
