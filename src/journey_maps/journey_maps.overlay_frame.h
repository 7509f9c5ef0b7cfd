// What an overlay is made of, or the people behind one of its figures.
#pragma once

#include <optional>
#include <string>

#include "journey_maps/journey_map.h"
#include "journey_maps/journey_maps.overlay_view.h"
#include "journey_maps/journey_maps.reading.h"
#include "journeys/journeys.frame.h"
#include "journeys/journeys.questions.h"

namespace throughline::journey_maps {

// The two sides of a comparison, as an answer calls them.
constexpr std::string_view shown_side = "shown";
constexpr std::string_view compared_side = "compared";

struct OverlayFrame {
  JourneyMap map = {};  // With the document that is laid over.
  journeys::Frame frame;
  journeys::Span shown = {};
  std::optional<journeys::Span> compared = {};
  std::optional<std::string> segment = {};  // Whose people the first side is about.
  OverlayPlan plan = {};

  [[nodiscard]] journeys::Frame side(const journeys::Span& span) const {
    journeys::Frame side = frame;
    side.show(span);
    return side;
  }
  // Error::invalid where nothing is compared and the second is asked for.
  [[nodiscard]] Result<journeys::Frame> side(bool second) const {
    if (second && !compared) {
      return Error::invalid("`compared` needs a `question` with `compare`");
    }
    return side(second ? *compared : shown);
  }
  // Who is behind one of its figures; this must outlive it. Error::invalid names the field.
  [[nodiscard]] Result<journeys::IsIn> behind(const OverlayCellAsked& cell) const;
};

}  // namespace throughline::journey_maps
