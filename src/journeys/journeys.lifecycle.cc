#include "journey_engine/activity.h"
#include "journeys/activity_view.h"
#include "journeys/journeys.answers.h"
#include "journeys/journeys.frame.h"

namespace throughline::journeys {

using journey_engine::ActivityQuestion;
using journey_engine::CustomerId;
using journey_engine::LifecycleState;
using journey_engine::Line;

namespace {

constexpr std::array<std::string_view, 4> state_names = {"new", "returning", "resurrected",
                                                         "dormant"};

Result<ActivityQuestion> question_of(const Frame& frame, const LifecycleAsked& asked) {
  ActivityQuestion question;
  TL_TRY_ASSIGN(question.events, frame.events(asked.events, "events"));
  TL_TRY_ASSIGN(question.unit, unit_of(asked.unit, PeriodUnit::week));
  question.calendar = frame.calendar;
  return question;
}

}  // namespace

Result<LifecycleAnswer> answer(const Frame& frame, const LifecycleAsked& asked) {
  TL_TRY_ASSIGN(const ActivityQuestion question, question_of(frame, asked));
  TL_TRY_ASSIGN(const auto counted, frame.count(journey_engine::Lifecycle(question)));
  LifecycleAnswer answer;
  for (const auto& [period, count] : counted.report().periods()) {
    std::string completeness = frame.completeness(question.unit, period);
    const std::uint64_t active = count.newcomers + count.returning + count.resurrected;
    // Nobody is dormant yet in a period that is still to come.
    if (!frame.shows(question.unit, period) || (completeness == "not_begun" && active == 0)) {
      continue;
    }
    answer.periods.push_back({.period = period,
                              .begins_at = frame.begins_at(question.unit, period),
                              .begins_on = frame.begins_on(question.unit, period),
                              .new_ = static_cast<std::int64_t>(count.newcomers),
                              .returning = static_cast<std::int64_t>(count.returning),
                              .resurrected = static_cast<std::int64_t>(count.resurrected),
                              .dormant = static_cast<std::int64_t>(count.dormant),
                              .completeness = std::move(completeness)});
  }
  answer.note = frame.note(counted);
  return answer;
}

Result<IsIn> who_is_in(const Frame& frame, const LifecycleAsked& asked,
                       const LifecycleCellAsked& cell) {
  TL_TRY_ASSIGN(ActivityQuestion question, question_of(frame, asked));
  TL_TRY_ASSIGN(const auto state,
                parse_name<LifecycleState>(state_names, cell.state, "cell.state"));
  TL_TRY_ASSIGN(const std::int64_t period,
                number_within(cell.period, 0, -period_max, period_max, "cell.period"));
  return IsIn([=, question = std::move(question)](CustomerId customer, Line line) {
    return journey_engine::lifecycle_state(question, period, customer, line) == state;
  });
}

Result<FirstCounted> first_counted(const Frame& frame, const LifecycleAsked& asked) {
  TL_TRY_ASSIGN(auto events, frame.events(asked.events, "events"));
  return first_of(std::move(events));
}

}  // namespace throughline::journeys
