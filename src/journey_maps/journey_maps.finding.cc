#include "journey_maps/journey_maps.finding.h"

#include "codec/json_writer.h"
#include "event/public_id.h"
#include "journey_maps/journey_map_store.h"

namespace throughline::journey_maps {

using storage::Transaction;

std::string target_of(JourneyMapId id) {
  return "journey_map:" + std::to_string(id.value);
}

std::string version_detail(std::int64_t version) {
  return codec::JsonWriter().begin_object().member("version", version).end_object().take();
}

Result<JourneyMap> find_named(Transaction& tx, const std::string& public_id) {
  const auto id = parse_public_id(journey_map_prefix, public_id);
  const Error unknown = Error::not_found("there is no such journey map");
  if (!id) {
    return unknown;
  }
  TL_TRY_ASSIGN(JourneyMap map, find_map(tx, JourneyMapId{id->key}));
  if (public_id_of(map) != public_id) {
    return unknown;
  }
  return map;
}

Result<JourneyMap> find_at(Transaction& tx, const MapAt& at) {
  TL_TRY_ASSIGN(JourneyMap map, find_named(tx, at.map));
  if (!at.version || *at.version == map.version) {
    return map;
  }
  return find_version(tx, map, *at.version);
}

Result<void> check_segment(Transaction& tx, const std::string& segment) {
  if (segment.empty()) {
    return {};
  }
  TL_TRY(segments::Segments::find_named(tx, segment));
  return {};
}

}  // namespace throughline::journey_maps
