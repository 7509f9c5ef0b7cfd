#include "journey_engine/map_table.h"

#include <algorithm>

namespace throughline::journey_engine {
namespace {

constexpr std::size_t known_max = 65'536;
constexpr std::size_t dense_max = std::size_t{1} << 22U;
constexpr std::uint32_t half = 32;  // Of a key.

}  // namespace

MapTable::Number MapTable::find_node(Value value) {
  const auto next = static_cast<Number>(nodes_.size());
  if (value < known_max) {
    known_.resize(std::max<std::size_t>(known_.size(), value + 1));
    known_[value] = next + 1;
  } else {
    const std::uint32_t other = others_.of(value);
    if (other < of_others_.size()) {
      return of_others_[other];
    }
    of_others_.push_back(next);
  }
  nodes_.push_back({.value = value});
  return next;
}

MapTable::Number MapTable::find_edge(Number from, Number to) {
  const Number edge = index_.of(std::uint64_t{from} << half | to);
  if (edge == edges_.size()) {
    edges_.emplace_back();
    settled_.emplace_back();
  }
  if (from < stride_ && to < stride_) {
    dense_[from * stride_ + to] = edge + 1;
  } else if (++steps_ > nodes_.size() * nodes_.size() &&
             nodes_.size() * nodes_.size() <= dense_max) {
    // By now a table of all pairs takes less time than the index.
    stride_ = std::min((nodes_.size() + 7) / 8 * 10, std::size_t{1} << 11U);
    dense_.assign(stride_ * stride_, 0);
    for (Number known = 0; known < edges_.size(); ++known) {
      const std::uint64_t key = index_.key(known);
      dense_[(key >> half) * stride_ + (key & 0xffff'ffff)] = known + 1;
    }
    steps_ = 0;
  }
  return edge;
}

void MapTable::settle() {
  for (Number edge = 0; edge < edges_.size(); ++edge) {
    settled_[edge] = counts_of(edge);
    Edge32& counts = edges_[edge];
    counts.in_case = counts.cases = counts.customers = counts.back_and_forth = 0;
  }
  for (Node& node : nodes_) {
    node.in_case = 0;
  }
  case_ = 0;
  events_ = 0;
}

EdgeCounts MapTable::counts_of(Number edge) const {
  EdgeCounts all = settled_[edge];
  all.cases += edges_[edge].cases;
  all.customers += edges_[edge].customers;
  all.back_and_forth += edges_[edge].back_and_forth;
  return all;
}

void MapTable::merge(const MapTable& other) {
  std::vector<Number> nodes_here;
  nodes_here.reserve(other.nodes_.size());
  for (const Node& node : other.nodes_) {
    nodes_here.push_back(number_of(node.value));
    MapNode& to = nodes_[nodes_here.back()].settled;
    const MapNode& from = node.settled;
    to.events += from.events;
    to.cases += from.cases;
    to.customers += from.customers;
    to.starts += from.starts;
    to.ends += from.ends;
    to.rework_cases += from.rework_cases;
  }
  std::vector<Number> edges_here;
  edges_here.reserve(other.edges_.size());
  for (Number edge = 0; edge < other.edges_.size(); ++edge) {
    const std::uint64_t key = other.index_.key(edge);
    const Number here = edge_between(nodes_here[key >> half], nodes_here[key & 0xffff'ffff]);
    edges_here.push_back(here);
    const EdgeCounts from = other.counts_of(edge);
    EdgeCounts& to = settled_[here];
    to.cases += from.cases;
    to.customers += from.customers;
    to.back_and_forth += from.back_and_forth;
    took_.merge(other.took_, other.edges_[edge].took, edges_[here].took);
  }
  took_.share(other.took_, edges_here);
}

std::map<Value, MapNode> MapTable::nodes() const {
  std::map<Value, MapNode> nodes;
  for (const Node& node : nodes_) {
    nodes.emplace(node.value, node.settled);
  }
  return nodes;
}

std::vector<MapEdge> MapTable::edges() const {
  std::vector<MapEdge> edges(edges_.size());
  for (Number number = 0; number < edges_.size(); ++number) {
    const std::uint64_t key = index_.key(number);
    MapEdge& edge = edges[number];
    edge.step = {nodes_[key >> half].value, nodes_[key & 0xffff'ffff].value};
    edge.counts = counts_of(number);
    edge.durations_ = &took_;
    edge.took_ = edges_[number].took;
    edge.count = took_.count(edge.took_);
  }
  for (const auto& [number, ms] : took_.wide()) {
    edges[number].wide_ms_.push_back(ms);
    ++edges[number].count;
  }
  std::sort(edges.begin(), edges.end(),
            [](const MapEdge& one, const MapEdge& other) { return one.step < other.step; });
  return edges;
}

stats::Sample MapEdge::took_ms() const {
  stats::Sample sample = durations_->sample(took_);
  for (const std::int64_t ms : wide_ms_) {
    sample.add(ms);
  }
  return sample;
}

}  // namespace throughline::journey_engine
