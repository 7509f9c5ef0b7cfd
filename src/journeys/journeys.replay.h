// Replay: what some of the people did, step by step, for pages that show a process map in motion.
#pragma once

#include <vector>

#include "base/result.h"
#include "event/event.h"
#include "journeys/replay_view.h"

namespace throughline::journeys {

struct Frame;

struct Replayed {
  ReplayAnswer answer = {};            // Whose people have no names yet,
  std::vector<ProfileId> people = {};  // and are these.
};

// Error::invalid for what has no meaning, naming the field; Error::unavailable when whoever asked
// has gone.
Result<Replayed> replay(const Frame& frame, const ReplayAsked& asked);

}  // namespace throughline::journeys
