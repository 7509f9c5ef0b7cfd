// Map operation: one small change of a journey map, as somebody who draws makes it. Two who change
// different cells at once both keep what they did; of two who change the same cell the later one's
// value stays. Values and rules only.
//
//   set_map            `field` of the map: name, description, state, segment
//   add_stage          `value`, the stage; nothing where the map has one of its id
//   move_stage, remove_stage    `stage`
//   set_stage          `field` of `stage`: all but its id and its touchpoints
//   add_touchpoint     `value`, the touchpoint, in `stage`; likewise
//   move_touchpoint    `touchpoint` into `stage`
//   remove_touchpoint  `touchpoint`
//   set_touchpoint     `field` of `touchpoint`: all but its id
//
// What is added or moved comes behind `after`, the id of another in the same list: first without,
// at the end where that one is gone. An operation on what somebody else has removed changes
// nothing.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "codec/describe.h"
#include "journey_maps/journey_map.h"

namespace throughline::journey_maps {

enum class OperationKind {
  set_map,
  add_stage,
  move_stage,
  remove_stage,
  set_stage,
  add_touchpoint,
  move_touchpoint,
  remove_touchpoint,
  set_touchpoint,
};
std::string_view name_of(OperationKind kind);
Result<OperationKind> parse_operation_kind(std::string_view name);

struct MapOperation {
  OperationKind kind = OperationKind::set_map;
  std::optional<std::string> stage = {};
  std::optional<std::string> touchpoint = {};
  std::optional<std::string> after = {};
  std::optional<std::string> field = {};
  std::optional<codec::RawJson> value = {};
  bool operator==(const MapOperation&) const = default;
};

// Whether it changed anything. Error::invalid for one that no map could take; whether the document
// can be is for checked_document() to say.
Result<bool> apply(const MapOperation& operation, JourneyMap& map);

// Operations that make `after` of what `before` says.
std::vector<MapOperation> operations_between(const JourneyMap& before, const JourneyMap& after);

}  // namespace throughline::journey_maps

namespace throughline::codec {

template <>
struct EnumText<journey_maps::OperationKind>
    : EnumTextOf<journey_maps::parse_operation_kind, journey_maps::OperationKind::set_touchpoint> {
};
template <>
inline constexpr std::string_view schema_name<journey_maps::MapOperation> = "JourneyMapOperation";

}  // namespace throughline::codec

namespace throughline::journey_maps {

BOOST_DESCRIBE_STRUCT(MapOperation, (), (kind, stage, touchpoint, after, field, value))

}  // namespace throughline::journey_maps
