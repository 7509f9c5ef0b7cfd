// Templates: journey maps of usual businesses to start from. Pure.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "journey_maps/map_document.h"

namespace throughline::journey_maps {

struct MapTemplate {
  std::string key = {};
  std::string name = {};
  std::string description = {};
  MapDocument document = {};
  std::vector<std::string> found = {};  // Ids of touchpoints whose events the record knows.
};

// Each touchpoint has the names among `known` that are usual for it, compared without case, blanks
// and punctuation; where there is none, the most usual.
std::vector<MapTemplate> all_templates(const std::set<std::string>& known);

}  // namespace throughline::journey_maps
