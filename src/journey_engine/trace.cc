#include "journey_engine/trace.h"

#include <utility>

namespace throughline::journey_engine {

namespace {

Trace trace_of(const TraceRule& rule, CustomerId customer, Line line, const LinePart& part) {
  Trace trace;
  for (std::size_t i = part.begin; i < part.end; ++i) {
    if (!rule.events.has(customer, line[i])) {
      continue;
    }
    const Value node = rule.node ? rule.node(customer, line[i]) : line[i].code;
    const bool again =
        rule.repeats == Repeats::collapse && !trace.empty() && trace.back().node == node;
    if (node != no_value && !again) {
      trace.push_back({node, line[i].at_ms, i});
    }
  }
  return trace;
}

}  // namespace

std::vector<Trace> find_traces(const TraceRule& rule, CustomerId customer, Line line) {
  std::vector<Trace> traces;
  for (const LinePart& part : find_cases(rule.cases, customer, line)) {
    if (Trace trace = trace_of(rule, customer, line, part); !trace.empty()) {
      traces.push_back(std::move(trace));
    }
  }
  return traces;
}

}  // namespace throughline::journey_engine
