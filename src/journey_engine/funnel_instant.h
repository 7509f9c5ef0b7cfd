// Instants: the marked events of a line, grouped by their millisecond, and how many steps one group
// can satisfy when each of its events stands for one step at most. Pure; for funnel.h alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "journey_engine/funnel.h"

namespace throughline::journey_engine {

struct FunnelInstant {
  std::int64_t at_ms = 0;
  std::size_t first = 0;  // In the line, of those that may begin a chain.
  std::size_t begin = 0;  // In FunnelInstants::marks.
  std::size_t end = 0;
  std::uint32_t steps = 0;  // Of any of its events.
  std::uint32_t exclusions = 0;

  [[nodiscard]] std::size_t events() const { return end - begin; }
};

struct FunnelInstants {
  std::vector<std::uint32_t> marks = {};  // The steps of each considered event.
  std::vector<FunnelInstant> instants = {};

  [[nodiscard]] std::span<const std::uint32_t> marks_of(const FunnelInstant& instant) const {
    return std::span(marks).subspan(instant.begin, instant.events());
  }
};

// In order and in any order only events that satisfy something are kept; where steps must be
// strictly next, every considered event.
FunnelInstants find_instants(const FunnelDefinition& definition, CustomerId customer, Line line);
// Adds the next event of a line, if it is one to be kept. `index` says which it is.
void add_instant(FunnelInstants& found, const FunnelDefinition& definition, std::int64_t at_ms,
                 EventMarks marks, std::size_t index);

// As in funnel.h. `entry` is the index that was given with the event.
std::vector<FunnelAttempt> find_attempts(const FunnelDefinition& definition,
                                         const FunnelInstants& found);

// In the line, the first event that may begin a chain at this time, which is that of an instant.
std::size_t entry_at(const FunnelInstants& found, std::int64_t at_ms);

// The largest n such that the steps with bits from, from + 1, ... from + n - 1 (below `steps`) can
// each have an event of their own.
unsigned longest_run(std::span<const std::uint32_t> marks, unsigned from, unsigned steps);

// How many different steps can each have an event of their own.
unsigned most_steps(std::span<const std::uint32_t> marks, unsigned steps);

}  // namespace throughline::journey_engine
