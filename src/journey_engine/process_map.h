// ProcessMap: the directly-follows graph of all cases. Its nodes are what happens, its edges what
// directly follows what, with how often, for how many people, and how long it took.
//
// Parts may be added on different threads and merged in any order. Owned by one thread at a time.
// Variants are in variants.h; which part of a map to show is chosen by map_detail.h.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "journey_engine/flat_index.h"
#include "journey_engine/kernel.h"
#include "journey_engine/not_copied.h"
#include "journey_engine/trace_columns.h"
#include "stats/sample.h"

namespace throughline::journey_engine {

struct MapNode {
  std::uint64_t events = 0;
  std::uint64_t cases = 0;
  std::uint64_t customers = 0;
  std::uint64_t starts = 0;        // Cases that begin here.
  std::uint64_t ends = 0;          // Cases that end here.
  std::uint64_t rework_cases = 0;  // Cases that were here more than once.
};

struct MapEdge {
  std::uint64_t count = 0;
  std::uint64_t cases = 0;
  std::uint64_t customers = 0;
  std::uint64_t back_and_forth = 0;  // A, then B, then A again: counted at A to B.
  stats::Sample took_ms = {};
};

struct MapStep {
  Value from = 0;
  Value to = 0;
  auto operator<=>(const MapStep&) const = default;
};

class ProcessMap {
 public:
  // The rule must outlive the map.
  explicit ProcessMap(const TraceRule& rule) : rule_(rule) {}

  void add(CustomerId customer, Line line);
  void merge(const ProcessMap& other);
  [[nodiscard]] Kernel kernel() const;
  // The same as add() of each line, where the kernel reads columns. Says how many customers there
  // are.
  std::uint64_t add(const Columns& columns, const LookedAt& looked);
  // Of one customer, whose cases these are.
  void add(const ColumnLine& line, const TraceColumns& traces,
           std::span<const TraceColumns::Case> cases);

  [[nodiscard]] std::uint64_t customers() const { return customers_; }
  [[nodiscard]] std::uint64_t cases() const { return lasted_ms_.count(); }
  [[nodiscard]] std::uint64_t events() const { return events_; }
  // From the first event of a case to its last.
  [[nodiscard]] const stats::Sample& lasted_ms() const { return lasted_ms_; }
  [[nodiscard]] const std::map<Value, MapNode>& nodes() const { return nodes_; }
  [[nodiscard]] const std::map<MapStep, MapEdge>& edges() const { return edges_; }

 private:
  // Where the figures of a node or an edge are, and for whom they were last counted up.
  struct NodePlace {
    MapNode* node = nullptr;
    std::uint64_t in_case = 0;
    std::uint64_t times = 0;  // In that case.
    std::uint64_t in_line = 0;
  };
  struct EdgePlace {
    MapEdge* edge = nullptr;
    std::uint64_t in_case = 0;
    std::uint64_t in_line = 0;
  };
  struct Places {
    FlatIndex node_index = {};
    std::vector<NodePlace> nodes = {};
    FlatIndex edge_index = {};
    std::vector<EdgePlace> edges = {};
    std::uint64_t cases = 0;
    std::uint64_t lines = 0;
  };
  void add_trace(const Trace& trace);
  void visit_node(Value value);
  MapEdge& visit_edge(Value from, Value to);
  void add_case(const ColumnLine& line, const TraceColumns& traces, const TraceColumns::Case& one);

  const TraceRule& rule_;
  std::uint64_t customers_ = 0;
  std::uint64_t events_ = 0;
  stats::Sample lasted_ms_;
  std::map<Value, MapNode> nodes_;
  std::map<MapStep, MapEdge> edges_;
  NotCopied<Places> places_;  // They point into the two maps.
};

struct MapCell {
  enum class Kind { node, edge, start, end, rework };
  Kind kind = Kind::node;
  Value node = 0;
  Value to = 0;  // Of an edge.
};
bool is_in(const MapCell& cell, const TraceRule& rule, CustomerId customer, Line line);

}  // namespace throughline::journey_engine
