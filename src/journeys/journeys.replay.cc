#include "journeys/journeys.replay.h"

#include "journey_engine/trace_sample.h"
#include "journeys/journeys.frame.h"

namespace throughline::journeys {

using journey_engine::SampledPerson;
using journey_engine::TraceSample;

namespace {

ReplayPersonView view_of(const SampledPerson& person, Legend& legend) {
  ReplayPersonView view{.cut = person.cut};
  for (const journey_engine::Trace& trace : person.traces) {
    ReplayCaseView& one = view.cases.emplace_back();
    for (const journey_engine::TraceStep& step : trace) {
      one.nodes.push_back(legend.id(step.node));
      one.at_ms.push_back(step.at_ms);
    }
  }
  return view;
}

}  // namespace

Result<Replayed> replay(const Frame& frame, const ReplayAsked& asked) {
  if (asked.breakdown || asked.compare) {
    return Error::invalid("a replay has no `breakdown` and no `compare`: ask for each part alone");
  }
  TL_TRY_ASSIGN(const auto rule, frame.trace_rule(asked));
  TL_TRY_ASSIGN(const std::int64_t limit,
                number_within(asked.limit, replayed_default, 1, replayed_max, "limit"));
  TL_TRY_ASSIGN(const auto counted, frame.count(TraceSample(rule, static_cast<std::size_t>(limit),
                                                            replayed_steps_max)));
  Replayed replayed;
  Legend legend(frame.codes());
  for (const auto& [place, person] : counted.report().people()) {
    replayed.people.push_back(person.customer);
    replayed.answer.people.push_back(view_of(person, legend));
  }
  replayed.answer.all_people = static_cast<std::int64_t>(counted.report().customers());
  replayed.answer.nodes = legend.nodes();
  replayed.answer.note = frame.note(counted);
  return replayed;
}

}  // namespace throughline::journeys
