#include <algorithm>
#include <array>

#include "journey_engine/survival.h"
#include "journeys/journeys.answers.h"
#include "journeys/journeys.frame.h"
#include "journeys/survival_view.h"

namespace throughline::journeys {

using journey_engine::CustomerId;
using journey_engine::Line;
using journey_engine::LineEvent;
using journey_engine::SurvivalQuestion;
using journey_engine::SurvivalReport;

namespace {

enum class Unit { minute, hour, day, week };
constexpr std::array<std::string_view, 4> survival_units = {"minute", "hour", "day", "week"};
constexpr std::array<std::int64_t, 4> unit_lengths_ms = {60'000, 3'600'000, 86'400'000,
                                                         604'800'000};
constexpr std::size_t points_max = 20'000;

Result<Unit> time_unit_of(const SurvivalAsked& asked) {
  return asked.unit ? parse_name<Unit>(survival_units, *asked.unit, "unit")
                    : Result<Unit>(Unit::day);
}

// Where it may end after the range, the start must lie in it.
Result<journey_engine::EventSet> starts_of(const Frame& frame, const SurvivalAsked& asked) {
  if (!frame.looks_ahead) {
    return frame.events(asked.starts, "starts");
  }
  return frame.choices->events(
      asked.starts.value_or(EventChoice()), "starts",
      [until_ms = frame.shown.until_ms](CustomerId /*customer*/, const LineEvent& event) {
        return event.at_ms < until_ms;
      });
}

Result<SurvivalQuestion> question_of(const Frame& frame, const SurvivalAsked& asked) {
  if (!asked.ends && !asked.silence_ms) {
    return Error::invalid("`ends` or `silence_ms` must be given: what it is that ends");
  }
  SurvivalQuestion question;
  TL_TRY_ASSIGN(question.starts, starts_of(frame, asked));
  TL_TRY_ASSIGN(question.ends, frame.events(asked.ends, "ends"));
  if (asked.silence_ms) {
    TL_TRY_ASSIGN(question.silence_ms,
                  number_within(asked.silence_ms, 0, 1, duration_ms_max, "silence_ms"));
  }
  TL_TRY_ASSIGN(const Unit unit, time_unit_of(asked));
  question.unit_ms = unit_lengths_ms.at(static_cast<std::size_t>(unit));
  TL_TRY_ASSIGN(question.longest_ms,
                number_within(asked.longest_ms, duration_ms_max, 1, duration_ms_max, "longest_ms"));
  question.looked_until_ms = std::min(frame.now_ms, frame.span.until_ms);
  return question;
}

SurvivalPointView point_view(const stats::SurvivalPoint& point) {
  SurvivalPointView view{.time = static_cast<std::int64_t>(point.time),
                         .at_risk = static_cast<std::int64_t>(point.at_risk),
                         .ended = static_cast<std::int64_t>(point.happened),
                         .censored = static_cast<std::int64_t>(point.censored),
                         .survival = point.survival,
                         .error = point.error};
  if (point.band) {
    view.low = point.band->low;
    view.high = point.band->high;
  }
  return view;
}

std::vector<stats::SurvivalTally> tallies_of(const SurvivalAnswer& answer) {
  std::vector<stats::SurvivalTally> tallies;
  for (const SurvivalPointView& point : answer.points) {
    tallies.push_back({.time = static_cast<double>(point.time),
                       .happened = static_cast<std::uint64_t>(point.ended),
                       .censored = static_cast<std::uint64_t>(point.censored)});
  }
  return tallies;
}

}  // namespace

Result<SurvivalAnswer> answer(const Frame& frame, const SurvivalAsked& asked) {
  TL_TRY_ASSIGN(const SurvivalQuestion question, question_of(frame, asked));
  TL_TRY_ASSIGN(const Unit unit, time_unit_of(asked));
  TL_TRY_ASSIGN(const auto counted, frame.count(SurvivalReport(question)));
  const std::vector<stats::SurvivalTally> tallies = counted.report().tallies();
  if (tallies.size() > points_max) {
    return Error::invalid("`unit` must be longer: the curve would have " +
                          std::to_string(tallies.size()) + " points");
  }
  const stats::SurvivalCurve curve = stats::survival_curve(tallies);
  SurvivalAnswer answer{.unit = std::string(name_in(survival_units, unit)),
                        .median = curve.median,
                        .median_low = curve.median_low,
                        .median_high = curve.median_high};
  for (const stats::SurvivalPoint& point : curve.points) {
    answer.points.push_back(point_view(point));
    answer.ended += answer.points.back().ended;
    answer.censored += answer.points.back().censored;
  }
  answer.people = answer.ended + answer.censored;
  answer.note = frame.note(counted);
  return answer;
}

Result<IsIn> who_is_in(const Frame& frame, const SurvivalAsked& asked,
                       const SurvivalCellAsked& cell) {
  TL_TRY_ASSIGN(SurvivalQuestion question, question_of(frame, asked));
  journey_engine::SurvivalCell wanted{.ended = cell.ended};
  wanted.units_min = cell.from.value_or(wanted.units_min);
  wanted.units_below = cell.below.value_or(wanted.units_below);
  return IsIn([wanted, question = std::move(question)](CustomerId customer, Line line) {
    return journey_engine::is_in(wanted, question, customer, line);
  });
}

Result<FirstCounted> first_counted(const Frame& frame, const SurvivalAsked& asked) {
  TL_TRY_ASSIGN(auto starts, starts_of(frame, asked));
  return first_of(std::move(starts));
}

void compare_parts(InParts<SurvivalAnswer>& answered) {
  std::vector<std::vector<stats::SurvivalTally>> groups;
  for (const auto& part : answered.parts) {
    groups.push_back(tallies_of(part.answer));
  }
  if (groups.size() < 2) {
    return;
  }
  const stats::LogRank found = stats::compare_survival(groups);
  LogRankView view{.chi_squared = found.chi_squared,
                   .degrees_of_freedom = found.degrees_of_freedom,
                   .p = found.p};
  for (std::size_t i = 0; i < groups.size(); ++i) {
    view.parts.push_back({.observed = found.observed[i], .expected = found.expected[i]});
  }
  answered.log_rank = std::move(view);
}

}  // namespace throughline::journeys
