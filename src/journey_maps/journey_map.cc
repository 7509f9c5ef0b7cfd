#include "journey_maps/journey_map.h"

#include <fmt/format.h>

#include <array>

#include "base/name_table.h"
#include "base/text.h"
#include "event/public_id.h"

namespace throughline::journey_maps {
namespace {

constexpr std::array<std::string_view, 2> state_names = {"current", "future"};

}  // namespace

std::string_view name_of(MapState state) {
  return name_in(state_names, state);
}
Result<MapState> parse_map_state(std::string_view name) {
  return parse_name<MapState>(state_names, name, "state of a map");
}

std::string public_id_of(const JourneyMap& map) {
  return to_public_id(journey_map_prefix, map.created_at, map.id.value);
}

Result<std::string> checked_name(std::string_view name) {
  const std::string_view text = trimmed(name);
  if (text.empty() || text.size() > name_bytes_max) {
    return Error::invalid(fmt::format("`name` must have from 1 to {} bytes", name_bytes_max));
  }
  return std::string(text);
}

Result<std::string> checked_description(std::string_view description) {
  if (description.size() > description_bytes_max) {
    return Error::invalid(
        fmt::format("`description` may have at most {} bytes", description_bytes_max));
  }
  return std::string(trimmed(description));
}

std::string copied_name(std::string_view name) {
  std::string copied = "Copy of " + std::string(name);
  if (copied.size() > name_bytes_max) {
    std::size_t end = name_bytes_max;
    while (end > 0 && (static_cast<unsigned char>(copied[end]) & 0xc0U) == 0x80U) {
      --end;
    }
    copied.resize(end);
  }
  return copied;
}

}  // namespace throughline::journey_maps
