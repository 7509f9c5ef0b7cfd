// Funnel: how far customers get through a series of steps.
//
// The exact meaning, and where others differ, is in docs/queries.md. In short: a chain of level j
// is a choice of distinct events for the steps 1 to j that obeys the order, the window and the
// exclusions; events of the same millisecond count in whichever order lets more steps convert; a
// customer's level is that of the longest chain. funnel_report.h adds customers up.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "base/result.h"
#include "journey_engine/event_set.h"
#include "journey_engine/line.h"

namespace throughline::journey_engine {

constexpr unsigned funnel_steps_min = 2;
constexpr unsigned funnel_steps_max = 30;
constexpr unsigned funnel_exclusions_max = 30;

enum class FunnelOrder {
  ordered,      // One after another; anything may happen in between.
  strict_next,  // Each the very next of the events that are considered.
  any_order     // Any steps in any order: the level is how many different ones were done.
};
enum class FunnelAttempts {
  best,   // Each customer once, with the chain that gets furthest.
  first,  // Each customer once, with the chains that begin where step 1 was first done.
  every   // Attempt after attempt; none begins before the one before it is over.
};
enum class WindowKind { total, between_steps };

// What one event is: bit i says that it satisfies step i + 1, or exclusion i.
struct EventMarks {
  std::uint32_t steps = 0;
  std::uint32_t exclusions = 0;
  bool considered = true;  // Counts as something in between where steps must be strictly next.
};
// Safe to call from many threads.
using StepMatcher = std::function<EventMarks(CustomerId, const LineEvent&)>;

// Must not happen strictly between the times of two steps, numbered from 1: from < to.
struct FunnelExclusion {
  unsigned from = 1;
  unsigned to = 2;
};

// What a funnel's steps and exclusions are, where they are sets of events.
struct FunnelSets {
  std::vector<EventSet> steps = {};
  std::vector<EventSet> exclusions = {};
};

constexpr std::int64_t no_window = std::numeric_limits<std::int64_t>::max();

struct FunnelDefinition {
  unsigned steps = funnel_steps_min;
  StepMatcher matcher = {};
  FunnelOrder order = FunnelOrder::ordered;
  FunnelAttempts attempts = FunnelAttempts::best;
  // Inclusive: with 0 all happens in the same millisecond. From step 1 to the last, or from each
  // step to the next.
  std::int64_t window_ms = no_window;
  WindowKind window_kind = WindowKind::total;
  bool strictly_later = false;  // Two steps in the same millisecond do not count.
  std::vector<FunnelExclusion> exclusions = {};
  // The same as the matcher, every event being considered; kernels need them. Null: only the
  // matcher knows.
  std::shared_ptr<const FunnelSets> sets = {};

  // Steps, matcher and sets in one.
  void match(FunnelSets by);
};

// Refuses what has no meaning, with the reason.
Result<void> check(const FunnelDefinition& definition);

// The usual matcher: a set of events per step and per exclusion, and which events are considered.
StepMatcher match_sets(std::vector<EventSet> steps, std::vector<EventSet> exclusions = {},
                       EventSet considered = EventSet::all());

// One way through the funnel. Of all chains of its level it is one that is complete earliest, and
// of those the one whose every step is as late as can be.
struct FunnelAttempt {
  // When each step was done; in any order: when that many different ones first were. Its size is
  // the level.
  std::vector<std::int64_t> at_ms = {};
  std::size_t entry = 0;  // In the line: the first event at at_ms[0] that may begin the chain.

  [[nodiscard]] unsigned level() const { return static_cast<unsigned>(at_ms.size()); }
  [[nodiscard]] std::int64_t took_ms() const { return at_ms.back() - at_ms.front(); }
};

// The attempts of one customer in the order of time; none where step 1 (or in any order: any step)
// was never done. Takes time in proportion to the line. The definition must be one that `check`
// accepts.
std::vector<FunnelAttempt> find_attempts(const FunnelDefinition& definition, CustomerId customer,
                                         Line line);

}  // namespace throughline::journey_engine
