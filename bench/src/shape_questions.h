// ShapeQuestions: those of the bench that ask for other shapes than funnels, cohorts, maps, paths
// and counts: visits, credit, lifetimes, numbers, what stands in the way and what came next.
#pragma once

#include <vector>

#include "journey_questions.h"

namespace throughline::bench {

// The same as in bench/peers/shapes.mjs.
std::vector<JourneyQuestion> shape_questions();

}  // namespace throughline::bench
