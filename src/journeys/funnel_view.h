// Funnels, as the API asks and answers. Values only; their meaning is in docs/queries.md.
#pragma once

#include "journeys/question_view.h"

namespace throughline::journeys {

struct FunnelExclusionAsked {
  EventChoice events = {};
  std::int64_t from = 1;  // Between these two steps.
  std::int64_t to = 2;
};
BOOST_DESCRIBE_STRUCT(FunnelExclusionAsked, (), (events, from, to))

// How long conversions took: how many of them lie between neighbours of these bounds.
struct FunnelHistogramAsked {
  std::optional<std::vector<std::int64_t>> bounds_ms = {};  // Ascending; usual ones without.
};
BOOST_DESCRIBE_STRUCT(FunnelHistogramAsked, (), (bounds_ms))

struct FunnelAsked : LooksAsked {
  std::vector<EventChoice> steps = {};
  std::optional<std::vector<FunnelExclusionAsked>> exclusions = {};
  std::optional<std::string> order = {};       // ordered, strict_next or any_order.
  std::optional<std::string> attempts = {};    // best, first or every.
  std::optional<std::int64_t> window_ms = {};  // None: no limit.
  std::optional<std::string> window = {};      // total or between_steps.
  std::optional<bool> strictly_later = {};
  std::optional<std::int64_t> session_ms = {};     // All steps in one session with this timeout.
  std::optional<EventChoice> session_starts = {};  // With `session_ms`: always begin one.
  // The range says when the first step is; those after it may come later. Not in any order.
  std::optional<bool> steps_after_range = {};
  std::optional<std::string> trend = {};       // day, week or month: by when attempts began too.
  std::optional<std::string> week_start = {};  // monday or sunday.
  std::optional<FunnelHistogramAsked> histogram = {};
};
BOOST_DESCRIBE_STRUCT(FunnelAsked, (LooksAsked),
                      (steps, exclusions, order, attempts, window_ms, window, strictly_later,
                       session_ms, session_starts, steps_after_range, trend, week_start, histogram))

struct FunnelStepView {
  std::int64_t people = 0;
  std::int64_t attempts = 0;
  ShareView of_first = {};
  ShareView of_before = {};
  std::optional<double> median_ms = {};  // From the step before.
  std::optional<double> p90_ms = {};
};
BOOST_DESCRIBE_STRUCT(FunnelStepView, (),
                      (people, attempts, of_first, of_before, median_ms, p90_ms))

// Of the attempts that began in a period.
struct FunnelPeriodView {
  std::int64_t period = 0;
  Time begins_at = {};
  std::string begins_on = {};             // The local date.
  std::vector<std::int64_t> people = {};  // By step, as in `steps`.
  ShareView converted = {};               // From the first step to the last.
  // complete: every attempt that can begin in it has begun, and has had its window.
  std::string completeness = {};
};
BOOST_DESCRIBE_STRUCT(FunnelPeriodView, (),
                      (period, begins_at, begins_on, people, converted, completeness))

// Whole conversions that took so long.
struct FunnelTookView {
  std::int64_t from_ms = 0;
  std::optional<std::int64_t> below_ms = {};  // None: however long.
  std::int64_t conversions = 0;               // Of people, unless every attempt counts.
};
BOOST_DESCRIBE_STRUCT(FunnelTookView, (), (from_ms, below_ms, conversions))

// By how much more people convert than in the part that is compared first.
struct DifferenceView {
  double value = 0;
  double low = -1;  // The 95 % interval (Newcombe).
  double high = 1;
  double p = 1;  // Of the test that there is none, two-sided.
};
BOOST_DESCRIBE_STRUCT(DifferenceView, (), (value, low, high, p))

struct FunnelAnswer {
  std::vector<FunnelStepView> steps = {};
  std::optional<double> median_ms = {};  // From the first step to the last.
  std::optional<double> p90_ms = {};
  std::optional<std::vector<FunnelPeriodView>> trend = {};    // Where it was asked for.
  std::optional<std::vector<FunnelTookView>> histogram = {};  // Where it was asked for.
  std::optional<DifferenceView> against_first = {};           // Of what is compared, but the first.
  AnswerNote note = {};
};
BOOST_DESCRIBE_STRUCT(FunnelAnswer, (),
                      (steps, median_ms, p90_ms, trend, histogram, against_first, note))

// Those whose furthest step is one of these: of the attempts that began in the period, if there is
// one; and who converted in this time, if there is one.
struct FunnelCellAsked {
  std::int64_t furthest_from = 1;
  std::int64_t furthest_to = 1;
  std::optional<std::int64_t> period = {};        // Of the trend.
  std::optional<std::int64_t> took_from_ms = {};  // Of the histogram.
  std::optional<std::int64_t> took_below_ms = {};
};
BOOST_DESCRIBE_STRUCT(FunnelCellAsked, (),
                      (furthest_from, furthest_to, period, took_from_ms, took_below_ms))

}  // namespace throughline::journeys
