// Traces: the cases of a line as rows of nodes, which process maps, variants, paths and friction
// read. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "journey_engine/event_set.h"
#include "journey_engine/sessions.h"

namespace throughline::journey_engine {

enum class Repeats {
  keep,
  collapse  // Of several in a row in the same node only the first is kept.
};

struct TraceRule {
  // The node that an event is in: its code, unless this says otherwise. Events in no_value are left
  // out, after the line was cut into cases.
  ValueOf node = {};
  EventSet events = EventSet::all();
  CaseRule cases = {};
  Repeats repeats = Repeats::keep;
};

struct TraceStep {
  Value node = 0;
  std::int64_t at_ms = 0;
  std::size_t event = 0;  // In the line.
};
using Trace = std::vector<TraceStep>;

// In the order of the line, without cases that have no step.
std::vector<Trace> find_traces(const TraceRule& rule, CustomerId customer, Line line);

}  // namespace throughline::journey_engine
