// MapTable: what a process map counts, by nodes and edges that are numbered as they come.
//
// For kernels: nothing is hashed for an event once the nodes are known, and what was last counted
// for which case is a number beside the counts. Owned by one thread at a time.
#pragma once

#include <algorithm>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

#include "journey_engine/durations.h"
#include "journey_engine/event_set.h"
#include "journey_engine/flat_index.h"
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

struct MapStep {
  Value from = 0;
  Value to = 0;
  auto operator<=>(const MapStep&) const = default;
};

struct EdgeCounts {
  std::uint64_t cases = 0;
  std::uint64_t customers = 0;
  std::uint64_t back_and_forth = 0;  // A, then B, then A again: counted at A to B.
  bool operator==(const EdgeCounts&) const = default;
};

class MapEdge {
 public:
  MapStep step = {};
  std::uint64_t count = 0;
  EdgeCounts counts = {};
  [[nodiscard]] stats::Sample took_ms() const;

 private:
  friend class MapTable;
  const Durations* durations_ = nullptr;
  Durations::End took_ = {};
  std::vector<std::int64_t> wide_ms_ = {};  // What the durations do not have.
};

class MapTable {
 public:
  using Number = std::uint32_t;

  MapTable() = default;
  MapTable(const MapTable& other) { merge(other); }
  MapTable(MapTable&&) noexcept = default;
  MapTable& operator=(const MapTable& other) {
    if (this != &other) {
      *this = MapTable(other);
    }
    return *this;
  }
  MapTable& operator=(MapTable&&) noexcept = default;
  ~MapTable() = default;

  // The cases from now on are another customer's.
  void begin_customer(std::size_t events) {
    if (events_ + events > counted_max) {
      settle();
    }
    events_ += events;
    of_customer_ = case_ + 1;
  }
  // A case of `size` steps, more than none: node_of(step), and at_ms(step) in ascending order.
  template <class NodeOf, class AtMs>
  void add_case(std::size_t size, const NodeOf& node_of, const AtMs& at_ms);

  // How the reference counts: nothing of cases and customers is known here.
  MapNode& node(Value value) { return nodes_[number_of(value)].settled; }
  EdgeCounts& edge(const MapStep& step) { return settled_[edge_of(step)]; }
  void add_took(const MapStep& step, std::int64_t ms) {
    const Number edge = edge_of(step);
    took_.add(edges_[edge].took, edge, ms);
  }

  void merge(const MapTable& other);

  [[nodiscard]] std::map<Value, MapNode> nodes() const;
  // In the order of their steps. They refer to this table.
  [[nodiscard]] std::vector<MapEdge> edges() const;

 private:
  // Counts of 32 bits, and cases, are numbered for so many events; then they are settled.
  static constexpr std::size_t counted_max = 0xffff'fff0;

  struct Node {
    Value value = 0;
    std::uint32_t in_case = 0;
    std::uint32_t again = 0;  // 1: a second time in that case.
    MapNode settled = {};
  };
  struct Edge32 {
    Durations::End took = {};
    std::uint32_t in_case = 0;
    std::uint32_t cases = 0;
    std::uint32_t customers = 0;
    std::uint32_t back_and_forth = 0;
  };

  Number number_of(Value value) {
    return value < known_.size() && known_[value] != 0 ? known_[value] - 1 : find_node(value);
  }
  Number find_node(Value value);
  Number edge_between(Number from, Number to) {
    const std::size_t at = std::size_t{from} * stride_ + to;
    return from < stride_ && to < stride_ && dense_[at] != 0 ? dense_[at] - 1 : find_edge(from, to);
  }
  Number find_edge(Number from, Number to);
  Number edge_of(const MapStep& step) {
    const Number from = number_of(step.from);
    return edge_between(from, number_of(step.to));
  }
  void settle();
  void visit(Node& node) const;
  [[nodiscard]] EdgeCounts counts_of(Number edge) const;

  std::vector<Node> nodes_;
  std::vector<std::uint32_t> known_;  // By value, a node's number + 1, or 0.
  FlatIndex others_;                  // Values beyond.
  std::vector<Number> of_others_;

  std::vector<Edge32> edges_;
  std::vector<EdgeCounts> settled_;   // By edge.
  FlatIndex index_;                   // Of edges, by both nodes' numbers.
  std::vector<std::uint32_t> dense_;  // The same by both, + 1, or 0, for the first nodes.
  std::size_t stride_ = 0;
  Durations took_;

  struct Step {
    Number node = 0;
    Number edge = 0;  // To it.
  };
  std::vector<Step> path_;  // The case.

  std::uint32_t case_ = 0;
  std::uint32_t of_customer_ = 1;  // The customer's first case.
  std::size_t events_ = 0;         // Since the last settling.
  std::uint64_t steps_ = 0;        // Edges that were looked up in the index.
};

// Without branches: whether a node comes again is as good as chance.
inline void MapTable::visit(Node& node) const {
  MapNode& counts = node.settled;
  const std::uint32_t first = node.in_case == case_ ? 0 : 1;
  ++counts.events;
  counts.cases += first;
  counts.customers += node.in_case < of_customer_ ? 1 : 0;
  counts.rework_cases += (first | node.again) == 0 ? 1 : 0;
  node.again = first == 0 ? 1 : 0;
  node.in_case = case_;
}

// In two steps, so that what the second writes is on its way into the cache meanwhile.
template <class NodeOf, class AtMs>
void MapTable::add_case(std::size_t size, const NodeOf& node_of, const AtMs& at_ms) {
  constexpr std::size_t ahead = 8;
  ++case_;
  path_.resize(std::max(path_.size(), size + ahead));
  Number before = number_of(node_of(0));
  visit(nodes_[before]);
  ++nodes_[before].settled.starts;
  path_[0] = {.node = before};
  for (std::size_t step = 1; step < size; ++step) {
    const Number here = number_of(node_of(step));
    visit(nodes_[here]);
    const Number edge = edge_between(before, here);
    __builtin_prefetch(&edges_[edge], 1);
    path_[step] = {.node = here, .edge = edge};
    before = here;
  }
  ++nodes_[before].settled.ends;
  // Whatever edges come behind the case, there are such.
  std::fill_n(path_.begin() + static_cast<std::ptrdiff_t>(size), ahead, Step{});
  std::int64_t before_ms = at_ms(0);
  for (std::size_t step = 1; step < size; ++step) {
    __builtin_prefetch(edges_[path_[step + ahead - 1].edge].took.next, 1);
    Edge32& edge = edges_[path_[step].edge];
    edge.cases += edge.in_case == case_ ? 0 : 1;
    edge.customers += edge.in_case < of_customer_ ? 1 : 0;
    edge.in_case = case_;
    const std::int64_t now_ms = at_ms(step);
    took_.add(edge.took, path_[step].edge, now_ms - before_ms);
    before_ms = now_ms;
    if (step >= 2 && path_[step - 2].node == path_[step].node &&
        path_[step - 1].node != path_[step].node) {
      ++edges_[path_[step - 1].edge].back_and_forth;
    }
  }
}

}  // namespace throughline::journey_engine
