#include <algorithm>

#include "journey_engine/stickiness.h"
#include "journeys/activity_view.h"
#include "journeys/journeys.answers.h"
#include "journeys/journeys.frame.h"

namespace throughline::journeys {

using journey_engine::CustomerId;
using journey_engine::Line;
using journey_engine::StickinessQuestion;

namespace {

constexpr std::int64_t days_default = 28;
constexpr std::int64_t days_max = 3'660;
constexpr std::int64_t month_days_max = 366;
constexpr std::array<std::string_view, 3> window_names = {"day", "week", "month"};

Result<StickinessQuestion> question_of(const Frame& frame, const StickinessAsked& asked) {
  StickinessQuestion question;
  TL_TRY_ASSIGN(question.activity.events, frame.events(asked.events, "events"));
  question.activity.calendar = frame.calendar;
  question.activity.unit = PeriodUnit::day;
  TL_TRY_ASSIGN(question.month_days, number_within(asked.month_days, question.month_days, 1,
                                                   month_days_max, "month_days"));
  const auto day_of = [&](std::int64_t at_ms) {
    return frame.calendar.period_of(PeriodUnit::day, at_ms);
  };
  const bool has_end = frame.shown.until_ms != Span().until_ms;
  const bool has_start = frame.shown.from_ms != Span().from_ms;
  question.last_day = day_of(has_end ? frame.shown.until_ms - 1 : frame.now_ms);
  question.first_day =
      has_start ? day_of(frame.shown.from_ms) : question.last_day - (days_default - 1);
  const std::int64_t days = question.last_day - question.first_day + 1;
  if (days < 1 || days > days_max) {
    return Error::invalid("`range` must be from 1 to " + std::to_string(days_max) + " days");
  }
  return question;
}

Result<std::int64_t> length_of(const StickinessQuestion& question,
                               const StickinessCellAsked& cell) {
  enum class Window { day, week, month };
  TL_TRY_ASSIGN(const Window window, chosen<Window>(cell.window, window_names, "cell.window"));
  return window == Window::day ? 1 : window == Window::week ? 7 : question.month_days;
}

std::int64_t active_within(const StickinessQuestion& question, CustomerId customer, Line line) {
  const auto days = journey_engine::active_periods(question.activity, customer, line);
  return std::count_if(days.begin(), days.end(), [&](std::int64_t day) {
    return day >= question.first_day && day <= question.last_day;
  });
}

}  // namespace

Result<StickinessAnswer> answer(const Frame& frame, const StickinessAsked& asked) {
  TL_TRY_ASSIGN(const StickinessQuestion question, question_of(frame, asked));
  TL_TRY_ASSIGN(const auto counted, frame.count(journey_engine::Stickiness(question)));
  StickinessAnswer answer;
  for (const auto& [day, count] : counted.report().days()) {
    answer.days.push_back({.day = day,
                           .begins_at = frame.begins_at(PeriodUnit::day, day),
                           .begins_on = frame.begins_on(PeriodUnit::day, day),
                           .weekly = static_cast<std::int64_t>(count.weekly),
                           .daily = share_view(count.daily, count.monthly),
                           .completeness = frame.completeness(PeriodUnit::day, day)});
  }
  for (const auto& [days, people] : counted.report().active_days()) {
    answer.active_days.push_back(
        {.days = static_cast<std::int64_t>(days), .people = static_cast<std::int64_t>(people)});
  }
  answer.note = frame.note(counted);
  return answer;
}

Result<IsIn> who_is_in(const Frame& frame, const StickinessAsked& asked,
                       const StickinessCellAsked& cell) {
  TL_TRY_ASSIGN(StickinessQuestion question, question_of(frame, asked));
  if (cell.day.has_value() == cell.active_days.has_value()) {
    return Error::invalid("`cell` must have either `day` or `active_days`");
  }
  if (cell.active_days) {
    return IsIn([wanted = *cell.active_days, question = std::move(question)](CustomerId customer,
                                                                             Line line) {
      return active_within(question, customer, line) == wanted;
    });
  }
  TL_TRY_ASSIGN(const std::int64_t length, length_of(question, cell));
  TL_TRY_ASSIGN(const std::int64_t day,
                number_within(cell.day, 0, -period_max, period_max, "cell.day"));
  return IsIn([length, day, question = std::move(question)](CustomerId customer, Line line) {
    return journey_engine::was_active(question, day, length, customer, line);
  });
}

Result<FirstCounted> first_counted(const Frame& frame, const StickinessAsked& asked) {
  TL_TRY_ASSIGN(auto events, frame.events(asked.events, "events"));
  return first_of(std::move(events));
}

}  // namespace throughline::journeys
