// Landmarks among the findings: what people did in their first days, and what became of them, as
// the API gives it.
#pragma once

#include "journeys/journeys.finding_views.h"
#include "journeys/journeys.landmarks.h"

namespace throughline::journeys {

FoundView view_of(const Looked& looked, const LandmarkPlan& plan, const LandmarkContrast& contrast);

}  // namespace throughline::journeys
