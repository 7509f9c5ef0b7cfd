// Retention, as the API asks and answers. Values only; its meaning is in docs/queries.md.
#pragma once

#include "journeys/number_view.h"
#include "journeys/question_view.h"

namespace throughline::journeys {

// How often something is done within one period.
struct CohortMetricAsked {
  std::optional<EventChoice> events = {};     // Any event without.
  std::optional<std::int64_t> at_least = {};  // Once without.
};
BOOST_DESCRIBE_STRUCT(CohortMetricAsked, (), (events, at_least))

struct CohortCriteriaAsked {
  std::vector<CohortMetricAsked> metrics = {};  // One to three.
  std::optional<std::string> joined = {};       // and, or.
};
BOOST_DESCRIBE_STRUCT(CohortCriteriaAsked, (), (metrics, joined))

struct RetentionAsked : LooksAsked {
  std::optional<EventChoice> starts = {};  // Any event without.
  std::optional<EventChoice> returns = {};
  std::optional<CohortCriteriaAsked> included = {};  // Instead of `starts`.
  std::optional<CohortCriteriaAsked> returned = {};  // Instead of `returns`.
  std::optional<std::string> unit = {};              // day, week or month.
  std::optional<std::int64_t> offsets = {};          // 12 without.
  std::optional<std::string> cohort = {};            // first_start or every_period.
  std::optional<std::string> kind = {};              // bounded, unbounded or rolling.
  std::optional<std::string> clock = {};             // calendar or elapsed.
  std::optional<std::string> week_start = {};        // monday or sunday.
  std::optional<std::string> direction = {};         // after, or around: also before the inclusion.
  std::optional<std::string> measure = {};           // retention or churn.
  std::optional<TreemapByAsked> rows = {};  // By what the inclusion says, not by its period.
};
BOOST_DESCRIBE_STRUCT(RetentionAsked, (LooksAsked),
                      (starts, returns, included, returned, unit, offsets, cohort, kind, clock,
                       week_start, direction, measure, rows))
// Whether what comes before the range counts too.
bool looks_before_range(const RetentionAsked& asked);
std::vector<std::string> traits_read(const RetentionAsked& asked);

struct RetentionCellView {
  ShareView back = {};
  std::optional<ShareView> gone = {};  // All others: of churn.
  std::string completeness = {};       // complete, partial or not_begun.
};
BOOST_DESCRIBE_STRUCT(RetentionCellView, (), (back, gone, completeness))

struct RetentionCohortView {
  std::int64_t period = 0;
  Time begins_at = {};
  std::string begins_on = {};  // The local date.
  std::int64_t people = 0;
  std::vector<RetentionCellView> offsets = {};
};
BOOST_DESCRIBE_STRUCT(RetentionCohortView, (), (period, begins_at, begins_on, people, offsets))

// Everybody with one value. A cell is of those alone whose own period is over: `complete` where
// that is so for all, `not_begun` where it is for none.
struct RetentionRowView {
  PartAsked row = {};
  std::int64_t people = 0;
  std::vector<RetentionCellView> offsets = {};
};
BOOST_DESCRIBE_STRUCT(RetentionRowView, (), (row, people, offsets))

struct RetentionAnswer {
  std::int64_t first_offset = 0;  // Of the cells; below zero is before the inclusion.
  std::vector<RetentionCohortView> cohorts = {};
  std::vector<RetentionRowView> rows = {};  // Instead, where they are asked for.
  AnswerNote note = {};
};
BOOST_DESCRIBE_STRUCT(RetentionAnswer, (), (first_offset, cohorts, rows, note))

struct RetentionCellAsked {
  std::optional<std::int64_t> period = {};  // Of the cohort, or
  std::optional<PartAsked> row = {};        // a row of the answer.
  std::optional<std::int64_t> offset = {};  // Everybody of it without.
  std::optional<bool> back = {};            // False: those who did not come back then.
};
BOOST_DESCRIBE_STRUCT(RetentionCellAsked, (), (period, row, offset, back))

}  // namespace throughline::journeys
