// AttributionQuestion: which events are touches, which are conversions, and which of the one count
// for the other. Values.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <optional>

#include "journey_engine/event_set.h"
#include "journey_engine/sessions.h"

namespace throughline::journey_engine {

constexpr std::int64_t unlimited = std::numeric_limits<std::int64_t>::max();

struct AttributionQuestion {
  EventSet touches = {};
  ValueOf channel = {};  // Of a touch; its code, unless given. no_value: no touch.
  EventSet conversions = {};
  // Of a conversion: 1, unless given. Nothing: it has no value.
  std::function<std::optional<double>(const LineEvent&)> value = {};
  std::int64_t look_back_ms = unlimited;
  CaseRule cases = {};        // Touches and conversions of one case only.
  bool touches_once = false;  // A touch counts for the first conversion after it alone.
};

}  // namespace throughline::journey_engine
