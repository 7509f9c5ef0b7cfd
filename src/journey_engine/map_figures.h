// MapFigures: what is known of a process map once everything is counted. Values.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "journey_engine/map_table.h"
#include "stats/sample.h"

namespace throughline::journey_engine {

struct EdgeFigures {
  MapStep step = {};
  std::uint64_t count = 0;
  EdgeCounts counts = {};
  double mean_ms = 0;
  double median_ms = 0;
  double p90_ms = 0;
  bool operator==(const EdgeFigures&) const = default;
};

struct MapFigures {
  std::uint64_t customers = 0;
  std::uint64_t events = 0;
  stats::Sample lasted_ms = {};
  std::map<Value, MapNode> nodes = {};
  std::vector<EdgeFigures> edges = {};  // In the order of their steps.
};

}  // namespace throughline::journey_engine
