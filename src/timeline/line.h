// The line of a person as it is asked for: filters, pages, days. Values only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "event/event.h"
#include "timeline/position.h"

namespace throughline::timeline {

struct LineFilter {
  std::vector<EventKind> kinds = {};    // Empty: all.
  std::vector<Channel> channels = {};   // Empty: all.
  std::vector<std::string> names = {};  // Empty: all.
  std::optional<Time> from = {};        // Inclusive.
  std::optional<Time> until = {};       // Exclusive.
};

constexpr std::size_t line_page_max = 500;

struct LineQuery {
  LineFilter filter = {};
  std::optional<LinePosition> before = {};  // Strictly older than this; newest first from there.
  std::optional<LinePosition> after = {};   // Strictly newer; then the page is oldest first.
  std::size_t limit = 50;                   // At most `line_page_max`.
};

struct LinePage {
  std::vector<Event> events = {};  // Newest first, or oldest first with `after`.
  bool more = false;
};

// How many events there are per day, for jumping to a date. Oldest first, days without events left
// out.
struct DayCount {
  Date day = {};
  std::int64_t events = 0;
};

struct Extent {
  std::int64_t events = 0;
  std::optional<Time> first = {};
  std::optional<Time> last = {};
};

// The newest of everybody's events, and where the page before them ends, if there is more.
struct LatestPage {
  std::vector<Event> events = {};
  std::optional<Position> next = {};
};

}  // namespace throughline::timeline
