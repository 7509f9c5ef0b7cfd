// Journey map: a document under a name, in versions. Values and rules only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "base/time.h"
#include "journey_maps/map_document.h"

namespace throughline::journey_maps {

using JourneyMapId = Id<struct JourneyMapTag>;

constexpr std::string_view journey_map_prefix = "jmap";
constexpr std::size_t maps_max = 200;  // That are not archived.
constexpr std::size_t description_bytes_max = 2'000;

// What is, or what is wanted.
enum class MapState { current, future };
std::string_view name_of(MapState state);
Result<MapState> parse_map_state(std::string_view name);

struct JourneyMap {
  JourneyMapId id = {};
  std::string name = {};
  std::string description = {};
  MapState state = MapState::current;
  std::string segment = {};  // The public id of the segment whose people it is about; or empty.
  MapDocument document = {};
  std::int64_t version = 1;
  Time created_at = {};
  Time changed_at = {};
  std::string changed_by = {};
  std::optional<Time> archived_at = {};
};
std::string public_id_of(const JourneyMap& map);

// A map as it was saved once, without its document.
struct MapVersion {
  std::int64_t version = 0;
  Time at = {};
  std::string actor = {};
  std::string name = {};
  MapState state = MapState::current;
};

Result<std::string> checked_name(std::string_view name);
Result<std::string> checked_description(std::string_view description);
// "Copy of Trial"; of a long name whole characters from its beginning.
std::string copied_name(std::string_view name);

}  // namespace throughline::journey_maps

namespace throughline::codec {

template <>
struct EnumText<journey_maps::MapState>
    : EnumTextOf<journey_maps::parse_map_state, journey_maps::MapState::future> {};

}  // namespace throughline::codec
