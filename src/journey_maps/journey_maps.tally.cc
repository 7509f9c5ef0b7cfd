#include "journey_maps/journey_maps.tally.h"

#include <algorithm>
#include <limits>

namespace throughline::journey_maps {

using journey_engine::CustomerId;
using journey_engine::Line;

namespace {

constexpr std::int64_t never_ms = std::numeric_limits<std::int64_t>::max();

}  // namespace

void StageTally::merge(const StageTally& other) {
  reached += other.reached;
  converted += other.converted;
  visits += other.visits;
  repeated += other.repeated;
  returned += other.returned;
  returns += other.returns;
  ended += other.ended;
  beyond_sla += other.beyond_sla;
  lasted_ms.merge(other.lasted_ms);
  from_before_ms.merge(other.from_before_ms);
  scores.insert(other.scores.begin(), other.scores.end());
}

Tally::Tally(const OverlayPlan& plan)
    : stages(plan.model.stages.size()),
      stages_met(plan.model.stages.size()),
      touchpoints(plan.model.touchpoints.size()),
      plan_(&plan),
      reader_(plan) {}

// Of one that has not begun: a scan copies it for each thread.
Tally::Tally(const Tally& other) : Tally(*other.plan_) {
  merge(other);
}

void Tally::add(CustomerId customer, Line line) {
  const Reading* const reading = reader_.read(customer, line);
  if (reading == nullptr) {
    return;
  }
  ++on_map;
  outcomes += reading->outcome ? 1 : 0;
  add_stages(customer, *reading);
  add_touchpoints(*reading);
  add_alignment(*reading);
}

void Tally::add_stages(CustomerId customer, const Reading& reading) {
  bool scored = false;
  for (std::size_t i = 0; i < stages.size(); ++i) {
    StageTally& tally = stages[i];
    const StageWalk& walk = reading.walk.stages[i];
    const bool met = reading.has_met_stage(plan_->model, i);
    stages_met[i].met += met ? 1 : 0;
    stages_met[i].met_and_outcome += met && reading.outcome ? 1 : 0;
    if (!walk.reached()) {
      continue;
    }
    ++tally.reached;
    tally.visits += walk.visits;
    tally.repeated += walk.visits > 1 ? 1 : 0;
    tally.returned += walk.returns > 0 ? 1 : 0;
    tally.returns += walk.returns;
    tally.ended += reading.walk.last_stage == i ? 1 : 0;
    tally.beyond_sla += walk.lasted_ms > plan_->sla_ms[i].value_or(never_ms) ? 1 : 0;
    tally.lasted_ms.add(walk.lasted_ms);
    if (walk.from_before_ms) {
      ++tally.converted;
      tally.from_before_ms.add(*walk.from_before_ms);
    }
    if (const StageScores& scores = reading.scores[i]; scores.count > 0) {
      scored = true;
      tally.scores.emplace(customer, stats::Cluster{scores.sum, scores.count});
    }
  }
  if (scored) {
    add_range(reading.lowest_score, reading.highest_score);
  }
}

void Tally::add_touchpoints(const Reading& reading) {
  for (std::size_t i = 0; i < touchpoints.size(); ++i) {
    TouchpointTally& tally = touchpoints[i];
    tally.people += reading.walk.events[i] > 0 ? 1 : 0;
    tally.events += reading.walk.events[i];
    tally.met += reading.met[i] ? 1 : 0;
    tally.met_and_outcome += reading.met[i] && reading.outcome ? 1 : 0;
  }
}

void Tally::add_alignment(const Reading& reading) {
  if (!reading.alignment) {
    ++too_long;
    return;
  }
  const Alignment& alignment = *reading.alignment;
  ++aligned;
  fits += alignment.fits() ? 1 : 0;
  on_the_way += alignment.is_on_the_way() ? 1 : 0;
  fitness.add(alignment.fitness());
  std::map<Deviation, std::uint64_t> times;
  for (const Deviation& deviation : alignment.deviations) {
    ++times[deviation];
  }
  for (const auto& [deviation, count] : times) {
    DeviationTally& tally = deviations[deviation];
    ++tally.people;
    tally.times += count;
  }
}

void Tally::add_range(double lowest, double highest) {
  if (!scores_range) {
    scores_range = {lowest, highest};
    return;
  }
  scores_range->first = std::min(scores_range->first, lowest);
  scores_range->second = std::max(scores_range->second, highest);
}

void Tally::merge(const Tally& other) {
  on_map += other.on_map;
  outcomes += other.outcomes;
  aligned += other.aligned;
  too_long += other.too_long;
  fits += other.fits;
  on_the_way += other.on_the_way;
  fitness.merge(other.fitness);
  for (std::size_t i = 0; i < stages.size(); ++i) {
    stages[i].merge(other.stages[i]);
    stages_met[i].met += other.stages_met[i].met;
    stages_met[i].met_and_outcome += other.stages_met[i].met_and_outcome;
  }
  for (std::size_t i = 0; i < touchpoints.size(); ++i) {
    touchpoints[i].people += other.touchpoints[i].people;
    touchpoints[i].events += other.touchpoints[i].events;
    touchpoints[i].met += other.touchpoints[i].met;
    touchpoints[i].met_and_outcome += other.touchpoints[i].met_and_outcome;
  }
  for (const auto& [deviation, tally] : other.deviations) {
    deviations[deviation].people += tally.people;
    deviations[deviation].times += tally.times;
  }
  if (other.scores_range) {
    add_range(other.scores_range->first, other.scores_range->second);
  }
}

}  // namespace throughline::journey_maps
