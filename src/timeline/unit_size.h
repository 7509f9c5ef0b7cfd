// How much a follower may do in one unit of work: whoever sends events waits for the writer
// meanwhile.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace throughline::timeline {

constexpr std::chrono::milliseconds unit_time(15);
constexpr std::size_t unit_events_min = 16;

// Half the way from what it was to what would have taken the time.
inline std::size_t fitting_unit(std::size_t unit, std::size_t done, std::chrono::nanoseconds took,
                                std::size_t most) {
  if (done == 0) {
    return unit;
  }
  const std::int64_t each =
      std::max<std::int64_t>(1, took.count() / static_cast<std::int64_t>(done));
  const auto wanted = static_cast<std::size_t>(std::chrono::nanoseconds(unit_time).count() / each);
  return std::clamp((unit + wanted) / 2, std::min(unit_events_min, most), most);
}

}  // namespace throughline::timeline
