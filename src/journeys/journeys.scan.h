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
#include <limits>
#include <memory>
#include <thread>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "journey_engine/column_lines.h"
#include "journey_engine/kernel.h"
#include "journey_engine/snapshot.h"
#include "journeys/people_set.h"

namespace throughline::journeys {

// The part of each line that is looked at, [from_ms, until_ms), and whose lines.
struct Span {
  std::int64_t from_ms = std::numeric_limits<std::int64_t>::min();
  std::int64_t until_ms = std::numeric_limits<std::int64_t>::max();
  std::shared_ptr<const PeopleSet> people = {};  // Null: everybody's.

  [[nodiscard]] journey_engine::Line of(journey_engine::Line line) const {
    const auto before = [](const journey_engine::LineEvent& event, std::int64_t at_ms) {
      return event.at_ms < at_ms;
    };
    const auto first = std::lower_bound(line.begin(), line.end(), from_ms, before);
    return {first, std::lower_bound(first, line.end(), until_ms, before)};
  }
  [[nodiscard]] journey_engine::LookedAt looked_at() const {
    journey_engine::LookedAt looked{.from_ms = from_ms, .until_ms = until_ms};
    if (people != nullptr) {
      looked.everybody = false;
      looked.people = people->words();
    }
    return looked;
  }
};

// Says whether whoever asked has gone; called from many threads.
using Cancelled = std::function<bool()>;

namespace scanning {

constexpr std::size_t shards_at_once = 4;
constexpr int lower_priority = 5;

unsigned threads_for(std::size_t shards);

// body(thread) on so many threads; returns when all have.
template <class Body>
void run_threads(std::size_t count, const Body& body) {
  std::vector<std::jthread> threads;
  threads.reserve(count);
  for (std::size_t thread = 0; thread < count; ++thread) {
    threads.emplace_back([&body, thread] {
      // Of this thread alone, as Linux has it; and no harm where it is refused.
      (void)setpriority(PRIO_PROCESS, 0, lower_priority);
      body(thread);
    });
  }
}

inline Error gone() {
  return Error::unavailable("whoever asked has gone");
}

// What the threads of one scan share.
struct Work {
  const journey_engine::Snapshot& lines;
  const Span& span;
  const Cancelled& cancelled;
  std::atomic<std::size_t> next = 0;  // The first shard that nobody has taken.
  std::atomic<bool> stopped = false;

  // The next shards to look at; none at the end, or when whoever asked has gone.
  journey_engine::ShardRange take() {
    if (cancelled && cancelled()) {
      stopped = true;
    }
    const std::size_t first = std::min(next.fetch_add(shards_at_once), lines.shards());
    return {first, stopped ? first : std::min(first + shards_at_once, lines.shards())};
  }
};

// A report that can be made from columns says which kernel does it.
template <class Report>
concept OfColumns = requires(Report report, const journey_engine::Columns& columns,
                             const journey_engine::LookedAt& looked) {
  report.kernel();
  report.add(columns, looked);
};

// Or is made from columns whatever was asked.
template <class Report>
concept OfColumnsAlone = requires(Report report, const journey_engine::Columns& columns,
                                  const journey_engine::LookedAt& looked) {
  report.add(columns, looked);
} && !OfColumns<Report>;

template <class Report>
void add_columns(Work& work, Report& report) {
  const journey_engine::LookedAt looked = work.span.looked_at();
  const auto add = [&](const journey_engine::Columns& columns) { report.add(columns, looked); };
  for (auto range = work.take(); range.first < range.last; range = work.take()) {
    work.lines.visit_columns(range, add);
  }
}

template <class Report>
void add_lines(Work& work, Report& report) {
  const auto add = [&](journey_engine::CustomerId customer, journey_engine::Line line) {
    if (const journey_engine::Line part = work.span.of(line); !part.empty()) {
      report.add(customer, part);
    }
  };
  for (auto range = work.take(); range.first < range.last; range = work.take()) {
    work.lines.visit(range, add, [&](journey_engine::CustomerId customer) {
      return work.span.people == nullptr || work.span.people->has(customer);
    });
  }
}

template <class Report>
void add_all(Work& work, Report& report) {
  if constexpr (OfColumnsAlone<Report>) {
    add_columns(work, report);
  } else if constexpr (OfColumns<Report>) {
    report.kernel().reads_columns() ? add_columns(work, report) : add_lines(work, report);
  } else {
    add_lines(work, report);
  }
}

}  // namespace scanning

// body(index) for each below `count`, on all processors.
template <class Body>
Result<void> on_all_processors(std::size_t count, const Cancelled& cancelled, const Body& body) {
  constexpr std::size_t at_once = 128;
  std::atomic<std::size_t> next = 0;
  std::atomic<bool> stopped = false;
  const auto work = [&] {
    for (std::size_t first = next.fetch_add(at_once); first < count && !stopped;
         first = next.fetch_add(at_once)) {
      for (std::size_t index = first; index < std::min(first + at_once, count); ++index) {
        body(index);
      }
      if (cancelled && cancelled()) {
        stopped = true;
      }
    }
  };
  scanning::run_threads(scanning::threads_for(count / at_once), [&](std::size_t) { work(); });
  if (stopped) {
    return scanning::gone();
  }
  return {};
}

// body(worker, index) for each below `count`, on all processors: each thread has a worker of its
// own, a copy of `empty`, and its indexes ascend. Gives the workers.
template <class Worker, class Body>
Result<std::vector<Worker>> on_all_processors(std::size_t count, const Cancelled& cancelled,
                                              const Worker& empty, const Body& body) {
  std::vector<Worker> workers(scanning::threads_for(count), empty);
  std::atomic<std::size_t> next = 0;
  std::atomic<bool> stopped = false;
  scanning::run_threads(workers.size(), [&](std::size_t thread) {
    for (std::size_t index = next++; index < count && !stopped; index = next++) {
      body(workers[thread], index);
      if (cancelled && cancelled()) {
        stopped = true;
      }
    }
  });
  if (stopped) {
    return scanning::gone();
  }
  return workers;
}

// `Report` has merge(const Report&), and add(CustomerId, Line), or add(Columns, LookedAt), or both
// and kernel(); `empty` is copied for each thread.
template <class Report>
Result<Report> scan(const journey_engine::Snapshot& lines, const Span& span,
                    const Cancelled& cancelled, const Report& empty) {
  std::vector<Report> reports(scanning::threads_for(lines.shards()), empty);
  scanning::Work work{.lines = lines, .span = span, .cancelled = cancelled};
  scanning::run_threads(reports.size(),
                        [&](std::size_t thread) { scanning::add_all(work, reports[thread]); });
  if (work.stopped) {
    return scanning::gone();
  }
  for (std::size_t i = 1; i < reports.size(); ++i) {
    reports.front().merge(reports[i]);
  }
  return std::move(reports.front());
}

}  // namespace throughline::journeys
