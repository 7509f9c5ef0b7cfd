// ColumnLines: customers of columns, and which part of each line a question looks at.
//
// For kernels, which read columns instead of lines. Pure.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "journey_engine/line.h"

namespace throughline::journey_engine {

// The events in [from_ms, until_ms) of some people.
struct LookedAt {
  std::int64_t from_ms = std::numeric_limits<std::int64_t>::min();
  std::int64_t until_ms = std::numeric_limits<std::int64_t>::max();
  bool everybody = true;
  std::span<const std::uint64_t> people = {};  // A bit per customer id; others are not looked at.

  [[nodiscard]] bool has(CustomerId customer) const {
    const auto id = static_cast<std::uint64_t>(customer.value);
    return everybody || (id / 64 < people.size() && ((people[id / 64] >> (id % 64)) & 1U) != 0);
  }
  [[nodiscard]] bool is_all_times() const {
    return from_ms == std::numeric_limits<std::int64_t>::min() &&
           until_ms == std::numeric_limits<std::int64_t>::max();
  }
};

// A customer's events [first, last) in the columns.
struct ColumnLine {
  std::size_t customer = 0;  // Its index.
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  bool far = false;  // Some times are not in the column.
};

// Right for every event.
std::int64_t far_at_ms(const Columns& columns, std::size_t event);
inline std::int64_t at_ms_of(const Columns& columns, const ColumnLine& line, std::size_t event) {
  return line.far ? far_at_ms(columns, event) : columns.near_at_ms(event);
}

inline LineEvent event_of(const Columns& columns, const ColumnLine& line, std::size_t event) {
  return {.code = columns.code(event),
          .at_ms = at_ms_of(columns, line, event),
          .row = columns.row(event)};
}

// All its events, for what is not read from columns.
inline Line put_together(const Columns& columns, const ColumnLine& line,
                         std::vector<LineEvent>& into) {
  into.clear();
  for (std::uint32_t event = line.first; event < line.last; ++event) {
    into.push_back(event_of(columns, line, event));
  }
  return into;
}

// Those of the line that are looked at.
void cut(const Columns& columns, const LookedAt& looked, ColumnLine& line);

// body(const ColumnLine&) for each customer with an event that is looked at.
template <class Body>
void visit_lines(const Columns& columns, const LookedAt& looked, Body&& body) {
  const bool whole = looked.is_all_times();
  for (std::size_t c = 0; c < columns.customers; ++c) {
    if (columns.skips(c) || !looked.has(columns.ids[c])) {
      continue;
    }
    ColumnLine line{.customer = c,
                    .first = columns.offsets[c],
                    .last = columns.offsets[c + 1],
                    .far = (columns.flags[c] & has_far_times) != 0};
    if (!whole) {
      cut(columns, looked, line);
    }
    if (line.first < line.last) {
      body(static_cast<const ColumnLine&>(line));
    }
  }
}

}  // namespace throughline::journey_engine
