// GraphReport: the walks of many customers through a graph added up, with who is behind each
// figure.
//
// Parts of the customers may be added on different threads and merged in any order. Each cell
// answers "who" through `is_in`, so the list of people and the figure cannot disagree. Owned by one
// thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "journey_engine/column_lines.h"
#include "journey_engine/journey_graph.h"
#include "journey_engine/kernel.h"
#include "stats/sample.h"

namespace throughline::journey_engine {

struct GraphNodeCounts {
  std::uint64_t reached = 0;
  // Who reached what leads to it: any of its sources, or all, as it needs. Zero where nothing does.
  std::uint64_t could = 0;
  std::uint64_t stopped = 0;          // Who reached it and took no edge from it.
  stats::Sample since_start_ms = {};  // From the customer's first node to this one.
};

struct GraphEdgeCounts {
  std::uint64_t taken = 0;
  std::uint64_t reached_source = 0;
  stats::Sample took_ms = {};
};

// What stands for a customer's part in a graph.
enum class GraphCellKind {
  started,      // Reached a node to which no edge leads.
  not_started,  // Did not.
  reached,      // This node.
  missed,       // Not this node, but what leads to it.
  stopped,      // This node, and took no edge from it.
  taken,        // This edge.
  left          // Reached its source and did not take it.
};
struct GraphCell {
  GraphCellKind kind = GraphCellKind::started;
  std::size_t place = 0;  // Of the node or the edge.
};

// A walk, and what it means for each cell.
class GraphOutcome {
 public:
  // Both must outlive this.
  GraphOutcome(const GraphDefinition& definition, const GraphWalk& walk)
      : definition_(&definition), walk_(&walk) {}
  [[nodiscard]] bool is_in(const GraphCell& cell) const;
  [[nodiscard]] bool started() const { return started_ms().has_value(); }
  // When the first node of all was reached.
  [[nodiscard]] std::optional<std::int64_t> started_ms() const;
  [[nodiscard]] bool reached(std::size_t node) const { return walk_->reached_ms[node].has_value(); }
  [[nodiscard]] bool could_reach(std::size_t node) const;
  [[nodiscard]] bool stopped_at(std::size_t node) const;

 private:
  const GraphDefinition* definition_;
  const GraphWalk* walk_;
};

class GraphReport {
 public:
  // The definition must outlive the report.
  explicit GraphReport(const GraphDefinition& definition)
      : definition_(&definition),
        walker_(definition),
        nodes_(definition.nodes.size()),
        edges_(definition.edges.size()) {}

  void add(CustomerId customer, Line line);
  void merge(const GraphReport& other);
  static Kernel kernel() { return vector_kernel("graph_columns"); }
  // The same as add() of each line, of which only events of nodes are read. Says how many customers
  // there are.
  std::uint64_t add(const Columns& columns, const LookedAt& looked);

  [[nodiscard]] std::uint64_t customers() const { return customers_; }
  [[nodiscard]] std::uint64_t started() const { return started_; }
  [[nodiscard]] const std::vector<GraphNodeCounts>& nodes() const { return nodes_; }
  [[nodiscard]] const std::vector<GraphEdgeCounts>& edges() const { return edges_; }

 private:
  const GraphDefinition* definition_;
  GraphWalker walker_;
  std::uint64_t customers_ = 0;
  std::uint64_t started_ = 0;
  std::vector<GraphNodeCounts> nodes_;
  std::vector<GraphEdgeCounts> edges_;
  std::vector<LineEvent> scratch_;
};

bool is_in(const GraphCell& cell, const GraphDefinition& definition, CustomerId customer,
           Line line);

// The first event of a node to which no edge leads; null where there is none.
const LineEvent* first_event(const GraphDefinition& definition, CustomerId customer, Line line);

}  // namespace throughline::journey_engine
