// PositionedEvent: an event of the record with its place in it. A value.
#pragma once

#include "event/event.h"
#include "timeline/position.h"

namespace throughline::timeline {

struct PositionedEvent {
  Position position = {};
  bool erased = false;
  Event event = {};
};

}  // namespace throughline::timeline
