// Map draft: what several people draw together on a journey map, before they save it as a version.
// Values only.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "journey_maps/journey_map.h"
#include "journey_maps/map_operation.h"

namespace throughline::journey_maps {

constexpr std::size_t operations_max = 200;  // At once.
constexpr std::size_t client_bytes_max = 64;

// Whether a page may be called that.
Result<void> check_page(std::string_view client);

struct MapDraft {
  JourneyMap map = {};        // As drawn; its version is the newest that was saved.
  std::int64_t revision = 0;  // Grows by one with whatever changes it.
  bool changed = false;       // Says something else than that version.
};

// What one person did in one go.
struct MapOperations {
  std::string client = {};  // The page that she did it on, by the page's own choice.
  std::string batch = {};   // Likewise; told to everybody who listens.
  std::vector<MapOperation> operations = {};
};

// Where somebody is who has the map open.
struct MapPlace {
  std::string client = {};
  std::string at = {};
  bool editing = false;
};

}  // namespace throughline::journey_maps
