#include "journey_engine/session_report.h"
#include "journeys/activity_view.h"
#include "journeys/journeys.answers.h"
#include "journeys/journeys.frame.h"

namespace throughline::journeys {

using journey_engine::CustomerId;
using journey_engine::Line;
using journey_engine::SessionQuestion;

namespace {

Result<SessionQuestion> question_of(const Frame& frame, const SessionsAsked& asked) {
  SessionQuestion question;
  TL_TRY_ASSIGN(question.rule.timeout_ms, number_within(asked.timeout_ms, question.rule.timeout_ms,
                                                        1, duration_ms_max, "timeout_ms"));
  if (asked.starts) {
    TL_TRY_ASSIGN(question.rule.starts, frame.events(asked.starts, "starts"));
  }
  TL_TRY_ASSIGN(question.unit, unit_of(asked.unit, PeriodUnit::day));
  question.calendar = frame.calendar;
  return question;
}

SpreadView spread_of(const stats::Sample& sample) {
  return {
      .mean = sample.mean(), .median = quantile_of(sample, 0.5), .p90 = quantile_of(sample, 0.9)};
}

SpreadView spread_of(const stats::Numbers& numbers) {
  return numbers.count() == 0 ? SpreadView()
                              : SpreadView{.mean = numbers.mean(),
                                           .median = numbers.quantile(0.5),
                                           .p90 = numbers.quantile(0.9)};
}

}  // namespace

Result<SessionsAnswer> answer(const Frame& frame, const SessionsAsked& asked) {
  TL_TRY_ASSIGN(const SessionQuestion question, question_of(frame, asked));
  TL_TRY_ASSIGN(const auto counted, frame.count(journey_engine::SessionReport(question)));
  const journey_engine::SessionReport& report = counted.report();
  SessionsAnswer answer{.sessions = static_cast<std::int64_t>(report.sessions()),
                        .people = static_cast<std::int64_t>(report.customers()),
                        .lasted_ms = spread_of(report.lasted_ms()),
                        .events = spread_of(report.events())};
  for (const auto& [period, count] : report.periods()) {
    answer.periods.push_back({.period = period,
                              .begins_at = frame.begins_at(question.unit, period),
                              .begins_on = frame.begins_on(question.unit, period),
                              .sessions = static_cast<std::int64_t>(count.sessions),
                              .people = static_cast<std::int64_t>(count.customers),
                              .completeness = frame.completeness(question.unit, period)});
  }
  answer.note = frame.note(counted);
  return answer;
}

Result<IsIn> who_is_in(const Frame& frame, const SessionsAsked& asked,
                       const SessionsCellAsked& cell) {
  TL_TRY_ASSIGN(SessionQuestion question, question_of(frame, asked));
  return IsIn([cell, question = std::move(question)](CustomerId customer, Line line) {
    return journey_engine::began_session(question, cell.period, customer, line);
  });
}

Result<FirstCounted> first_counted(const Frame& /*frame*/, const SessionsAsked& /*asked*/) {
  return first_of(journey_engine::EventSet::all());
}

}  // namespace throughline::journeys
