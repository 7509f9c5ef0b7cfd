#include "journey_engine/process_map.h"

#include <algorithm>
#include <set>
#include <utility>

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

Kernel ProcessMap::kernel() const {
  std::string because = why_no_columns(rule_);
  return because.empty() ? Kernel{.name = "trace_columns"} : lines_kernel(std::move(because));
}

void ProcessMap::visit_node(Value value) {
  const std::uint32_t number = places_->node_index.of(value);
  if (number == places_->nodes.size()) {
    places_->nodes.push_back({.node = &nodes_[value]});
  }
  NodePlace& place = places_->nodes[number];
  ++place.node->events;
  if (place.in_case != places_->cases) {
    place.in_case = places_->cases;
    place.times = 0;
    ++place.node->cases;
  }
  place.node->rework_cases += ++place.times == 2 ? 1 : 0;
  if (place.in_line != places_->lines) {
    place.in_line = places_->lines;
    ++place.node->customers;
  }
}

MapEdge& ProcessMap::visit_edge(Value from, Value to) {
  const std::uint32_t number = places_->edge_index.of(std::uint64_t{from} << 32U | to);
  if (number == places_->edges.size()) {
    places_->edges.push_back({.edge = &edges_[{from, to}]});
  }
  EdgePlace& place = places_->edges[number];
  if (place.in_case != places_->cases) {
    place.in_case = places_->cases;
    ++place.edge->cases;
  }
  if (place.in_line != places_->lines) {
    place.in_line = places_->lines;
    ++place.edge->customers;
  }
  return *place.edge;
}

void ProcessMap::add_case(const ColumnLine& line, const TraceColumns& traces,
                          const TraceColumns::Case& one) {
  ++places_->cases;
  const std::size_t size = one.nodes.size();
  events_ += size;
  const std::int64_t begin_ms = traces.at_ms(line, one.events[0]);
  std::int64_t before_ms = begin_ms;
  MapEdge* before = nullptr;
  visit_node(one.nodes[0]);
  for (std::size_t i = 1; i < size; ++i) {
    visit_node(one.nodes[i]);
    MapEdge& edge = visit_edge(one.nodes[i - 1], one.nodes[i]);
    const std::int64_t at_ms = traces.at_ms(line, one.events[i]);
    ++edge.count;
    edge.took_ms.add(at_ms - before_ms);
    if (i >= 2 && one.nodes[i - 2] == one.nodes[i] && one.nodes[i - 1] != one.nodes[i]) {
      ++before->back_and_forth;
    }
    before = &edge;
    before_ms = at_ms;
  }
  lasted_ms_.add(before_ms - begin_ms);
  ++places_->nodes[places_->node_index.of(one.nodes.front())].node->starts;
  ++places_->nodes[places_->node_index.of(one.nodes.back())].node->ends;
}

void ProcessMap::add(const ColumnLine& line, const TraceColumns& traces,
                     std::span<const TraceColumns::Case> cases) {
  customers_ += cases.empty() ? 0 : 1;
  ++places_->lines;
  for (const TraceColumns::Case& one : cases) {
    add_case(line, traces, one);
  }
}

std::uint64_t ProcessMap::add(const Columns& columns, const LookedAt& looked) {
  std::uint64_t customers = 0;
  TraceColumns traces(rule_);
  traces.read(columns);
  visit_lines(columns, looked, [&](const ColumnLine& line) {
    ++customers;
    add(line, traces, traces.find(line));
  });
  return customers;
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
