// JourneyGraph: how far customers get through conditions that are joined by edges, from several
// beginnings and by several ways.
//
// The exact meaning is in docs/queries.md. In short: a node happens at an instant where an event of
// its own fits it and its incoming edges are fulfilled, all of them or any; an edge is, where its
// source happened before, within its window. Events of the same millisecond count in whichever
// order lets the node happen, each for one node. graph_report.h adds customers up.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "base/result.h"
#include "journey_engine/event_set.h"
#include "journey_engine/funnel.h"
#include "journey_engine/line.h"

namespace throughline::journey_engine {

constexpr std::size_t graph_nodes_max = 20;
constexpr std::size_t graph_edges_max = 60;

enum class GraphNeeds {
  any,  // Of the incoming edges.
  all
};

struct GraphNode {
  EventSet events = {};
  GraphNeeds needs = GraphNeeds::any;
};

// Between nodes by their places. The window is inclusive; with 0 both are in the same millisecond.
struct GraphEdge {
  std::size_t from = 0;
  std::size_t to = 0;
  std::int64_t window_ms = no_window;
};

struct GraphDefinition {
  std::vector<GraphNode> nodes = {};
  std::vector<GraphEdge> edges = {};
};

// Refuses what has no meaning, with the reason: too much, edges to nowhere, twice the same, cycles.
Result<void> check(const GraphDefinition& definition);

// Each node after all that lead to it. Of a definition that `check` accepts.
std::vector<std::size_t> in_order(const GraphDefinition& definition);

// What one customer did.
struct GraphWalk {
  struct Taken {
    std::int64_t at_ms = 0;    // When the target happened this way for the first time,
    std::int64_t took_ms = 0;  // and since the source last happened.
    bool operator==(const Taken&) const = default;
  };
  std::vector<std::optional<std::int64_t>> reached_ms = {};  // By node: when it first happened.
  std::vector<std::optional<Taken>> taken = {};              // By edge.
  bool operator==(const GraphWalk&) const = default;
};

// Finds walks one after another. The definition must be one that `check` accepts, and outlive this.
// Owned by one thread; takes time in proportion to the line, but for instants in which an event
// fits several nodes.
class GraphWalker {
 public:
  explicit GraphWalker(const GraphDefinition& definition);
  // Valid until the next call.
  const GraphWalk& walk(CustomerId customer, Line line);

 private:
  using Nodes = std::uint32_t;  // A bit for each.

  [[nodiscard]] Nodes marks_of(CustomerId customer, const LineEvent& event) const;
  // All events of one instant.
  void pass(std::int64_t at_ms);
  [[nodiscard]] bool came_before(std::size_t edge, std::int64_t at_ms) const;
  [[nodiscard]] Nodes happening(std::int64_t at_ms);
  // Whether all of these can happen, each by an event of its own and with what it needs.
  bool can_happen(Nodes nodes, std::int64_t at_ms);
  bool can_be_completed(Nodes nodes, std::int64_t at_ms);
  [[nodiscard]] bool have_events(Nodes nodes) const;
  [[nodiscard]] bool is_fulfilled(std::size_t node, Nodes with, std::int64_t at_ms) const;
  void take(std::size_t edge, std::int64_t at_ms, Nodes happened);

  const GraphDefinition* definition_;
  std::vector<std::size_t> order_;
  std::vector<std::vector<std::size_t>> incoming_;  // By node: edges.
  GraphWalk walk_;
  std::vector<std::optional<std::int64_t>> last_ms_;  // By node: when it last happened, before now.
  std::vector<Nodes> events_;                         // Of the instant: what each of them fits.
  Nodes present_ = 0;                                 // What any of them fits.
  bool clear_ = true;                                 // None fits several.
  std::map<Nodes, bool> known_;                       // Of can_be_completed, in this instant.
};

}  // namespace throughline::journey_engine
