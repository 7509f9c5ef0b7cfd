// Retention, as the API asks and answers. Values only; its meaning is in docs/queries.md.
#pragma once

#include "journeys/question_view.h"

namespace throughline::journeys {

struct RetentionAsked : LooksAsked {
  std::optional<EventChoice> starts = {};  // Any event without.
  std::optional<EventChoice> returns = {};
  std::optional<std::string> unit = {};        // day, week or month.
  std::optional<std::int64_t> offsets = {};    // 12 without.
  std::optional<std::string> cohort = {};      // first_start or every_period.
  std::optional<std::string> kind = {};        // bounded, unbounded or rolling.
  std::optional<std::string> clock = {};       // calendar or elapsed.
  std::optional<std::string> week_start = {};  // monday or sunday.
};
BOOST_DESCRIBE_STRUCT(RetentionAsked, (LooksAsked),
                      (starts, returns, unit, offsets, cohort, kind, clock, week_start))

struct RetentionCellView {
  ShareView back = {};
  std::string completeness = {};  // complete, partial or not_begun.
};
BOOST_DESCRIBE_STRUCT(RetentionCellView, (), (back, completeness))

struct RetentionCohortView {
  std::int64_t period = 0;
  Time begins_at = {};
  std::string begins_on = {};  // The local date.
  std::int64_t people = 0;
  std::vector<RetentionCellView> offsets = {};
};
BOOST_DESCRIBE_STRUCT(RetentionCohortView, (), (period, begins_at, begins_on, people, offsets))

struct RetentionAnswer {
  std::vector<RetentionCohortView> cohorts = {};
  AnswerNote note = {};
};
BOOST_DESCRIBE_STRUCT(RetentionAnswer, (), (cohorts, note))

struct RetentionCellAsked {
  std::int64_t period = 0;
  std::int64_t offset = 0;
  std::optional<bool> back = {};  // False: those who did not come back then.
};
BOOST_DESCRIBE_STRUCT(RetentionCellAsked, (), (period, offset, back))

}  // namespace throughline::journeys
