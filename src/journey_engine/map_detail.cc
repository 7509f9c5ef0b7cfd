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
template <class Edges, class Edge>
void connect(const Edges& busiest, const std::vector<Edge>& edges, std::vector<bool>& shown) {
  std::set<Value> entered;
  std::set<Value> left;
  for (const auto& [count, place] : busiest) {
    const MapStep& step = edges[place].step;
    if (step.from == step.to) {
      continue;
    }
    const bool first_out = left.insert(step.from).second;
    const bool first_in = entered.insert(step.to).second;
    if (first_out || first_in) {
      shown[place] = true;
    }
  }
}

struct ChosenNodes {
  std::set<Value> nodes = {};
  std::uint64_t events = 0;
};

ChosenNodes choose_nodes(const std::map<Value, MapNode>& all, double share) {
  ChosenNodes chosen;
  std::vector<std::pair<std::uint64_t, Value>> nodes;
  for (const auto& [value, node] : all) {
    nodes.emplace_back(node.events, value);
  }
  rank(nodes);
  nodes.resize(std::min(nodes.size(), std::max<std::size_t>(1, part_of(nodes.size(), share))));
  for (const auto& [events, value] : nodes) {
    chosen.nodes.insert(value);
    chosen.events += events;
  }
  return chosen;
}

// Of edges in the order of their steps.
template <class Edge>
std::vector<Edge> choose_edges(std::vector<Edge> edges, const std::set<Value>& nodes,
                               double share) {
  std::vector<std::pair<std::uint64_t, std::size_t>> busiest;
  for (std::size_t place = 0; place < edges.size(); ++place) {
    const MapStep& step = edges[place].step;
    if (nodes.contains(step.from) && nodes.contains(step.to)) {
      busiest.emplace_back(edges[place].count, place);
    }
  }
  rank(busiest);
  std::vector<bool> shown(edges.size());
  for (std::size_t i = 0; i < part_of(busiest.size(), share); ++i) {
    shown[busiest[i].second] = true;
  }
  connect(busiest, edges, shown);
  std::vector<Edge> chosen;
  for (std::size_t place = 0; place < edges.size(); ++place) {
    if (shown[place]) {
      chosen.push_back(std::move(edges[place]));
    }
  }
  return chosen;
}

}  // namespace

MapDetail choose_detail(const ProcessMap& map, double nodes_share, double edges_share) {
  ChosenNodes chosen = choose_nodes(map.nodes(), nodes_share);
  MapDetail detail{.events = chosen.events};
  std::vector<MapEdge> edges = map.edges();
  detail.all_edges = edges.size();
  detail.edges = choose_edges(std::move(edges), chosen.nodes, edges_share);
  for (const MapEdge& edge : detail.edges) {
    detail.steps += edge.count;
  }
  detail.nodes = std::move(chosen.nodes);
  return detail;
}

FiguresDetail choose_detail(const MapFigures& map, double nodes_share, double edges_share) {
  ChosenNodes chosen = choose_nodes(map.nodes, nodes_share);
  return {.nodes = chosen.nodes, .edges = choose_edges(map.edges, chosen.nodes, edges_share)};
}

}  // namespace throughline::journey_engine
