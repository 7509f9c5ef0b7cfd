#include "journey_engine/journey_graph.h"

#include <algorithm>
#include <bit>
#include <set>
#include <string>
#include <utility>

namespace throughline::journey_engine {
namespace {

constexpr std::uint32_t bit(std::size_t node) {
  return std::uint32_t{1} << node;
}
bool has(std::uint32_t nodes, std::size_t node) {
  return (nodes & bit(node)) != 0;
}

// Each node once, in an order in which edges lead forward; fewer than all where there is a cycle.
std::vector<std::size_t> forward(const GraphDefinition& definition) {
  std::vector<std::size_t> open(definition.nodes.size());
  for (const GraphEdge& edge : definition.edges) {
    ++open[edge.to];
  }
  std::vector<std::size_t> order;
  for (std::size_t node = 0; node < open.size(); ++node) {
    if (open[node] == 0) {
      order.push_back(node);
    }
  }
  for (std::size_t i = 0; i < order.size(); ++i) {
    for (const GraphEdge& edge : definition.edges) {
      if (edge.from == order[i] && --open[edge.to] == 0) {
        order.push_back(edge.to);
      }
    }
  }
  return order;
}

// Gives a node an event of its own, moving others to other events where that helps (Kuhn 1955).
class Matching {
 public:
  explicit Matching(const std::vector<std::uint32_t>& events)
      : events_(events), owner_(events.size()) {}
  bool add(std::size_t node) {
    tried_.assign(events_.size(), false);
    return place(node);
  }

 private:
  bool place(std::size_t node) {
    for (std::size_t event = 0; event < events_.size(); ++event) {
      if (tried_[event] || !has(events_[event], node)) {
        continue;
      }
      tried_[event] = true;
      const std::optional<std::size_t> owner = owner_[event];
      if (!owner || place(*owner)) {
        owner_[event] = node;
        return true;
      }
    }
    return false;
  }

