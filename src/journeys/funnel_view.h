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

struct FunnelAsked : LooksAsked {
  std::vector<EventChoice> steps = {};
  std::optional<std::vector<FunnelExclusionAsked>> exclusions = {};
  std::optional<std::string> order = {};       // ordered, strict_next or any_order.
  std::optional<std::string> attempts = {};    // best, first or every.
  std::optional<std::int64_t> window_ms = {};  // None: no limit.
  std::optional<std::string> window = {};      // total or between_steps.
  std::optional<bool> strictly_later = {};
};
BOOST_DESCRIBE_STRUCT(FunnelAsked, (LooksAsked),
                      (steps, exclusions, order, attempts, window_ms, window, strictly_later))

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
  std::optional<DifferenceView> against_first = {};  // Of what is compared, but the first.
  AnswerNote note = {};
};
BOOST_DESCRIBE_STRUCT(FunnelAnswer, (), (steps, median_ms, p90_ms, against_first, note))

// Those whose furthest step is one of these.
struct FunnelCellAsked {
  std::int64_t furthest_from = 1;
  std::int64_t furthest_to = 1;
};
BOOST_DESCRIBE_STRUCT(FunnelCellAsked, (), (furthest_from, furthest_to))

}  // namespace throughline::journeys
