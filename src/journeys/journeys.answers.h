// Every question that is asked in a frame: its answer, and who is in a cell of that. Each has a
// file of its own; journeys.catalogue.cc gives it a name.
//
// Error::invalid for what has no meaning, naming the field; Error::unavailable when whoever asked
// has gone.
#pragma once

#include "base/result.h"
#include "journeys/activity_view.h"
#include "journeys/attribution_view.h"
#include "journeys/friction_view.h"
#include "journeys/journeys.questions.h"
#include "journeys/next_view.h"
#include "journeys/paths_view.h"

namespace throughline::journeys {

struct Frame;

Result<PathsAnswer> answer(const Frame& frame, const PathsAsked& asked);
Result<IsIn> who_is_in(const Frame& frame, const PathsAsked& asked, const PathsCellAsked& cell);

Result<FrictionAnswer> answer(const Frame& frame, const FrictionAsked& asked);
Result<IsIn> who_is_in(const Frame& frame, const FrictionAsked& asked,
                       const FrictionCellAsked& cell);

Result<LifecycleAnswer> answer(const Frame& frame, const LifecycleAsked& asked);
Result<IsIn> who_is_in(const Frame& frame, const LifecycleAsked& asked,
                       const LifecycleCellAsked& cell);

Result<StickinessAnswer> answer(const Frame& frame, const StickinessAsked& asked);
Result<IsIn> who_is_in(const Frame& frame, const StickinessAsked& asked,
                       const StickinessCellAsked& cell);

Result<AttributionAnswer> answer(const Frame& frame, const AttributionAsked& asked);
Result<IsIn> who_is_in(const Frame& frame, const AttributionAsked& asked,
                       const AttributionCellAsked& cell);

Result<CountsAnswer> answer(const Frame& frame, const CountsAsked& asked);
Result<IsIn> who_is_in(const Frame& frame, const CountsAsked& asked, const CountsCellAsked& cell);

Result<SessionsAnswer> answer(const Frame& frame, const SessionsAsked& asked);
Result<IsIn> who_is_in(const Frame& frame, const SessionsAsked& asked,
                       const SessionsCellAsked& cell);

Result<NextAnswer> answer(const Frame& frame, const NextAsked& asked);
Result<IsIn> who_is_in(const Frame& frame, const NextAsked& asked, const NextCellAsked& cell);

}  // namespace throughline::journeys
