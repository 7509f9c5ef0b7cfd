// What a journey map says beside its document.
#pragma once

#include <string>

#include "codec/describe.h"
#include "journey_maps/journey_map.h"

namespace throughline::journey_maps {

struct MapFacts {
  std::string name = {};
  std::string description = {};
  MapState state = MapState::current;
  std::string segment = {};
  bool operator==(const MapFacts&) const = default;
};
BOOST_DESCRIBE_STRUCT(MapFacts, (), (name, description, state, segment))

inline MapFacts facts_of(const JourneyMap& map) {
  return {map.name, map.description, map.state, map.segment};
}

}  // namespace throughline::journey_maps
