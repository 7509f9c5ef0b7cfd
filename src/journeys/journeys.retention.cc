#include <algorithm>
#include <array>

#include "journey_engine/retention_report.h"
#include "journeys/journeys.answers.h"
#include "journeys/journeys.cohort.h"
#include "journeys/journeys.frame.h"
#include "journeys/retention_view.h"

namespace throughline::journeys {

using journey_engine::CustomerId;
using journey_engine::Line;
using journey_engine::RetentionClock;
using journey_engine::RetentionCohort;
using journey_engine::RetentionKind;
using journey_engine::RetentionQuestion;

namespace {

constexpr std::array<std::string_view, 2> cohort_names = {"first_start", "every_period"};
constexpr std::array<std::string_view, 3> kind_names = {"bounded", "unbounded", "rolling"};
constexpr std::array<std::string_view, 2> clock_names = {"calendar", "elapsed"};

Result<RetentionQuestion> question_of(const Frame& frame, const RetentionAsked& asked) {
  RetentionQuestion question;
  TL_TRY_ASSIGN(question.starts, frame.events(asked.starts, "starts"));
  TL_TRY_ASSIGN(question.returns, frame.events(asked.returns, "returns"));
  TL_TRY_ASSIGN(question.unit, unit_of(asked.unit, PeriodUnit::week));
  TL_TRY_ASSIGN(question.cohort, chosen<RetentionCohort>(asked.cohort, cohort_names, "cohort"));
  TL_TRY_ASSIGN(question.kind, chosen<RetentionKind>(asked.kind, kind_names, "kind of retention"));
  TL_TRY_ASSIGN(question.clock, chosen<RetentionClock>(asked.clock, clock_names, "clock"));
  TL_TRY_ASSIGN(const std::int64_t offsets,
                number_within(asked.offsets, std::int64_t{question.offsets}, 1,
                              std::int64_t{journey_engine::retention_offsets_max}, "offsets"));
  question.offsets = static_cast<unsigned>(offsets);
  question.calendar = frame.calendar;
  TL_TRY(journey_engine::check(question));
  return question;
}

RetentionAnswer answer_of(const Frame& frame, const RetentionAsked& asked,
                          const RetentionQuestion& question,
                          const journey_engine::RetentionReport& report) {
  const std::int64_t known_until = std::min(frame.now_ms, frame.span.until_ms);
  RetentionAnswer answer;
  for (const auto& [period, counts] : report.cohorts()) {
    RetentionCohortView cohort{.period = period,
                               .begins_at = frame.begins_at(question.unit, period),
                               .begins_on = frame.begins_on(question.unit, period),
                               .people = static_cast<std::int64_t>(counts.customers)};
    for (unsigned offset = 0; offset < question.offsets; ++offset) {
      const std::uint64_t back = offset < counts.back.size() ? counts.back[offset] : 0;
      cohort.offsets.push_back(
          cell_view(back, counts.customers,
                    journey_engine::completeness(question, period, offset, known_until), asked));
    }
    answer.cohorts.push_back(std::move(cohort));
  }
  return answer;
}

}  // namespace

Result<RetentionAnswer> answer(const Frame& frame, const RetentionAsked& asked) {
  TL_TRY_ASSIGN(const RetentionAsked simple, simplified(asked));
  TL_TRY_ASSIGN(const RetentionQuestion question, question_of(frame, simple));
  if (is_cohort_table(simple)) {
    return cohort_answer(frame, simple, question);
  }
  TL_TRY_ASSIGN(const auto counted, frame.count(journey_engine::RetentionReport(question)));
  RetentionAnswer answer = answer_of(frame, simple, question, counted.report());
  answer.note = frame.note(counted);
  return answer;
}

Result<IsIn> who_is_in(const Frame& frame, const RetentionAsked& asked,
                       const RetentionCellAsked& cell) {
  TL_TRY_ASSIGN(const RetentionAsked simple, simplified(asked));
  TL_TRY_ASSIGN(const RetentionQuestion question, question_of(frame, simple));
  if (!cell.period && !cell.row) {
    return Error::invalid("`cell` needs the `period` of a cohort, or a `row` of the answer");
  }
  if (cell.back && !cell.offset) {
    return Error::invalid("`cell.back` needs `cell.offset`");
  }
  if (is_cohort_table(simple) || cell.row || !cell.offset) {
    return who_is_in_cohort(frame, simple, cell, question);
  }
  if (*cell.offset < 0 || *cell.offset >= std::int64_t{question.offsets}) {
    return Error::invalid("`cell.offset` must be below `offsets`");
  }
  const journey_engine::RetentionCell wanted{.period = *cell.period,
                                             .offset = static_cast<unsigned>(*cell.offset),
                                             .back = cell.back.value_or(true)};
  return IsIn([wanted, question](CustomerId customer, Line line) {
    return journey_engine::is_in(wanted, question, customer, line);
  });
}

Result<FirstCounted> first_counted(const Frame& frame, const RetentionAsked& asked) {
  TL_TRY_ASSIGN(const RetentionAsked simple, simplified(asked));
  if (is_cohort_table(simple)) {
    TL_TRY_ASSIGN(const RetentionQuestion question, question_of(frame, simple));
    return first_included(frame, simple, question);
  }
  TL_TRY_ASSIGN(auto starts, frame.events(simple.starts, "starts"));
  return first_of(std::move(starts));
}

}  // namespace throughline::journeys
