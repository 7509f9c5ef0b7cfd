// The funnel as docs/queries.md defines it, by trying everything out: for short lines only.
#pragma once

#include <vector>

#include "journey_engine/funnel.h"

namespace throughline::journey_engine {

std::vector<FunnelAttempt> reference_attempts(const FunnelDefinition& definition,
                                              CustomerId customer, Line line);

}  // namespace throughline::journey_engine
