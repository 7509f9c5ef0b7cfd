// Friction among the findings: what people met on their way along a funnel that is told, after
// which fewer of them arrived. Every point of every such way is tested; all these tests are judged
// together, apart from those of contrasts.
#pragma once

#include <vector>

#include "journeys/journeys.finding_views.h"

namespace throughline::journeys {

struct FrictionFound {
  std::vector<FoundView> told = {};  // Those after which the most people are missing first.
  std::uint64_t tests = 0;
};

// `funnels` as view_of() gives them. Errors as answer() has them.
Result<FrictionFound> friction_along(const Looked& looked, const std::vector<FoundView>& funnels);

}  // namespace throughline::journeys
