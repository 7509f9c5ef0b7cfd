// Every question, as functions over the frame that it is asked in. Each has a file of its own;
// journeys.catalogue.cc gives it a name.
//
//   answer         the answer for what the frame looks at
//   who_is_in      who is in a cell of that
//   first_counted  the event of a line that decides which group of a breakdown it is in; whoever is
//                  in any figure of the answer has one
//   each_counted   instead, where each event is in the group of its own value: all that count
//
// Error::invalid for what has no meaning, naming the field; Error::unavailable when whoever asked
// has gone.
#pragma once

#include <vector>

#include "base/result.h"
#include "journeys/activity_view.h"
#include "journeys/attribution_view.h"
#include "journeys/friction_view.h"
#include "journeys/funnel_view.h"
#include "journeys/graph_view.h"
#include "journeys/journeys.questions.h"
#include "journeys/landmark_view.h"
#include "journeys/next_view.h"
#include "journeys/number_view.h"
#include "journeys/paths_view.h"
#include "journeys/process_map_view.h"
#include "journeys/retention_view.h"
#include "journeys/survival_view.h"

namespace throughline::journeys {

struct Frame;

Result<FunnelAnswer> answer(const Frame& frame, const FunnelAsked& asked);
Result<IsIn> who_is_in(const Frame& frame, const FunnelAsked& asked, const FunnelCellAsked& cell);
Result<FirstCounted> first_counted(const Frame& frame, const FunnelAsked& asked);
// Of sides that are compared: each against the first.
void add_differences(std::vector<PartAnswer<FunnelAnswer>>& sides);

Result<GraphAnswer> answer(const Frame& frame, const GraphAsked& asked);
Result<IsIn> who_is_in(const Frame& frame, const GraphAsked& asked, const GraphCellAsked& cell);
Result<FirstCounted> first_counted(const Frame& frame, const GraphAsked& asked);

Result<RetentionAnswer> answer(const Frame& frame, const RetentionAsked& asked);
Result<IsIn> who_is_in(const Frame& frame, const RetentionAsked& asked,
                       const RetentionCellAsked& cell);
Result<FirstCounted> first_counted(const Frame& frame, const RetentionAsked& asked);

Result<MapAnswer> answer(const Frame& frame, const MapAsked& asked);
Result<IsIn> who_is_in(const Frame& frame, const MapAsked& asked, const MapCellAsked& cell);
Result<FirstCounted> first_counted(const Frame& frame, const MapAsked& asked);

Result<PathsAnswer> answer(const Frame& frame, const PathsAsked& asked);
Result<IsIn> who_is_in(const Frame& frame, const PathsAsked& asked, const PathsCellAsked& cell);
Result<FirstCounted> first_counted(const Frame& frame, const PathsAsked& asked);

Result<FrictionAnswer> answer(const Frame& frame, const FrictionAsked& asked);
Result<IsIn> who_is_in(const Frame& frame, const FrictionAsked& asked,
                       const FrictionCellAsked& cell);
Result<FirstCounted> first_counted(const Frame& frame, const FrictionAsked& asked);

Result<LandmarkAnswer> answer(const Frame& frame, const LandmarkAsked& asked);
Result<IsIn> who_is_in(const Frame& frame, const LandmarkAsked& asked,
                       const LandmarkCellAsked& cell);
Result<FirstCounted> first_counted(const Frame& frame, const LandmarkAsked& asked);

Result<LifecycleAnswer> answer(const Frame& frame, const LifecycleAsked& asked);
Result<IsIn> who_is_in(const Frame& frame, const LifecycleAsked& asked,
                       const LifecycleCellAsked& cell);
Result<FirstCounted> first_counted(const Frame& frame, const LifecycleAsked& asked);

Result<StickinessAnswer> answer(const Frame& frame, const StickinessAsked& asked);
Result<IsIn> who_is_in(const Frame& frame, const StickinessAsked& asked,
                       const StickinessCellAsked& cell);
Result<FirstCounted> first_counted(const Frame& frame, const StickinessAsked& asked);

Result<AttributionAnswer> answer(const Frame& frame, const AttributionAsked& asked);
Result<IsIn> who_is_in(const Frame& frame, const AttributionAsked& asked,
                       const AttributionCellAsked& cell);
Result<FirstCounted> first_counted(const Frame& frame, const AttributionAsked& asked);

Result<SurvivalAnswer> answer(const Frame& frame, const SurvivalAsked& asked);
Result<IsIn> who_is_in(const Frame& frame, const SurvivalAsked& asked,
                       const SurvivalCellAsked& cell);
Result<FirstCounted> first_counted(const Frame& frame, const SurvivalAsked& asked);
// All parts against each other.
void compare_parts(InParts<SurvivalAnswer>& answered);

Result<CountsAnswer> answer(const Frame& frame, const CountsAsked& asked);
Result<IsIn> who_is_in(const Frame& frame, const CountsAsked& asked, const CountsCellAsked& cell);
Result<journey_engine::EventSet> each_counted(const Frame& frame, const CountsAsked& asked);

Result<SessionsAnswer> answer(const Frame& frame, const SessionsAsked& asked);
Result<IsIn> who_is_in(const Frame& frame, const SessionsAsked& asked,
                       const SessionsCellAsked& cell);
Result<FirstCounted> first_counted(const Frame& frame, const SessionsAsked& asked);

Result<NextAnswer> answer(const Frame& frame, const NextAsked& asked);
Result<IsIn> who_is_in(const Frame& frame, const NextAsked& asked, const NextCellAsked& cell);
Result<FirstCounted> first_counted(const Frame& frame, const NextAsked& asked);

Result<DistributionAnswer> answer(const Frame& frame, const DistributionAsked& asked);
Result<IsIn> who_is_in(const Frame& frame, const DistributionAsked& asked,
                       const DistributionCellAsked& cell);
Result<journey_engine::EventSet> each_counted(const Frame& frame, const DistributionAsked& asked);
// With the bins of the whole.
DistributionAsked asked_of_parts(const DistributionAsked& asked, const DistributionAnswer& whole);

Result<ScatterAnswer> answer(const Frame& frame, const ScatterAsked& asked);
Result<IsIn> who_is_in(const Frame& frame, const ScatterAsked& asked, const ScatterCellAsked& cell);
Result<journey_engine::EventSet> each_counted(const Frame& frame, const ScatterAsked& asked);

Result<TreemapAnswer> answer(const Frame& frame, const TreemapAsked& asked);
Result<IsIn> who_is_in(const Frame& frame, const TreemapAsked& asked, const TreemapCellAsked& cell);
Result<journey_engine::EventSet> each_counted(const Frame& frame, const TreemapAsked& asked);

}  // namespace throughline::journeys
