// Walk: somebody's way over a map, as the events of touchpoints tell it: visits of stages, how long
// they lasted, where the way led back.
//
// A visit is a run of events of one stage. It lasts from its first event to the first event of the
// next visit, the last visit to its own last event. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "journey_maps/map_model.h"

namespace throughline::journey_maps {

// An event of a touchpoint.
struct Touched {
  std::uint32_t touchpoint = 0;  // Of the model.
  std::uint32_t place = 0;       // Among all events that are looked at.
  std::int64_t at_ms = 0;
};

struct StageWalk {
  std::uint32_t visits = 0;    // None: not reached.
  std::uint32_t returns = 0;   // Visits that are not its first, right after one of a later stage.
  std::int64_t lasted_ms = 0;  // All visits together.
  // From the first event of the measured stage before to the first event of this one after it.
  std::optional<std::int64_t> from_before_ms = {};

  [[nodiscard]] bool reached() const { return visits > 0; }
};

// From one stage to another.
struct StageChange {
  std::size_t from = 0;
  std::size_t to = 0;
  std::int64_t took_ms = 0;  // From the last event of the one to the first of the other.
};

struct Walk {
  std::vector<StageWalk> stages = {};
  std::vector<std::uint32_t> events = {};  // Of each touchpoint.
  std::size_t last_stage = 0;              // Of the last event.
  std::vector<StageChange> changes = {};
};

// `line` is in order, and not empty.
Walk walk_of(const MapModel& model, std::span<const Touched> line);

}  // namespace throughline::journey_maps
