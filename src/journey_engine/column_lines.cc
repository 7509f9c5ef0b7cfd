#include "journey_engine/column_lines.h"

#include "base/time.h"

namespace throughline::journey_engine {

std::int64_t far_at_ms(const Columns& columns, std::size_t event) {
  const auto found = std::lower_bound(
      columns.far_times.begin(), columns.far_times.end(), event,
      [](const Columns::FarTime& time, std::size_t wanted) { return time.event < wanted; });
  if (found == columns.far_times.end() || found->event != event) {
    return columns.near_at_ms(event);
  }
  const std::int64_t us = found->at_us;
  return us / us_per_ms - (us % us_per_ms < 0 ? 1 : 0);
}

void cut(const Columns& columns, const LookedAt& looked, ColumnLine& line) {
  // The first event in [first, last) that is not before that time, or last.
  const auto lower = [&](std::uint32_t first, std::uint32_t last, std::int64_t at_ms) {
    while (first < last) {
      const std::uint32_t middle = first + (last - first) / 2;
      if (at_ms_of(columns, line, middle) < at_ms) {
        first = middle + 1;
      } else {
        last = middle;
      }
    }
    return first;
  };
  if (at_ms_of(columns, line, line.first) < looked.from_ms) {
    line.first = lower(line.first, line.last, looked.from_ms);
  }
  if (line.first < line.last && at_ms_of(columns, line, line.last - 1) >= looked.until_ms) {
    line.last = lower(line.first, line.last, looked.until_ms);
  }
}

}  // namespace throughline::journey_engine
