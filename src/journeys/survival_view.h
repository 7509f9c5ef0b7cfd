// Survival, as the API asks and answers: how long until something happens, or until people fall
// silent. Values only; its meaning is in docs/queries.md.
#pragma once

#include "journeys/question_view.h"

namespace throughline::journeys {

// Either `ends` or `silence_ms` is given. With a silence `ends` is what shows that somebody is
// still here; any event without.
struct SurvivalAsked : LooksAsked {
  std::optional<EventChoice> starts = {};  // Any event without.
  std::optional<EventChoice> ends = {};
  std::optional<std::int64_t> silence_ms = {};
  std::optional<std::string> unit = {};  // minute, hour, day or week: of elapsed time; day without.
  std::optional<std::int64_t> longest_ms = {};  // Nobody is followed longer; no limit without.
  // The range says when people start; what comes after it counts too.
  std::optional<bool> ends_after_range = {};
};
BOOST_DESCRIBE_STRUCT(SurvivalAsked, (LooksAsked),
                      (starts, ends, silence_ms, unit, longest_ms, ends_after_range))

// At each time at which it ended for somebody, or somebody was followed no longer.
struct SurvivalPointView {
  std::int64_t time = 0;     // In units.
  std::int64_t at_risk = 0;  // Just before.
  std::int64_t ended = 0;
  std::int64_t censored = 0;
  double survival = 1;               // The share with whom it has not ended by then.
  std::optional<double> error = {};  // Of the cumulative hazard, by Greenwood.
  std::optional<double> low = {};    // The 95 % band, point by point; nothing before the first end
  std::optional<double> high = {};   // and where nobody is left.
};
BOOST_DESCRIBE_STRUCT(SurvivalPointView, (),
                      (time, at_risk, ended, censored, survival, error, low, high))

struct LogRankGroupView {
  double observed = 0;
  double expected = 0;  // If all parts were alike.
};
BOOST_DESCRIBE_STRUCT(LogRankGroupView, (), (observed, expected))

// Whether the curves of all parts are the same (Mantel and Haenszel).
struct LogRankView {
  double chi_squared = 0;
  std::int64_t degrees_of_freedom = 0;
  double p = 1;
  std::vector<LogRankGroupView> parts = {};  // As `parts` of the answer.
};
BOOST_DESCRIBE_STRUCT(LogRankView, (), (chi_squared, degrees_of_freedom, p, parts))

struct SurvivalAnswer {
  std::int64_t people = 0;  // Who started.
  std::int64_t ended = 0;
  std::int64_t censored = 0;
  std::string unit = {};
  // When it has ended for half of them; nothing if it has not.
  std::optional<double> median = {};
  std::optional<double> median_low = {};
  std::optional<double> median_high = {};
  std::vector<SurvivalPointView> points = {};
  std::optional<LogRankView> log_rank = {};  // Of the whole, where there are parts.
  AnswerNote note = {};
};
BOOST_DESCRIBE_STRUCT(SurvivalAnswer, (),
                      (people, ended, censored, unit, median, median_low, median_high, points,
                       log_rank, note))

// Who started, was followed from `from` units to below `below`, and then it ended, or not.
struct SurvivalCellAsked {
  std::optional<bool> ended = {};
  std::optional<std::int64_t> from = {};
  std::optional<std::int64_t> below = {};
};
BOOST_DESCRIBE_STRUCT(SurvivalCellAsked, (), (ended, from, below))

}  // namespace throughline::journeys
