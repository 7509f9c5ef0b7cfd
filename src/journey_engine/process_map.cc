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
  ++table_.node(trace.front().node).starts;
  ++table_.node(trace.back().node).ends;
  std::map<Value, std::uint64_t> times;
  std::set<MapStep> steps;
  for (std::size_t i = 0; i < trace.size(); ++i) {
    ++times[trace[i].node];
    if (i == 0) {
      continue;
    }
    const MapStep step{trace[i - 1].node, trace[i].node};
    table_.add_took(step, trace[i].at_ms - trace[i - 1].at_ms);
    steps.insert(step);
    if (i >= 2 && trace[i - 2].node == step.to && step.from != step.to) {
      ++table_.edge({step.to, step.from}).back_and_forth;
    }
  }
  for (const auto& [node, count] : times) {
    MapNode& found = table_.node(node);
    found.events += count;
    ++found.cases;
    found.rework_cases += count > 1 ? 1 : 0;
  }
  for (const MapStep& step : steps) {
    ++table_.edge(step).cases;
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
    ++table_.node(node).customers;
  }
  for (const MapStep& step : steps) {
    ++table_.edge(step).customers;
  }
}

Kernel ProcessMap::kernel() const {
  std::string because = why_no_columns(rule_);
  return because.empty() ? Kernel{.name = "trace_columns"} : lines_kernel(std::move(because));
}

void ProcessMap::add(const ColumnLine& line, const TraceColumns& traces,
                     std::span<const TraceColumns::Case> cases) {
  if (cases.empty()) {
    return;
  }
  ++customers_;
  table_.begin_customer(line.last - line.first);
  for (const TraceColumns::Case& one : cases) {
    events_ += one.nodes.size();
    lasted_ms_.add(traces.at_ms(line, one.events.back()) - traces.at_ms(line, one.events.front()));
    table_.add_case(
        one.nodes.size(), [&](std::size_t step) { return one.nodes[step]; },
        [&](std::size_t step) { return traces.at_ms(line, one.events[step]); });
  }
}

template <class Code>
void ProcessMap::add_parts(const Columns& columns, const ColumnLine& line,
                           const TraceColumns& traces, const Code* codes) {
  ++customers_;
  table_.begin_customer(line.last - line.first);
  traces.visit_parts(line, [&](std::uint32_t first, std::uint32_t last) {
    events_ += last - first;
    lasted_ms_.add(traces.at_ms(line, last - 1) - traces.at_ms(line, first));
    const auto node_of = [&](std::size_t step) { return Value{codes[first + step]}; };
    if (line.far) {
      table_.add_case(last - first, node_of,
                      [&](std::size_t step) { return traces.at_ms(line, first + step); });
    } else {
      table_.add_case(last - first, node_of,
                      [&](std::size_t step) { return columns.near_at_ms(first + step); });
    }
  });
}

std::uint64_t ProcessMap::add(const Columns& columns, const LookedAt& looked) {
  std::uint64_t customers = 0;
  TraceColumns traces(rule_);
  traces.read(columns);
  visit_lines(columns, looked, [&](const ColumnLine& line) {
    ++customers;
    if (!traces.takes_all()) {
      add(line, traces, traces.find(line));
    } else if (columns.codes8 != nullptr) {
      add_parts(columns, line, traces, columns.codes8);
    } else if (columns.codes16 != nullptr) {
      add_parts(columns, line, traces, columns.codes16);
    } else {
      add_parts(columns, line, traces, columns.codes32);
    }
  });
  return customers;
}

void ProcessMap::merge(const ProcessMap& other) {
  customers_ += other.customers_;
  events_ += other.events_;
  lasted_ms_.merge(other.lasted_ms_);
  table_.merge(other.table_);
}

bool is_in(const MapCell& cell, const TraceRule& rule, CustomerId customer, Line line) {
  const std::vector<Trace> traces = find_traces(rule, customer, line);
  return std::any_of(traces.begin(), traces.end(),
                     [&](const Trace& trace) { return is_in(cell, trace); });
}

}  // namespace throughline::journey_engine
