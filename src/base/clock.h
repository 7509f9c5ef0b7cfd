// Clock: the only way to learn what time it is. Tests turn a FakeClock (testing/fake_clock.h).
#pragma once

#include "base/time.h"

namespace throughline {

// Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual Time now() const = 0;
};

// The machine's wall clock.
class SystemClock : public Clock {
 public:
  [[nodiscard]] Time now() const override;
};

}  // namespace throughline
