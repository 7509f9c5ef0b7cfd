// Points of friction alone: what findings are made of, which tell of no rage and of no index.
#pragma once

#include "journeys/friction_view.h"
#include "journeys/journeys.frame.h"

namespace throughline::journeys {

// As answer(), with no rage among the findings and without the index.
Result<FrictionAnswer> friction_points(const Frame& frame, const FrictionAsked& asked);

}  // namespace throughline::journeys