  const std::vector<std::uint32_t>& events_;
  std::vector<std::optional<std::size_t>> owner_;
  std::vector<bool> tried_;
};

// More events of one kind than there are nodes make no difference.
void drop_surplus(std::vector<std::uint32_t>& events, std::size_t nodes) {
  std::sort(events.begin(), events.end());
  std::size_t kept = 0;
  for (const std::uint32_t event : events) {
    if (kept < nodes || events[kept - nodes] != event) {
      events[kept++] = event;
    }
  }
  events.resize(kept);
}

}  // namespace

Result<void> check(const GraphDefinition& definition) {
  const std::size_t nodes = definition.nodes.size();
  if (nodes < 2 || nodes > graph_nodes_max) {
    return Error::invalid("A graph has 2 to " + std::to_string(graph_nodes_max) + " nodes.");
  }
  if (definition.edges.empty() || definition.edges.size() > graph_edges_max) {
    return Error::invalid("A graph has 1 to " + std::to_string(graph_edges_max) + " edges.");
  }
  std::set<std::pair<std::size_t, std::size_t>> seen;
  for (const GraphEdge& edge : definition.edges) {
    if (edge.from >= nodes || edge.to >= nodes) {
      return Error::invalid("An edge leads from a node of the graph to another.");
    }
    if (edge.window_ms < 0) {
      return Error::invalid("The window of an edge is zero or longer.");
    }
    if (!seen.emplace(edge.from, edge.to).second) {
      return Error::invalid("There is one edge at most from one node to another.");
    }
  }
  if (forward(definition).size() < nodes) {
    return Error::invalid("The edges lead in a circle: a node cannot come after itself.");
  }
  return {};
}

std::vector<std::size_t> in_order(const GraphDefinition& definition) {
  return forward(definition);
}

GraphWalker::GraphWalker(const GraphDefinition& definition)
    : definition_(&definition),
      order_(forward(definition)),
      incoming_(definition.nodes.size()),
      last_ms_(definition.nodes.size()) {
  for (std::size_t edge = 0; edge < definition.edges.size(); ++edge) {
    incoming_[definition.edges[edge].to].push_back(edge);
  }
}

const GraphWalk& GraphWalker::walk(CustomerId customer, Line line) {
  walk_.reached_ms.assign(definition_->nodes.size(), std::nullopt);
  walk_.taken.assign(definition_->edges.size(), std::nullopt);
  last_ms_.assign(definition_->nodes.size(), std::nullopt);
  for (std::size_t i = 0; i < line.size();) {
    const std::int64_t at_ms = line[i].at_ms;
    events_.clear();
    present_ = 0;
    clear_ = true;
    for (; i < line.size() && line[i].at_ms == at_ms; ++i) {
      if (const Nodes marks = marks_of(customer, line[i]); marks != 0) {
        events_.push_back(marks);
        present_ |= marks;
        clear_ = clear_ && std::has_single_bit(marks);
      }
    }
    if (present_ != 0) {
      pass(at_ms);
    }
  }
  return walk_;
}

GraphWalker::Nodes GraphWalker::marks_of(CustomerId customer, const LineEvent& event) const {
  Nodes marks = 0;
  for (std::size_t node = 0; node < definition_->nodes.size(); ++node) {
    if (definition_->nodes[node].events.has(customer, event)) {
      marks |= bit(node);
    }
  }
  return marks;
}

void GraphWalker::pass(std::int64_t at_ms) {
  if (!clear_) {
    known_.clear();
    drop_surplus(events_, definition_->nodes.size());
  }
  const Nodes happened = happening(at_ms);
  for (std::size_t edge = 0; edge < definition_->edges.size(); ++edge) {
    if (!walk_.taken[edge] && has(happened, definition_->edges[edge].to)) {
      take(edge, at_ms, happened);
    }
  }
  for (std::size_t node = 0; node < last_ms_.size(); ++node) {
    if (has(happened, node)) {
      last_ms_[node] = at_ms;
      walk_.reached_ms[node] = walk_.reached_ms[node].value_or(at_ms);
    }
  }
}

bool GraphWalker::came_before(std::size_t edge, std::int64_t at_ms) const {
  const GraphEdge& of = definition_->edges[edge];
  const auto& last = last_ms_[of.from];
  return last && at_ms - *last <= of.window_ms;
}

bool GraphWalker::is_fulfilled(std::size_t node, Nodes with, std::int64_t at_ms) const {
  const auto& edges = incoming_[node];
  const auto is = [&](std::size_t edge) {
    return has(with, definition_->edges[edge].from) || came_before(edge, at_ms);
  };
  if (edges.empty() || definition_->nodes[node].needs == GraphNeeds::all) {
    return std::all_of(edges.begin(), edges.end(), is);
  }
  return std::any_of(edges.begin(), edges.end(), is);
}

GraphWalker::Nodes GraphWalker::happening(std::int64_t at_ms) {
  Nodes happened = 0;
  for (const std::size_t node : order_) {
    if (has(present_, node) &&
        (clear_ ? is_fulfilled(node, happened, at_ms) : can_happen(bit(node), at_ms))) {
      happened |= bit(node);
    }
  }
  return happened;
}

bool GraphWalker::can_happen(Nodes nodes, std::int64_t at_ms) {
  return (nodes & ~present_) == 0 && can_be_completed(nodes, at_ms);
}

// Adds what the last node of them that lacks something needs, in every way that there is.
bool GraphWalker::can_be_completed(Nodes nodes, std::int64_t at_ms) {
  if (const auto known = known_.find(nodes); known != known_.end()) {
    return known->second;
  }
  const auto answered = [&](bool answer) { return known_.emplace(nodes, answer).first->second; };
  if (!have_events(nodes)) {
    return answered(false);
  }
  const auto lacking = std::find_if(order_.rbegin(), order_.rend(), [&](std::size_t node) {
    return has(nodes, node) && !is_fulfilled(node, nodes, at_ms);
  });
  if (lacking == order_.rend()) {
    return answered(true);
  }
  const auto& edges = incoming_[*lacking];
  if (definition_->nodes[*lacking].needs == GraphNeeds::any) {
    return answered(std::any_of(edges.begin(), edges.end(), [&](std::size_t edge) {
      return can_happen(nodes | bit(definition_->edges[edge].from), at_ms);
    }));
  }
  Nodes with = nodes;
  for (const std::size_t edge : edges) {
    with |= came_before(edge, at_ms) ? 0 : bit(definition_->edges[edge].from);
  }
  return answered(can_happen(with, at_ms));
}

bool GraphWalker::have_events(Nodes nodes) const {
  Matching matching(events_);
  for (std::size_t node = 0; node < definition_->nodes.size(); ++node) {
    if (has(nodes, node) && !matching.add(node)) {
      return false;
    }
  }
  return true;
}

// Its target has happened.
void GraphWalker::take(std::size_t edge, std::int64_t at_ms, Nodes happened) {
  const auto& [from, to, window_ms] = definition_->edges[edge];
  const bool together = has(happened, from) && (clear_ || can_happen(bit(from) | bit(to), at_ms));
  if (together) {
    walk_.taken[edge] = {.at_ms = at_ms, .took_ms = 0};
  } else if (const auto& last = last_ms_[from]; last && at_ms - *last <= window_ms) {
    walk_.taken[edge] = {.at_ms = at_ms, .took_ms = at_ms - *last};
  }
}

}  // namespace throughline::journey_engine
