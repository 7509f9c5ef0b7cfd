#include "journey_maps/map_operation.h"

#include <array>

#include "base/name_table.h"
#include "codec/fields.h"
#include "journey_maps/map_facts.h"
#include "journey_maps/map_order.h"

namespace throughline::journey_maps {
namespace {

constexpr std::array<std::string_view, 9> kind_names = {
    "set_map",        "add_stage",       "move_stage",        "remove_stage",  "set_stage",
    "add_touchpoint", "move_touchpoint", "remove_touchpoint", "set_touchpoint"};

Error lacks(const MapOperation& operation, std::string_view what) {
  return Error::invalid("an operation `" + std::string(name_of(operation.kind)) + "` needs `" +
                        std::string(what) + "`");
}

template <class Item>
std::size_t place_behind(const std::vector<Item>& items, const std::optional<std::string>& after) {
  if (!after) {
    return 0;
  }
  const auto found = find_by_id(items, *after);
  return static_cast<std::size_t>(found - items.begin()) + (found == items.end() ? 0 : 1);
}

template <class Item>
void put_behind(std::vector<Item>& items, const std::optional<std::string>& after, Item item) {
  items.insert(items.begin() + static_cast<std::ptrdiff_t>(place_behind(items, after)),
               std::move(item));
}

struct PlacedTouchpoint {
  std::size_t stage = 0;
  std::size_t place = 0;
};
std::optional<PlacedTouchpoint> find_touchpoint(const MapDocument& document,
                                                const std::string& id) {
  for (std::size_t stage = 0; stage < document.stages.size(); ++stage) {
    const auto& touchpoints = document.stages[stage].touchpoints;
    const auto found = find_by_id(touchpoints, id);
    if (found != touchpoints.end()) {
      return PlacedTouchpoint{stage, static_cast<std::size_t>(found - touchpoints.begin())};
    }
  }
  return std::nullopt;
}

Touchpoint take_out(MapDocument& document, const PlacedTouchpoint& at) {
  auto& touchpoints = document.stages[at.stage].touchpoints;
  const auto place = touchpoints.begin() + static_cast<std::ptrdiff_t>(at.place);
  Touchpoint taken = std::move(*place);
  touchpoints.erase(place);
  return taken;
}

// Carries out the operations of one kind each; whether anything changed.
class Applying {
 public:
  Applying(const MapOperation& operation, JourneyMap& map)
      : operation_(operation), map_(map), stages_(map.document.stages) {}

  Result<bool> set_map() {
    TL_TRY_ASSIGN(const Setting setting, setting_of());
    MapFacts facts = facts_of(map_);
    TL_TRY_ASSIGN(const bool changed, codec::set_field(facts, setting.field, setting.value));
    TL_TRY_ASSIGN(map_.name, checked_name(facts.name));
    TL_TRY_ASSIGN(map_.description, checked_description(facts.description));
    map_.state = facts.state;
    map_.segment = facts.segment;
    return changed;
  }

  Result<bool> add_stage() {
    if (!operation_.value) {
      return lacks(operation_, "value");
    }
    TL_TRY_ASSIGN(Stage stage, codec::parse_as<Stage>(operation_.value->text));
    if (find_by_id(stages_, stage.id) != stages_.end()) {
      return false;
    }
    put_behind(stages_, operation_.after, std::move(stage));
    return true;
  }

  Result<bool> move_stage() {
    TL_TRY_ASSIGN(const auto at, stage_of());
    if (!at) {
      return false;
    }
    const auto place = stages_.begin() + static_cast<std::ptrdiff_t>(*at);
    Stage stage = std::move(*place);
    stages_.erase(place);
    const std::size_t to = place_behind(stages_, operation_.after);
    stages_.insert(stages_.begin() + static_cast<std::ptrdiff_t>(to), std::move(stage));
    return to != *at;
  }

  Result<bool> remove_stage() {
    TL_TRY_ASSIGN(const auto at, stage_of());
    if (at) {
      stages_.erase(stages_.begin() + static_cast<std::ptrdiff_t>(*at));
    }
    return at.has_value();
  }

