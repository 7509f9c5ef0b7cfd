// Touchpoint figures: how the touchpoints of a stage fare, over time too, and which thresholds that
// crosses.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "journey_maps/journey_maps.figures.h"

namespace throughline::journey_maps {

constexpr std::size_t points_max = 30;  // Of a series.

std::vector<TouchpointFiguresView> touchpoints_view(const FiguresOf& of, std::size_t stage);

// What an alert looks at, in its unit; nothing where nobody says it.
std::optional<double> figure_of(const TouchpointFiguresView& view, AlertFigure figure);

std::optional<DurationView> duration_view(const stats::Sample& sample);
stats::ClusteredMean mean_of(
    const std::map<journey_engine::CustomerId, stats::Cluster>& by_customer);

}  // namespace throughline::journey_maps
