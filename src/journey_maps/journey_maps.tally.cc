#include "journey_maps/journey_maps.tally.h"

#include <algorithm>
#include <limits>
#include <set>

namespace throughline::journey_maps {

using journey_engine::CustomerId;
using journey_engine::Line;

namespace {

constexpr std::int64_t never_ms = std::numeric_limits<std::int64_t>::max();

}  // namespace

void StageTally::add(const StageWalk& walk, bool ended_here, std::optional<std::int64_t> sla) {
  ++reached;
  visits += walk.visits;
  repeated += walk.visits > 1 ? 1 : 0;
  returned += walk.returns > 0 ? 1 : 0;
  returns += walk.returns;
  ended += ended_here ? 1 : 0;
  beyond_sla += walk.lasted_ms > sla.value_or(never_ms) ? 1 : 0;
  lasted_ms.add(walk.lasted_ms);
  if (walk.from_before_ms) {
    ++converted;
    from_before_ms.add(*walk.from_before_ms);
  }
}

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

void DayTally::merge(const DayTally& other) {
  events += other.events;
  first_times += other.first_times;
  went_on += other.went_on;
  wait_ms.merge(other.wait_ms);
  scores.merge(other.scores);
  answers += other.answers;
  costs.merge(other.costs);
}

void MetTally::add(const Reading& reading, bool asks_worth) {
  ++people;
  outcomes += reading.outcome ? 1 : 0;
  if (asks_worth) {
    worth.add(reading.worth);
  }
}

void MetTally::merge(const MetTally& other) {
  people += other.people;
  outcomes += other.outcomes;
  worth.merge(other.worth);
}

void TouchpointTally::add(CustomerId customer, const TouchpointReading& reading) {
  went_on += reading.went_on ? 1 : 0;
  if (reading.wait_ms) {
    wait_ms.add(*reading.wait_ms);
  }
  if (reading.scores.count > 0) {
    scores.emplace(customer, stats::Cluster{reading.scores.sum, reading.scores.count});
  }
  if (reading.costs.count > 0) {
    costs.emplace(customer, stats::Cluster{reading.costs.sum, reading.costs.count});
  }
}

void TouchpointTally::merge(const TouchpointTally& other) {
  people += other.people;
  events += other.events;
  met.merge(other.met);
  went_on += other.went_on;
  wait_ms.merge(other.wait_ms);
  scores.insert(other.scores.begin(), other.scores.end());
  costs.insert(other.costs.begin(), other.costs.end());
  for (const auto& [day, tally] : other.days) {
    days[day].merge(tally);
  }
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
  if (plan_->worth) {
    worth.add(reading->worth);
  }
  add_stages(customer, *reading);
  add_touchpoints(customer, *reading);
  add_handoffs(*reading);
  if (plan_->series) {
    add_days(*reading);
  }
  add_alignment(*reading);
}

void Tally::add_stages(CustomerId customer, const Reading& reading) {
  bool scored = false;
  for (std::size_t i = 0; i < stages.size(); ++i) {
    if (reading.has_met_stage(plan_->model, i)) {
      stages_met[i].add(reading, plan_->worth.has_value());
    }
    const StageWalk& walk = reading.walk.stages[i];
    if (!walk.reached()) {
      continue;
    }
    stages[i].add(walk, reading.walk.last_stage == i, plan_->sla_ms[i]);
    if (const StageScores& scores = reading.scores[i]; scores.count > 0) {
      scored = true;
      stages[i].scores.emplace(customer, stats::Cluster{scores.sum, scores.count});
    }
  }
  if (scored) {
    add_range(reading.lowest_score, reading.highest_score);
  }
}

void Tally::add_touchpoints(CustomerId customer, const Reading& reading) {
  for (std::size_t i = 0; i < touchpoints.size(); ++i) {
    TouchpointTally& tally = touchpoints[i];
    tally.events += reading.walk.events[i];
    if (reading.met[i]) {
      tally.met.add(reading, plan_->worth.has_value());
    }
    if (reading.walk.events[i] > 0) {
      ++tally.people;
      tally.add(customer, reading.touchpoints[i]);
    }
  }
}

// What is of a person is of the day of her first time.
void Tally::add_days(const Reading& reading) {
  PeriodCursor day_of(plan_->calendar, PeriodUnit::day);
  std::vector<bool> seen(touchpoints.size(), false);
  for (std::size_t i = 0; i < reading.touched.size(); ++i) {
    const Touched& touched = reading.touched[i];
    DayTally& day = touchpoints[touched.touchpoint].days[day_of(touched.at_ms)];
    ++day.events;
    if (const auto& score = reading.values[i].score) {
      day.scores.add(*score);
      ++day.answers;
    }
    day.costs.add(reading.values[i].cost.value_or(0));
    if (seen[touched.touchpoint]) {
      continue;
    }
    seen[touched.touchpoint] = true;
    const TouchpointReading& first = reading.touchpoints[touched.touchpoint];
    ++day.first_times;
    day.went_on += first.went_on ? 1 : 0;
    if (first.wait_ms) {
      day.wait_ms.add(*first.wait_ms);
    }
  }
}

void Tally::add_handoffs(const Reading& reading) {
  std::set<std::pair<std::string, std::string>> hers;
  for (const StageChange& change : reading.walk.changes) {
    if (!is_handoff(*plan_, change)) {
      continue;
    }
    const std::pair owners = {plan_->owners[change.from], plan_->owners[change.to]};
    HandoffTally& tally = handoffs[owners];
    ++tally.times;
    tally.took_ms.add(change.took_ms);
    tally.people += hers.insert(owners).second ? 1 : 0;
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
  worth.merge(other.worth);
  aligned += other.aligned;
  too_long += other.too_long;
  fits += other.fits;
  on_the_way += other.on_the_way;
  fitness.merge(other.fitness);
  for (std::size_t i = 0; i < stages.size(); ++i) {
    stages[i].merge(other.stages[i]);
    stages_met[i].merge(other.stages_met[i]);
  }
  for (std::size_t i = 0; i < touchpoints.size(); ++i) {
    touchpoints[i].merge(other.touchpoints[i]);
  }
  for (const auto& [owners, tally] : other.handoffs) {
    handoffs[owners].people += tally.people;
    handoffs[owners].times += tally.times;
    handoffs[owners].took_ms.merge(tally.took_ms);
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
