// Cells: which readings are behind a figure of an overlay.
#pragma once

#include <functional>

#include "journey_maps/journey_maps.overlay_view.h"
#include "journey_maps/journey_maps.reading.h"

namespace throughline::journey_maps {

// Called from many threads.
using InCell = std::function<bool(const Reading&)>;

// The plan must outlive it. Error::invalid names the field of the cell.
Result<InCell> cell_of(const MapDocument& document, const OverlayPlan& plan,
                       const OverlayCellAsked& asked);

}  // namespace throughline::journey_maps
