// When an event happened, decided once from what its sender said and when we heard it.
//
// Segment's formula (timestamp = received − (sent − original)) with two limits of our own: within
// the latency band the sender's clock is right, and an implausible result is not believed.
#pragma once

#include "base/time.h"
#include "event/event.h"

namespace throughline::collect {

constexpr std::int64_t latency_band_us = 5 * us_per_second;
constexpr std::int64_t ahead_us_max = 5 * us_per_minute;

struct Decided {
  Time occurred_at = {};
  ClockNote clock = ClockNote::sent;
};

// What the sender wrote about time; `unreadable` where it wrote something that is no time.
struct Stamps {
  SenderTimes times = {};
  bool unreadable = false;
};

Decided decide_time(const Stamps& stamps);

}  // namespace throughline::collect
