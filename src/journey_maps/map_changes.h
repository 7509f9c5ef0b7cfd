// What changed from one journey map, or one version of it, to another: a plain list. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "journey_maps/journey_map.h"

namespace throughline::journey_maps {

enum class ChangeKind { added, removed, moved, changed };
std::string_view name_of(ChangeKind kind);
enum class ChangedThing { map, stage, touchpoint, cell };
std::string_view name_of(ChangedThing what);

struct MapChange {
  ChangeKind kind = ChangeKind::changed;
  ChangedThing what = ChangedThing::map;
  std::optional<std::string> stage = {};
  std::optional<std::string> touchpoint = {};
  std::optional<std::string> field = {};
  std::optional<std::string> before = {};
  std::optional<std::string> after = {};
  std::string sentence = {};
  bool operator==(const MapChange&) const = default;
};

// Stages and touchpoints are the same by their ids. As few as possible are said to have moved:
// those outside a longest run that kept its order. A touchpoint in another stage has moved too.
// What a stage that is new or gone contains is not listed one by one.
std::vector<MapChange> changes_between(const JourneyMap& before, const JourneyMap& after);

}  // namespace throughline::journey_maps
