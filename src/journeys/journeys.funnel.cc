#include <algorithm>
#include <array>

#include "journey_engine/funnel_report.h"
#include "journeys/funnel_view.h"
#include "journeys/journeys.answers.h"
#include "journeys/journeys.frame.h"

namespace throughline::journeys {

using journey_engine::CustomerId;
using journey_engine::FunnelAttempts;
using journey_engine::FunnelOrder;
using journey_engine::FunnelQuestion;
using journey_engine::Line;
using journey_engine::WindowKind;

namespace {

constexpr std::array<std::string_view, 3> order_names = {"ordered", "strict_next", "any_order"};
constexpr std::array<std::string_view, 3> attempts_names = {"best", "first", "every"};
constexpr std::array<std::string_view, 2> window_names = {"total", "between_steps"};

constexpr std::size_t bounds_max = 100;
constexpr std::int64_t second = 1'000;
constexpr std::int64_t minute = 60 * second;
constexpr std::int64_t hour = 60 * minute;
constexpr std::int64_t day = 24 * hour;
// Finer where it is shorter, as people speak of time.
constexpr std::array<std::int64_t, 24> usual_bounds = {
    second,     5 * second,  15 * second, 30 * second, minute,   2 * minute,
    5 * minute, 10 * minute, 30 * minute, hour,        2 * hour, 4 * hour,
    8 * hour,   12 * hour,   day,         2 * day,     3 * day,  5 * day,
    7 * day,    14 * day,    30 * day,    60 * day,    90 * day, 180 * day};

Result<unsigned> step_number(std::int64_t number, std::string_view field) {
  if (number < 1 || number > std::int64_t{journey_engine::funnel_steps_max}) {
    return Error::invalid("`" + std::string(field) + "` must be the number of a step, from 1");
  }
  return static_cast<unsigned>(number);
}

// Where later steps may come after the range, the first must lie in it.
Result<journey_engine::EventSet> first_step(const Frame& frame, const FunnelAsked& asked) {
  const std::string field = "steps[0]";
  if (!frame.looks_ahead) {
    return frame.events(asked.steps[0], field);
  }
  if (asked.order == "any_order") {
    return Error::invalid("`steps_after_range` cannot be used with any_order");
  }
  const auto within = [until_ms = frame.shown.until_ms, only = frame.only](
                          CustomerId customer, const journey_engine::LineEvent& event) {
    return event.at_ms < until_ms && (only == nullptr || only(customer, event));
  };
  return frame.choices->events(asked.steps[0], field, within);
}

Result<FunnelQuestion> question_of(const Frame& frame, const FunnelAsked& asked) {
  const auto exclusions = asked.exclusions.value_or(std::vector<FunnelExclusionAsked>());
  if (asked.steps.size() > journey_engine::funnel_steps_max ||
      exclusions.size() > journey_engine::funnel_exclusions_max) {
    return Error::invalid("a funnel has at most 30 steps and 30 exclusions");
  }
  FunnelQuestion question;
  journey_engine::FunnelDefinition& funnel = question.funnel;
  std::vector<journey_engine::EventSet> steps;
  for (std::size_t i = 0; i < asked.steps.size(); ++i) {
    TL_TRY_ASSIGN(auto set, i == 0
                                ? first_step(frame, asked)
                                : frame.events(asked.steps[i], "steps[" + std::to_string(i) + "]"));
    steps.push_back(std::move(set));
  }
  std::vector<journey_engine::EventSet> excluded;
  for (std::size_t i = 0; i < exclusions.size(); ++i) {
    const std::string field = "exclusions[" + std::to_string(i) + "]";
    TL_TRY_ASSIGN(auto set, frame.events(exclusions[i].events, field + ".events"));
    TL_TRY_ASSIGN(const unsigned from, step_number(exclusions[i].from, field + ".from"));
    TL_TRY_ASSIGN(const unsigned to, step_number(exclusions[i].to, field + ".to"));
    excluded.push_back(std::move(set));
    funnel.exclusions.push_back({.from = from, .to = to});
  }
  funnel.match({.steps = std::move(steps), .exclusions = std::move(excluded)});
  TL_TRY_ASSIGN(funnel.order, chosen<FunnelOrder>(asked.order, order_names, "order"));
  TL_TRY_ASSIGN(funnel.attempts,
                chosen<FunnelAttempts>(asked.attempts, attempts_names, "attempts"));
  TL_TRY_ASSIGN(funnel.window_kind, chosen<WindowKind>(asked.window, window_names, "window"));
  funnel.window_ms = asked.window_ms.value_or(journey_engine::no_window);
  funnel.strictly_later = asked.strictly_later.value_or(false);
  TL_TRY(journey_engine::check(funnel));
  TL_TRY_ASSIGN(question.cases, frame.case_rule(asked));
  TL_TRY_ASSIGN(question.trend, unit_of(asked.trend, PeriodUnit::day));
  question.has_trend = asked.trend.has_value();
  question.calendar = frame.calendar;
  return question;
}

FunnelAnswer answer_of(const journey_engine::FunnelGroup& group, unsigned steps) {
  FunnelAnswer answer;
  const auto at = [](const std::vector<std::uint64_t>& counts, std::size_t i) {
    return i < counts.size() ? counts[i] : 0;
  };
  const auto& people = group.counts.customers;
  for (std::size_t i = 0; i < steps; ++i) {
    FunnelStepView step{.people = static_cast<std::int64_t>(at(people, i)),
                        .attempts = static_cast<std::int64_t>(at(group.counts.attempts, i)),
                        .of_first = share_view(at(people, i), at(people, 0)),
                        .of_before = share_view(at(people, i), at(people, i == 0 ? 0 : i - 1))};
    if (i > 0 && i < group.from_step_before_ms.size()) {
      step.median_ms = quantile_of(group.from_step_before_ms[i], 0.5);
      step.p90_ms = quantile_of(group.from_step_before_ms[i], 0.9);
    }
    answer.steps.push_back(step);
  }
  answer.median_ms = quantile_of(group.took_ms, 0.5);
  answer.p90_ms = quantile_of(group.took_ms, 0.9);
  return answer;
}

// How long an attempt may take; none where there is no end to it.
std::optional<std::int64_t> longest_ms(const journey_engine::FunnelDefinition& funnel) {
  if (funnel.window_ms > duration_ms_max) {
    return std::nullopt;
  }
  return funnel.window_kind == WindowKind::total ? funnel.window_ms
                                                 : funnel.window_ms * (funnel.steps - 1);
}

// A period is known once it is over and the last attempt that began in it has had its window.
std::string completeness_of(const Frame& frame, const FunnelQuestion& question,
                            std::int64_t period) {
  std::string of_period = frame.completeness(question.trend, period);
  if (of_period != "complete") {
    return of_period;
  }
  if (frame.calendar.end_ms(question.trend, period) > frame.shown.until_ms) {
    return "partial";  // Of later steps only what is begun in the range counts.
  }
  const auto longest = longest_ms(question.funnel);
  const std::int64_t known_until = std::min(frame.now_ms, frame.span.until_ms);
  const bool over =
      longest && frame.calendar.end_ms(question.trend, period) <= known_until - *longest;
  return over ? "complete" : "partial";
}

std::vector<FunnelPeriodView> trend_of(const Frame& frame, const FunnelQuestion& question,
                                       const journey_engine::FunnelGroup& group) {
  std::vector<FunnelPeriodView> trend;
  for (const auto& [period, counts] : group.trend) {
    const auto& people = counts.customers;
    trend.push_back({.period = period,
                     .begins_at = frame.begins_at(question.trend, period),
                     .begins_on = frame.begins_on(question.trend, period),
                     .people = {people.begin(), people.end()},
                     .converted = share_view(people.back(), people.front()),
                     .completeness = completeness_of(frame, question, period)});
  }
  return trend;
}

// With zero before them.
Result<std::vector<std::int64_t>> bounds_of(const FunnelHistogramAsked& asked) {
  std::vector<std::int64_t> bounds = {0};
  if (!asked.bounds_ms) {
    bounds.insert(bounds.end(), usual_bounds.begin(), usual_bounds.end());
    return bounds;
  }
  for (const std::int64_t bound : *asked.bounds_ms) {
    if (bound <= bounds.back() || bound > duration_ms_max || bounds.size() > bounds_max) {
      return Error::invalid("`histogram.bounds_ms` must be at most " + std::to_string(bounds_max) +
                            " durations, each longer than the one before, of at most " +
                            std::to_string(duration_ms_max));
    }
    bounds.push_back(bound);
  }
  return bounds;
}

// Between bounds that were asked for all are shown; else from the shortest to the longest.
std::vector<FunnelTookView> histogram_of(const FunnelHistogramAsked& asked,
                                         const std::vector<std::int64_t>& bounds,
                                         const stats::Sample& took_ms) {
  const std::vector<std::uint64_t> counts = took_ms.histogram(bounds);
  std::vector<FunnelTookView> views;
  for (std::size_t i = 0; i < bounds.size(); ++i) {
    FunnelTookView view{.from_ms = bounds[i], .conversions = static_cast<std::int64_t>(counts[i])};
    if (i + 1 < bounds.size()) {
      view.below_ms = bounds[i + 1];
    }
    views.push_back(view);
  }
  if (!asked.bounds_ms) {
    const auto is_empty = [](const FunnelTookView& view) { return view.conversions == 0; };
    while (!views.empty() && is_empty(views.back())) {
      views.pop_back();
    }
    views.erase(views.begin(), std::find_if_not(views.begin(), views.end(), is_empty));
  }
  return views;
}

stats::Share converted(const FunnelAnswer& answer) {
  const ShareView& share = answer.steps.back().of_first;
  return {.count = static_cast<std::uint64_t>(share.count),
          .of = static_cast<std::uint64_t>(share.of)};
}

}  // namespace

Result<FunnelAnswer> answer(const Frame& frame, const FunnelAsked& asked) {
  TL_TRY_ASSIGN(const FunnelQuestion question, question_of(frame, asked));
  TL_TRY_ASSIGN(const auto counted, frame.count(journey_engine::FunnelReport(question)));
  const auto& groups = counted.report().groups();
  const journey_engine::FunnelGroup group =
      groups.empty() ? journey_engine::FunnelGroup() : groups.begin()->second;
  FunnelAnswer answer = answer_of(group, question.funnel.steps);
  if (asked.trend) {
    answer.trend = trend_of(frame, question, group);
  }
  if (asked.histogram) {
    TL_TRY_ASSIGN(const auto bounds, bounds_of(*asked.histogram));
    answer.histogram = histogram_of(*asked.histogram, bounds, group.took_ms);
  }
  answer.note = frame.note(counted);
  return answer;
}

Result<IsIn> who_is_in(const Frame& frame, const FunnelAsked& asked, const FunnelCellAsked& cell) {
  TL_TRY_ASSIGN(FunnelQuestion question, question_of(frame, asked));
  journey_engine::FunnelCell wanted;
  TL_TRY_ASSIGN(wanted.level_min, step_number(cell.furthest_from, "cell.furthest_from"));
  TL_TRY_ASSIGN(wanted.level_max, step_number(cell.furthest_to, "cell.furthest_to"));
  if (cell.period && !asked.trend) {
    return Error::invalid("`cell.period` needs `trend` in the question");
  }
  wanted.period = cell.period;
  TL_TRY_ASSIGN(wanted.took_ms_low,
                number_within(cell.took_from_ms, 0, 0, duration_ms_max, "cell.took_from_ms"));
  if (cell.took_below_ms) {
    TL_TRY_ASSIGN(wanted.took_ms_high,
                  number_within(cell.took_below_ms, 0, 1, duration_ms_max, "cell.took_below_ms"));
  }
  return IsIn([wanted, question = std::move(question)](CustomerId customer, Line line) {
    return journey_engine::is_in(wanted, question, customer, line);
  });
}

// The event that began the attempt that counts; the first of them where every one does.
Result<FirstCounted> first_counted(const Frame& frame, const FunnelAsked& asked) {
  TL_TRY_ASSIGN(FunnelQuestion question, question_of(frame, asked));
  return FirstCounted([question = std::move(question)](
                          CustomerId customer, Line line) -> const journey_engine::LineEvent* {
    const auto attempts = journey_engine::find_attempts(question, customer, line);
    return attempts.empty() ? nullptr : &line[attempts.front().entry];
  });
}

void add_differences(std::vector<PartAnswer<FunnelAnswer>>& sides) {
  for (std::size_t i = 1; i < sides.size(); ++i) {
    const stats::Difference difference =
        stats::difference(converted(sides[i].answer), converted(sides[0].answer));
    sides[i].answer.against_first = DifferenceView{.value = difference.value,
                                                   .low = difference.interval.low,
                                                   .high = difference.interval.high,
                                                   .p = difference.p};
  }
}

}  // namespace throughline::journeys
