// MapDetail: which nodes and edges of a process map to show, from the busiest few to all.
//
// Only what is shown changes: the figures stay those of the whole map. Pure.
#pragma once

#include <cstdint>
#include <set>
#include <vector>

#include "journey_engine/map_figures.h"
#include "journey_engine/process_map.h"

namespace throughline::journey_engine {

struct MapDetail {
  std::set<Value> nodes = {};
  std::vector<MapEdge> edges = {};  // In the order of their steps.
  std::size_t all_edges = 0;        // Of the map.
  // Of the map's events, and of its steps from node to node, how many are in what is shown.
  std::uint64_t events = 0;
  std::uint64_t steps = 0;
};

// The given shares (0 to 1) of the nodes, most events first, and of the edges between them, most
// often taken first; at least one node. Equals are taken in the order of their values. Every shown
// node also keeps its busiest edge from another shown node and its busiest to another, so that none
// hangs in the air.
MapDetail choose_detail(const ProcessMap& map, double nodes_share, double edges_share);

struct FiguresDetail {
  std::set<Value> nodes = {};
  std::vector<EdgeFigures> edges = {};  // In the order of their steps.
};
FiguresDetail choose_detail(const MapFigures& map, double nodes_share, double edges_share);

}  // namespace throughline::journey_engine
