#include "collect/clock_skew.h"

#include <cstdlib>

namespace throughline::collect {
namespace {

constexpr Date earliest_date = {1900, 1, 1};
constexpr Date latest_date = {2200, 1, 1};

bool plausible(Time time, Time received) {
  return time.us <= received.us + ahead_us_max && time >= start_of(earliest_date) &&
         time < start_of(latest_date);
}

// Without overflow: the difference of two times of the years 1 to 9999 fits easily.
Decided corrected(Time original, Time sent, Time received) {
  const std::int64_t skew = received.us - sent.us;
  if (std::abs(skew) < latency_band_us) {
    return {original, ClockNote::sent};
  }
  return {{original.us + skew}, ClockNote::corrected};
}

}  // namespace

Decided decide_time(const Stamps& stamps) {
  const SenderTimes& times = stamps.times;
  if (!times.original) {
    return {times.received, stamps.unreadable ? ClockNote::unreadable : ClockNote::absent};
  }
  Decided decided = times.sent ? corrected(*times.original, *times.sent, times.received)
                               : Decided{*times.original, ClockNote::sent};
  if (!plausible(decided.occurred_at, times.received)) {
    return {times.received, ClockNote::implausible};
  }
  if (stamps.unreadable) {
    decided.clock = ClockNote::unreadable;
  }
  return decided;
}

}  // namespace throughline::collect
