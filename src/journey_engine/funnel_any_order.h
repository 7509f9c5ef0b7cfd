// Funnels whose steps may be done in any order. For funnel.h alone.
#pragma once

#include <vector>

#include "journey_engine/funnel_instant.h"

namespace throughline::journey_engine {

std::vector<FunnelAttempt> find_attempts_in_any_order(const FunnelDefinition& definition,
                                                      const FunnelInstants& found);

}  // namespace throughline::journey_engine
