#include "journey_engine/process_map.h"

#include <algorithm>
#include <set>

namespace throughline::journey_engine {
namespace {

bool is_in(const MapCell& cell, const Trace& trace) {
  const auto here = [&](const TraceStep& step) { return step.node == cell.node; };
  switch (cell.kind) {
    case MapCell::Kind::node:
      return std::any_of(trace.begin(), trace.end(), here);
    case MapCell::Kind::start:
      return here(trace.front());
    case MapCell::Kind::end:
      return here(trace.back());
    case MapCell::Kind::rework:
      return std::count_if(trace.begin(), trace.end(), here) > 1;
    case MapCell::Kind::edge:
      break;
  }
  return std::adjacent_find(trace.begin(), trace.end(),
                            [&](const TraceStep& from, const TraceStep& to) {
                              return here(from) && to.node == cell.to;
                            }) != trace.end();
}

}  // namespace

void ProcessMap::add_trace(const Trace& trace) {
  events_ += trace.size();
  lasted_ms_.add(trace.back().at_ms - trace.front().at_ms);
  ++nodes_[trace.front().node].starts;
  ++nodes_[trace.back().node].ends;
  std::map<Value, std::uint64_t> times;
  std::set<MapStep> steps;
  for (std::size_t i = 0; i < trace.size(); ++i) {
    ++times[trace[i].node];
    if (i == 0) {
      continue;
    }
    const MapStep step{trace[i - 1].node, trace[i].node};
    MapEdge& edge = edges_[step];
    ++edge.count;
    edge.took_ms.add(trace[i].at_ms - trace[i - 1].at_ms);
    steps.insert(step);
    if (i >= 2 && trace[i - 2].node == step.to && step.from != step.to) {
      ++edges_[{step.to, step.from}].back_and_forth;
    }
  }
  for (const auto& [node, count] : times) {
    MapNode& found = nodes_[node];
    found.events += count;
    ++found.cases;
    found.rework_cases += count > 1 ? 1 : 0;
  }
  for (const MapStep& step : steps) {
    ++edges_[step].cases;
  }
}

void ProcessMap::add(CustomerId customer, Line line) {
  const std::vector<Trace> traces = find_traces(rule_, customer, line);
  customers_ += traces.empty() ? 0 : 1;
  std::set<Value> nodes;
  std::set<MapStep> steps;
  for (const Trace& trace : traces) {
    add_trace(trace);
    for (std::size_t i = 0; i < trace.size(); ++i) {
      nodes.insert(trace[i].node);
      if (i > 0) {
        steps.insert({trace[i - 1].node, trace[i].node});
      }
    }
  }
  for (const Value node : nodes) {
    ++nodes_[node].customers;
  }
  for (const MapStep& step : steps) {
    ++edges_[step].customers;
  }
}

void ProcessMap::merge(const ProcessMap& other) {
  customers_ += other.customers_;
  events_ += other.events_;
  lasted_ms_.merge(other.lasted_ms_);
  for (const auto& [value, from] : other.nodes_) {
    MapNode& to = nodes_[value];
    to.events += from.events;
    to.cases += from.cases;
    to.customers += from.customers;
    to.starts += from.starts;
    to.ends += from.ends;
    to.rework_cases += from.rework_cases;
  }
  for (const auto& [step, from] : other.edges_) {
    MapEdge& to = edges_[step];
    to.count += from.count;
    to.cases += from.cases;
    to.customers += from.customers;
    to.back_and_forth += from.back_and_forth;
    to.took_ms.merge(from.took_ms);
  }
}

bool is_in(const MapCell& cell, const TraceRule& rule, CustomerId customer, Line line) {
  const std::vector<Trace> traces = find_traces(rule, customer, line);
  return std::any_of(traces.begin(), traces.end(),
                     [&](const Trace& trace) { return is_in(cell, trace); });
}

}  // namespace throughline::journey_engine