  Result<bool> set_stage() {
    TL_TRY_ASSIGN(const Setting setting, setting_of());
    if (setting.field == "id" || setting.field == "touchpoints") {
      return Error::invalid("`set_stage` cannot set `" + setting.field + "`");
    }
    TL_TRY_ASSIGN(const auto at, stage_of());
    return at ? codec::set_field(stages_[*at], setting.field, setting.value) : Result<bool>(false);
  }

  Result<bool> add_touchpoint() {
    if (!operation_.value) {
      return lacks(operation_, "value");
    }
    TL_TRY_ASSIGN(Touchpoint touchpoint, codec::parse_as<Touchpoint>(operation_.value->text));
    TL_TRY_ASSIGN(const auto at, stage_of());
    if (!at || find_touchpoint(map_.document, touchpoint.id)) {
      return false;
    }
    put_behind(stages_[*at].touchpoints, operation_.after, std::move(touchpoint));
    return true;
  }

  Result<bool> move_touchpoint() {
    TL_TRY_ASSIGN(const auto from, touchpoint_of());
    TL_TRY_ASSIGN(const auto stage, stage_of());
    if (!from || !stage) {
      return false;
    }
    Touchpoint moved = take_out(map_.document, *from);
    auto& touchpoints = stages_[*stage].touchpoints;
    const std::size_t to = place_behind(touchpoints, operation_.after);
    touchpoints.insert(touchpoints.begin() + static_cast<std::ptrdiff_t>(to), std::move(moved));
    return from->stage != *stage || from->place != to;
  }

  Result<bool> remove_touchpoint() {
    TL_TRY_ASSIGN(const auto at, touchpoint_of());
    if (at) {
      take_out(map_.document, *at);
    }
    return at.has_value();
  }

  Result<bool> set_touchpoint() {
    TL_TRY_ASSIGN(const Setting setting, setting_of());
    if (setting.field == "id") {
      return Error::invalid("`set_touchpoint` cannot set `id`");
    }
    TL_TRY_ASSIGN(const auto at, touchpoint_of());
    return at ? codec::set_field(stages_[at->stage].touchpoints[at->place], setting.field,
                                 setting.value)
              : Result<bool>(false);
  }

 private:
  struct Setting {
    std::string field = {};
    std::string value = {};  // JSON.
  };
  Result<Setting> setting_of() const {
    if (!operation_.field) {
      return lacks(operation_, "field");
    }
    return Setting{*operation_.field, operation_.value.value_or(codec::RawJson()).text};
  }

  // Nothing where it is gone.
  Result<std::optional<std::size_t>> stage_of() const {
    if (!operation_.stage) {
      return lacks(operation_, "stage");
    }
    const auto found = find_by_id(stages_, *operation_.stage);
    return found == stages_.end()
               ? std::optional<std::size_t>()
               : std::optional(static_cast<std::size_t>(found - stages_.begin()));
  }
  Result<std::optional<PlacedTouchpoint>> touchpoint_of() const {
    if (!operation_.touchpoint) {
      return lacks(operation_, "touchpoint");
    }
    return find_touchpoint(map_.document, *operation_.touchpoint);
  }

  const MapOperation& operation_;
  JourneyMap& map_;
  std::vector<Stage>& stages_;
};

}  // namespace

std::string_view name_of(OperationKind kind) {
  return name_in(kind_names, kind);
}
Result<OperationKind> parse_operation_kind(std::string_view name) {
  return parse_name<OperationKind>(kind_names, name, "kind of operation");
}

Result<bool> apply(const MapOperation& operation, JourneyMap& map) {
  Applying applying(operation, map);
  switch (operation.kind) {
    case OperationKind::set_map:
      return applying.set_map();
    case OperationKind::add_stage:
      return applying.add_stage();
    case OperationKind::move_stage:
      return applying.move_stage();
    case OperationKind::remove_stage:
      return applying.remove_stage();
    case OperationKind::set_stage:
      return applying.set_stage();
    case OperationKind::add_touchpoint:
      return applying.add_touchpoint();
    case OperationKind::move_touchpoint:
      return applying.move_touchpoint();
    case OperationKind::remove_touchpoint:
      return applying.remove_touchpoint();
    case OperationKind::set_touchpoint:
      return applying.set_touchpoint();
  }
  return false;
}

}  // namespace throughline::journey_maps
