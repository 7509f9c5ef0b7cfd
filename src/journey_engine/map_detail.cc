#include "journey_engine/map_detail.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace throughline::journey_engine {
namespace {

std::size_t part_of(std::size_t count, double share) {
  return static_cast<std::size_t>(
      std::ceil(std::clamp(share, 0.0, 1.0) * static_cast<double>(count)));
}

// Most first; equals by their key.
template <class Key>
void rank(std::vector<std::pair<std::uint64_t, Key>>& counted) {
  std::sort(counted.begin(), counted.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  });
}

// The edges come busiest first, so the first one into and out of a node is its busiest.
void connect(const std::vector<std::pair<std::uint64_t, MapStep>>& edges, MapDetail& detail) {
  std::set<Value> entered;
  std::set<Value> left;
  for (const auto& [count, step] : edges) {
    if (step.from == step.to) {
      continue;
    }
    const bool first_out = left.insert(step.from).second;
    const bool first_in = entered.insert(step.to).second;
    if (first_out || first_in) {
      detail.edges.insert(step);
    }
  }
}

}  // namespace

MapDetail choose_detail(const ProcessMap& map, double nodes_share, double edges_share) {
  MapDetail detail;
  std::vector<std::pair<std::uint64_t, Value>> nodes;
  for (const auto& [value, node] : map.nodes()) {
    nodes.emplace_back(node.events, value);
  }
  rank(nodes);
  nodes.resize(
      std::min(nodes.size(), std::max<std::size_t>(1, part_of(nodes.size(), nodes_share))));
  for (const auto& [events, value] : nodes) {
    detail.nodes.insert(value);
    detail.events += events;
  }
  std::vector<std::pair<std::uint64_t, MapStep>> edges;
  for (const auto& [step, edge] : map.edges()) {
    if (detail.nodes.contains(step.from) && detail.nodes.contains(step.to)) {
      edges.emplace_back(edge.count, step);
    }
  }
  rank(edges);
  for (std::size_t i = 0; i < part_of(edges.size(), edges_share); ++i) {
    detail.edges.insert(edges[i].second);
  }
  connect(edges, detail);
  for (const MapStep& step : detail.edges) {
    detail.steps += map.edges().at(step).count;
  }
  return detail;
}

}  // namespace throughline::journey_engine
