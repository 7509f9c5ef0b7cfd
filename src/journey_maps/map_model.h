// Map model: what a map says of lines, as numbers: its stages in order, and the touchpoints that
// have events, in the order of the map. Values only.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "journey_maps/map_document.h"

namespace throughline::journey_maps {

struct ModelTouchpoint {
  std::size_t stage = 0;
  std::size_t place = 0;  // Among the touchpoints of its stage in the document.
  bool required = true;
  bool repeats = false;
};

struct MapModel {
  // The touchpoints [first, last) are the stage's; none where it is not measured.
  struct StageRange {
    std::size_t first = 0;
    std::size_t last = 0;
    [[nodiscard]] bool is_measured() const { return first < last; }
  };
  std::vector<StageRange> stages = {};
  std::vector<ModelTouchpoint> touchpoints = {};
  std::size_t required = 0;  // How many must happen.

  [[nodiscard]] std::span<const ModelTouchpoint> of(std::size_t stage) const {
    return std::span(touchpoints)
        .subspan(stages[stage].first, stages[stage].last - stages[stage].first);
  }
  // The nearest stage before that is measured.
  [[nodiscard]] std::optional<std::size_t> before(std::size_t stage) const;
  [[nodiscard]] std::optional<std::size_t> last_stage() const;  // That is measured.
};

MapModel model_of(const MapDocument& document);

}  // namespace throughline::journey_maps
