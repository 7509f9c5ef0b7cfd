#include "journey_maps/map_model.h"

namespace throughline::journey_maps {

std::optional<std::size_t> MapModel::before(std::size_t stage) const {
  while (stage > 0) {
    if (stages[--stage].is_measured()) {
      return stage;
    }
  }
  return std::nullopt;
}

std::optional<std::size_t> MapModel::last_stage() const {
  return before(stages.size());
}

MapModel model_of(const MapDocument& document) {
  MapModel model;
  for (std::size_t stage = 0; stage < document.stages.size(); ++stage) {
    const std::size_t first = model.touchpoints.size();
    const auto& touchpoints = document.stages[stage].touchpoints;
    for (std::size_t place = 0; place < touchpoints.size(); ++place) {
      if (touchpoints[place].is_measured()) {
        model.touchpoints.push_back({.stage = stage,
                                     .place = place,
                                     .required = touchpoints[place].is_required(),
                                     .repeats = touchpoints[place].repeats.value_or(false)});
        model.required += touchpoints[place].is_required() ? 1 : 0;
      }
    }
    model.stages.push_back({first, model.touchpoints.size()});
  }
  return model;
}

}  // namespace throughline::journey_maps
