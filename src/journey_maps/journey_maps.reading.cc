#include "journey_maps/journey_maps.reading.h"

#include <algorithm>
#include <cmath>

namespace throughline::journey_maps {

using journey_engine::CustomerId;
using journey_engine::EventSet;
using journey_engine::Line;
using journey_engine::LineEvent;
using journey_engine::PropertyView;

namespace {

journeys::EventChoice choice_of(const TouchpointEvents& events) {
  return {.names = events.names, .kind = events.kind, .where = events.where};
}

Result<OverlayPlan::Numbers> numbers_of(const journeys::Frame& frame, const NumbersAsked& asked,
                                        const std::string& field) {
  if (asked.property.empty() || asked.property.size() > journeys::property_bytes_max) {
    return Error::invalid("`" + field + ".property` must have from 1 to " +
                          std::to_string(journeys::property_bytes_max) + " bytes");
  }
  OverlayPlan::Numbers numbers;
  TL_TRY_ASSIGN(numbers.events, frame.events(asked.event, field + ".event"));
  TL_TRY_ASSIGN(numbers.property, frame.choices->property(asked.property));
  return numbers;
}

Result<OverlayPlan::Measures> measures_of(const journeys::Frame& frame, const Touchpoint& drawn) {
  OverlayPlan::Measures measures;
  if (drawn.score) {
    measures.score_kind = drawn.score->kind;
    TL_TRY_ASSIGN(measures.score, frame.choices->property(drawn.score->property));
  }
  if (drawn.cost) {
    TL_TRY_ASSIGN(measures.cost, frame.choices->property(*drawn.cost));
  }
  return measures;
}

// Of one event: what somebody is worth in all is added up in squares, too (stats::Group).
constexpr double worth_max = 1e40;

// Integers that no double holds exactly are in the dictionary; as a score the nearest double does.
std::optional<double> number_of(const PropertyView& property, std::uint64_t row) {
  const std::uint32_t code = property.code(row);
  if (code == PropertyView::absent) {
    return std::nullopt;
  }
  if (code == PropertyView::number) {
    return property.number_at(row);
  }
  const auto* whole = std::get_if<std::int64_t>(&property.values()[code]);
  return whole == nullptr ? std::nullopt : std::optional(static_cast<double>(*whole));
}

}  // namespace

std::optional<std::uint32_t> OverlayPlan::touchpoint_of(CustomerId customer,
                                                        const LineEvent& event) const {
  if (event.code < candidates.size()) {
    for (const std::uint32_t touchpoint : candidates[event.code]) {
      if (sets[touchpoint].passes(customer, event)) {
        return touchpoint;
      }
    }
  }
  return std::nullopt;
}

Result<OverlayPlan> plan_of(const journeys::Frame& frame, const MapDocument& document,
                            const OverlayAsked& asked) {
  OverlayPlan plan = {.model = model_of(document)};
  for (const ModelTouchpoint& touchpoint : plan.model.touchpoints) {
    const Touchpoint& drawn = document.stages[touchpoint.stage].touchpoints[touchpoint.place];
    TL_TRY_ASSIGN(EventSet set, frame.events(choice_of(drawn.events.value_or(TouchpointEvents())),
                                             "the events of " + drawn.name));
    plan.sets.push_back(std::move(set));
    TL_TRY_ASSIGN(OverlayPlan::Measures measures, measures_of(frame, drawn));
    plan.measures.push_back(std::move(measures));
  }
  plan.series = asked.series.value_or(false);
  plan.calendar = frame.calendar;
  plan.candidates.resize(frame.codes().size());
  for (std::uint32_t code = 0; code < plan.candidates.size(); ++code) {
    for (std::uint32_t touchpoint = 0; touchpoint < plan.sets.size(); ++touchpoint) {
      if (plan.sets[touchpoint].may_have(code)) {
        plan.candidates[code].push_back(touchpoint);
      }
    }
  }
  constexpr double ms_per_hour = 3'600'000;
  for (const Stage& stage : document.stages) {
    plan.owners.push_back(stage.owner.value_or(""));
    plan.sla_ms.push_back(stage.sla_hours ? std::optional(static_cast<std::int64_t>(
                                                std::llround(*stage.sla_hours * ms_per_hour)))
                                          : std::nullopt);
  }
  if (asked.outcome) {
    TL_TRY_ASSIGN(plan.outcome, frame.events(asked.outcome, "outcome"));
  }
  if (asked.emotion) {
    TL_TRY_ASSIGN(plan.scores, numbers_of(frame, *asked.emotion, "emotion"));
  }
  if (asked.worth) {
    TL_TRY_ASSIGN(plan.worth, numbers_of(frame, *asked.worth, "worth"));
  }
  return plan;
}

bool Reading::has_met_stage(const MapModel& model, std::size_t stage) const {
  const auto [first, last] = model.stages[stage];
  return std::find(met.begin() + static_cast<std::ptrdiff_t>(first),
                   met.begin() + static_cast<std::ptrdiff_t>(last),
                   true) != met.begin() + static_cast<std::ptrdiff_t>(last);
}

void Reading::add_score(std::size_t stage, double score) {
  scores[stage].add(score);
  lowest_score = has_scores ? std::min(lowest_score, score) : score;
  highest_score = has_scores ? std::max(highest_score, score) : score;
  has_scores = true;
}

const Reading* Reader::read(CustomerId customer, Line line) {
  touched_.clear();
  for (std::uint32_t place = 0; place < line.size(); ++place) {
    if (const auto touchpoint = plan_->touchpoint_of(customer, line[place])) {
      touched_.push_back({*touchpoint, place, line[place].at_ms});
    }
  }
  if (touched_.empty()) {
    return nullptr;
  }
  reading_.walk = walk_of(plan_->model, touched_);
  align();
  read_touchpoints();
  read_values(line);
  read_scores(customer, line);
  read_outcome(customer, line);
  read_worth(customer, line);
  return &reading_;
}

void Reader::align() {
  reading_.alignment.reset();
  if (touched_.size() > aligned_events_max) {
    return;
  }
  sequence_.clear();
  for (const Touched& touched : touched_) {
    sequence_.push_back(touched.touchpoint);
  }
  reading_.alignment = aligner_.align(sequence_);
}

// A score counts for the stage that she was in when she gave it: that of the newest touchpoint
// before it that is no score itself. A survey that is drawn as a touchpoint would draw all answers
// into its own stage. Where nothing else came before, it is the newest touchpoint's after all.
void Reader::read_scores(CustomerId customer, Line line) {
  reading_.scores.assign(plan_->model.stages.size(), {});
  reading_.has_scores = false;
  if (!plan_->scores) {
    return;
  }
  const auto stage_of = [&](const Touched& touched) {
    return plan_->model.touchpoints[touched.touchpoint].stage;
  };
  auto next = touched_.begin();
  std::optional<std::size_t> stage;         // Of the newest that is no score.
  std::size_t otherwise = stage_of(*next);  // Of the newest.
  for (std::size_t place = touched_.front().place; place < line.size(); ++place) {
    const bool is_score = plan_->scores->events.has(customer, line[place]);
    if (next != touched_.end() && next->place == place) {
      otherwise = stage_of(*next);
      stage = is_score ? stage : otherwise;
      ++next;
    }
    const auto score =
        is_score ? number_of(plan_->scores->property, line[place].row) : std::nullopt;
    if (score) {
      reading_.add_score(stage.value_or(otherwise), *score);
    }
  }
}

void Reader::read_worth(CustomerId customer, Line line) {
  reading_.worth = 0;
  if (!plan_->worth) {
    return;
  }
  for (std::size_t place = touched_.front().place; place < line.size(); ++place) {
    if (plan_->worth->events.has(customer, line[place])) {
      const double amount = number_of(plan_->worth->property, line[place].row).value_or(0);
      reading_.worth += std::abs(amount) <= worth_max ? amount : 0;
    }
  }
}

void Reader::read_values(Line line) {
  reading_.values.assign(touched_.size(), {});
  for (std::size_t i = 0; i < touched_.size(); ++i) {
    const OverlayPlan::Measures& measures = plan_->measures[touched_[i].touchpoint];
    const std::uint64_t row = line[touched_[i].place].row;
    TouchpointReading& of = reading_.touchpoints[touched_[i].touchpoint];
    TouchedValues& values = reading_.values[i];
    if (measures.score_kind) {
      if (const auto answer = number_of(measures.score, row)) {
        values.score = score_of(*measures.score_kind, *answer);
        of.scores.add(*values.score);
      }
    }
    if (measures.cost) {
      values.cost = number_of(*measures.cost, row);
      if (values.cost) {
        of.costs.add(*values.cost);
      }
    }
  }
}

void Reader::read_touchpoints() {
  reading_.touched = touched_;
  reading_.touchpoints.assign(plan_->model.touchpoints.size(), {});
  std::vector<std::size_t> latest_stage(touched_.size());  // Of the events from each on.
  std::size_t latest = 0;
  for (std::size_t i = touched_.size(); i > 0; --i) {
    latest = std::max(latest, plan_->model.touchpoints[touched_[i - 1].touchpoint].stage);
    latest_stage[i - 1] = latest;
  }
  std::vector<bool> seen(plan_->model.touchpoints.size(), false);
  for (std::size_t i = 0; i < touched_.size(); ++i) {
    const std::uint32_t touchpoint = touched_[i].touchpoint;
    if (seen[touchpoint]) {
      continue;
    }
    seen[touchpoint] = true;
    TouchpointReading& reading = reading_.touchpoints[touchpoint];
    reading.went_on = latest_stage[i] > plan_->model.touchpoints[touchpoint].stage;
    if (i > 0) {
      reading.wait_ms = touched_[i].at_ms - touched_[i - 1].at_ms;
    }
  }
}

void Reader::read_outcome(CustomerId customer, Line line) {
  const auto is_outcome = [&](std::size_t place) {
    return plan_->outcome && plan_->outcome->has(customer, line[place]);
  };
  std::size_t until = line.size();
  if (plan_->outcome) {
    for (std::size_t place = touched_.front().place; place < until; ++place) {
      until = is_outcome(place) ? place : until;
    }
  } else {
    const std::size_t last = plan_->model.last_stage().value_or(nowhere);
    const auto found = std::find_if(touched_.begin(), touched_.end(), [&](const Touched& touched) {
      return plan_->model.touchpoints[touched.touchpoint].stage == last;
    });
    until = found == touched_.end() ? until : found->place;
  }
  reading_.outcome = until < line.size();
  reading_.met.assign(plan_->model.touchpoints.size(), false);
  for (const Touched& touched : touched_) {
    if (touched.place < until) {
      reading_.met[touched.touchpoint] = true;
    }
  }
}

}  // namespace throughline::journey_maps
