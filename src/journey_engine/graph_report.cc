#include "journey_engine/graph_report.h"

#include <algorithm>

#include "journey_engine/code_marks.h"

namespace throughline::journey_engine {
namespace {

bool leads_nowhere_from(const GraphDefinition& definition, std::size_t node) {
  return std::none_of(definition.edges.begin(), definition.edges.end(),
                      [&](const GraphEdge& edge) { return edge.from == node; });
}

bool is_entry(const GraphDefinition& definition, std::size_t node) {
  return std::none_of(definition.edges.begin(), definition.edges.end(),
                      [&](const GraphEdge& edge) { return edge.to == node; });
}

}  // namespace

std::optional<std::int64_t> GraphOutcome::started_ms() const {
  // Whatever else happens, one of the entries did before.
  std::optional<std::int64_t> first;
  for (const auto& at_ms : walk_->reached_ms) {
    if (at_ms && (!first || *at_ms < *first)) {
      first = at_ms;
    }
  }
  return first;
}

bool GraphOutcome::could_reach(std::size_t node) const {
  const bool needs_all = definition_->nodes[node].needs == GraphNeeds::all;
  bool any = false;
  bool all = true;
  for (const GraphEdge& edge : definition_->edges) {
    if (edge.to == node) {
      any = any || reached(edge.from);
      all = all && reached(edge.from);
    }
  }
  return any && (all || !needs_all);
}

bool GraphOutcome::stopped_at(std::size_t node) const {
  if (!reached(node) || leads_nowhere_from(*definition_, node)) {
    return false;
  }
  for (std::size_t edge = 0; edge < definition_->edges.size(); ++edge) {
    if (definition_->edges[edge].from == node && walk_->taken[edge]) {
      return false;
    }
  }
  return true;
}

bool GraphOutcome::is_in(const GraphCell& cell) const {
  switch (cell.kind) {
    case GraphCellKind::started:
      return started();
    case GraphCellKind::not_started:
      return !started();
    case GraphCellKind::reached:
      return reached(cell.place);
    case GraphCellKind::missed:
      return !reached(cell.place) && could_reach(cell.place);
    case GraphCellKind::stopped:
      return stopped_at(cell.place);
    case GraphCellKind::taken:
      return walk_->taken[cell.place].has_value();
    case GraphCellKind::left:
      return reached(definition_->edges[cell.place].from) && !walk_->taken[cell.place];
  }
  return false;
}

void GraphReport::add(CustomerId customer, Line line) {
  ++customers_;
  const GraphWalk& walk = walker_.walk(customer, line);
  const GraphOutcome outcome(*definition_, walk);
  const auto started_ms = outcome.started_ms();
  if (!started_ms) {
    return;
  }
  ++started_;
  for (std::size_t node = 0; node < nodes_.size(); ++node) {
    GraphNodeCounts& counts = nodes_[node];
    counts.could += outcome.could_reach(node) ? 1 : 0;
    counts.stopped += outcome.stopped_at(node) ? 1 : 0;
    if (const auto& at_ms = walk.reached_ms[node]) {
      ++counts.reached;
      counts.since_start_ms.add(*at_ms - *started_ms);
    }
  }
  for (std::size_t edge = 0; edge < edges_.size(); ++edge) {
    GraphEdgeCounts& counts = edges_[edge];
    counts.reached_source += outcome.reached(definition_->edges[edge].from) ? 1 : 0;
    if (const auto& taken = walk.taken[edge]) {
      ++counts.taken;
      counts.took_ms.add(taken->took_ms);
    }
  }
}

std::uint64_t GraphReport::add(const Columns& columns, const LookedAt& looked) {
  const std::uint64_t before = customers_;
  Marks of_nodes;
  of_nodes.read(columns, EventSet());
  Marks of_node;
  for (const GraphNode& node : definition_->nodes) {
    of_node.read(columns, node.events);
    of_nodes.add(of_node);
  }
  visit_lines(columns, looked, [&](const ColumnLine& line) {
    scratch_.clear();
    for (std::size_t event = of_nodes.next(line.first, line.last); event != Marks::none;
         event = of_nodes.next(event + 1, line.last)) {
      scratch_.push_back(event_of(columns, line, event));
    }
    if (scratch_.empty()) {
      ++customers_;
    } else {
      add(columns.ids[line.customer], scratch_);
    }
  });
  return customers_ - before;
}

void GraphReport::merge(const GraphReport& other) {
  customers_ += other.customers_;
  started_ += other.started_;
  for (std::size_t node = 0; node < nodes_.size(); ++node) {
    nodes_[node].reached += other.nodes_[node].reached;
    nodes_[node].could += other.nodes_[node].could;
    nodes_[node].stopped += other.nodes_[node].stopped;
    nodes_[node].since_start_ms.merge(other.nodes_[node].since_start_ms);
  }
  for (std::size_t edge = 0; edge < edges_.size(); ++edge) {
    edges_[edge].taken += other.edges_[edge].taken;
    edges_[edge].reached_source += other.edges_[edge].reached_source;
    edges_[edge].took_ms.merge(other.edges_[edge].took_ms);
  }
}

bool is_in(const GraphCell& cell, const GraphDefinition& definition, CustomerId customer,
           Line line) {
  GraphWalker walker(definition);
  return GraphOutcome(definition, walker.walk(customer, line)).is_in(cell);
}

const LineEvent* first_event(const GraphDefinition& definition, CustomerId customer, Line line) {
  std::vector<std::size_t> entries;
  for (std::size_t node = 0; node < definition.nodes.size(); ++node) {
    if (is_entry(definition, node)) {
      entries.push_back(node);
    }
  }
  const auto found = std::find_if(line.begin(), line.end(), [&](const LineEvent& event) {
    return std::any_of(entries.begin(), entries.end(), [&](std::size_t node) {
      return definition.nodes[node].events.has(customer, event);
    });
  });
  return found == line.end() ? nullptr : &*found;
}

}  // namespace throughline::journey_engine
