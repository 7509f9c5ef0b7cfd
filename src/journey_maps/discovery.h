// Discovery: a map proposed from what people did: the frequent events become touchpoints, and
// stages are made of those that come at about the same place of a line. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "journey_maps/map_document.h"

namespace throughline::journey_maps {

struct EventFound {
  std::string kind = {};
  std::string name = {};
  std::uint64_t people = 0;    // Who had it.
  std::uint64_t repeated = 0;  // Who had it more than once.
  std::uint64_t times = 0;
  double position = 0;  // 0 to 1: the mean place of its first time among the first times of a line.
};

struct DiscoveryRule {
  std::size_t stages = 5;
  std::size_t touchpoints = 20;
};

constexpr double touchpoint_share_min = 0.05;  // Of the people, for an event to be a touchpoint.
constexpr double required_share_min = 0.5;     // Likewise, for a touchpoint to be required.
constexpr double repeats_share_min = 0.25;     // Of its people, for a touchpoint to repeat.

struct Proposal {
  struct Placed {
    std::size_t event = 0;  // Of those found.
    std::string stage = {};
    std::string touchpoint = {};
  };
  MapDocument document = {};
  std::vector<Placed> placed = {};  // In the order of the map.
};

Proposal propose_map(std::span<const EventFound> events, std::uint64_t people,
                     const DiscoveryRule& rule);

// Where each of so many groups of ascending numbers begins, so that the weighted squares of the
// distances to the means of their groups are least (Fisher 1958, "On grouping for maximum
// homogeneity").
std::vector<std::size_t> natural_breaks(std::span<const double> ascending,
                                        std::span<const double> weights, std::size_t groups);

}  // namespace throughline::journey_maps
