// Figures: a tally as the API says it, and how two of them differ.
#pragma once

#include "journey_maps/journey_maps.overlay_view.h"
#include "journey_maps/journey_maps.tally.h"

namespace throughline::journey_maps {

struct FiguresOf {
  const MapDocument& document;
  const OverlayPlan& plan;
  const Tally& tally;
  std::uint64_t people = 0;    // With any event in the range.
  std::size_t deviations = 0;  // How many are listed.
};
OverlayFiguresView figures_of(const FiguresOf& of);

// The second minus the first; both of one document.
OverlayDifferencesView differences_between(const OverlayFiguresView& first,
                                           const OverlayFiguresView& second);

// "Skipped Trial", "Went back from Use to Trial": as sentences say it.
std::string sentence_of(const MapDocument& document, const MapModel& model,
                        const Deviation& deviation);

}  // namespace throughline::journey_maps
