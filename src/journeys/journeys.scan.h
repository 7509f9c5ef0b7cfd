// Scanning: one question asked of every line of a snapshot, on all processors.
//
// Each thread takes a few shards at a time and adds their lines to a report of its own; the reports
// are merged at the end, which gives the same whatever thread took what. A scan that is cancelled
// ends within a few milliseconds. The threads run with lower priority than those that collect.
#pragma once

#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <functional>
#include <thread>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "journey_engine/snapshot.h"

namespace throughline::journeys {

// The part of each line that is looked at: [from_ms, until_ms).
struct Span {
  std::int64_t from_ms = std::numeric_limits<std::int64_t>::min();
  std::int64_t until_ms = std::numeric_limits<std::int64_t>::max();

  [[nodiscard]] journey_engine::Line of(journey_engine::Line line) const {
    const auto before = [](const journey_engine::LineEvent& event, std::int64_t at_ms) {
      return event.at_ms < at_ms;
    };
    const auto first = std::lower_bound(line.begin(), line.end(), from_ms, before);
    return {first, std::lower_bound(first, line.end(), until_ms, before)};
  }
};

// Says whether whoever asked has gone; called from many threads.
using Cancelled = std::function<bool()>;

namespace scanning {

constexpr std::size_t shards_at_once = 4;
constexpr int lower_priority = 5;

unsigned threads_for(std::size_t shards);

}  // namespace scanning

// `Report` has add(CustomerId, Line) and merge(const Report&); `empty` is copied for each thread.
template <class Report>
Result<Report> scan(const journey_engine::Snapshot& lines, const Span& span,
                    const Cancelled& cancelled, const Report& empty) {
  const unsigned count = scanning::threads_for(lines.shards());
  std::vector<Report> reports(count, empty);
  std::atomic<std::size_t> next = 0;
  std::atomic<bool> stopped = false;
  const auto work = [&](Report& report) {
    for (;;) {
      const std::size_t first = next.fetch_add(scanning::shards_at_once);
      if (first >= lines.shards() || stopped) {
        return;
      }
      if (cancelled && cancelled()) {
        stopped = true;
        return;
      }
      const std::size_t last = std::min(first + scanning::shards_at_once, lines.shards());
      lines.visit({first, last},
                  [&](journey_engine::CustomerId customer, journey_engine::Line line) {
                    if (const journey_engine::Line part = span.of(line); !part.empty()) {
                      report.add(customer, part);
                    }
                  });
    }
  };
  {
    std::vector<std::jthread> threads;
    for (Report& report : reports) {
      threads.emplace_back([&work, &report] {
        // Of this thread alone, as Linux has it; and no harm where it is refused.
        (void)setpriority(PRIO_PROCESS, 0, scanning::lower_priority);
        work(report);
      });
    }
  }
  if (stopped) {
    return Error::unavailable("whoever asked has gone");
  }
  for (std::size_t i = 1; i < reports.size(); ++i) {
    reports.front().merge(reports[i]);
  }
  return std::move(reports.front());
}

}  // namespace throughline::journeys
