// PathRanks: the paths and the links of one side that most take, and how many there are. Values.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "journey_engine/paths.h"

namespace throughline::journey_engine {

struct PathRanks {
  std::uint64_t all_paths = 0;
  // Of each length, from one node on, those that are shown; equals in the order of their nodes.
  std::vector<std::pair<PathPrefix, PathCount>> paths = {};
  std::uint64_t all_links = 0;
  // Of each depth those that are shown; equals in the order of their nodes.
  std::vector<std::pair<PathLink, std::uint64_t>> links = {};
  bool operator==(const PathRanks&) const = default;
};

// Keeps the most taken links of one depth and counts all.
void add_links(std::vector<std::pair<PathLink, std::uint64_t>> of_depth, std::size_t shown,
               PathRanks& ranks);

PathRanks ranks_of(const PathTrie& trie, std::size_t length_max, std::size_t shown);

}  // namespace throughline::journey_engine
