// Activity over time, as the API asks and answers: counts, lifecycle, stickiness and sessions.
// Values only; their meaning is in docs/queries.md.
#pragma once

#include "journeys/question_view.h"

namespace throughline::journeys {

// Broken down by a property, each event counts for its own value.
struct CountsAsked : LooksAsked {
  static constexpr bool breaks_events_down = true;
  std::optional<EventChoice> events = {};
  std::optional<std::string> unit = {};  // day, week or month.
  std::optional<std::string> by = {};    // event: by the kind and name too.
  std::optional<std::string> week_start = {};
};
BOOST_DESCRIBE_STRUCT(CountsAsked, (LooksAsked), (events, unit, by, week_start))

struct CountsPeriodView {
  std::int64_t period = 0;
  Time begins_at = {};
  std::string begins_on = {};  // The local date.
  std::int64_t events = 0;
  std::int64_t people = 0;
  std::string completeness = {};
};
BOOST_DESCRIBE_STRUCT(CountsPeriodView, (),
                      (period, begins_at, begins_on, events, people, completeness))

struct CountsGroupView {
  std::int64_t node = 0;
  std::int64_t events = 0;
  std::int64_t people = 0;
  std::vector<CountsPeriodView> periods = {};
};
BOOST_DESCRIBE_STRUCT(CountsGroupView, (), (node, events, people, periods))

struct CountsAnswer {
  std::int64_t events = 0;
  std::int64_t people = 0;  // Each once, however many periods they were in.
  std::vector<CountsPeriodView> periods = {};
  std::vector<NodeNameView> nodes = {};
  std::vector<CountsGroupView> groups = {};  // With `by`; the most events first.
  AnswerNote note = {};
};
BOOST_DESCRIBE_STRUCT(CountsAnswer, (), (events, people, periods, nodes, groups, note))

struct CountsCellAsked {
  std::optional<std::int64_t> period = {};
  std::optional<std::int64_t> node = {};
};
BOOST_DESCRIBE_STRUCT(CountsCellAsked, (), (period, node))

// Its range says which periods are shown: who was here before is not new.
struct LifecycleAsked : LooksAsked {
  static constexpr bool looks_back = true;
  std::optional<EventChoice> events = {};
  std::optional<std::string> unit = {};  // week without.
  std::optional<std::string> week_start = {};
};
BOOST_DESCRIBE_STRUCT(LifecycleAsked, (LooksAsked), (events, unit, week_start))

struct LifecyclePeriodView {
  std::int64_t period = 0;
  Time begins_at = {};
  std::string begins_on = {};
  std::int64_t new_ = 0;  // NOLINT(readability-identifier-naming): "new" in JSON.
  std::int64_t returning = 0;
  std::int64_t resurrected = 0;
  std::int64_t dormant = 0;
  std::string completeness = {};
};
BOOST_DESCRIBE_STRUCT(LifecyclePeriodView, (),
                      (period, begins_at, begins_on, new_, returning, resurrected, dormant,
                       completeness))

struct LifecycleAnswer {
  std::vector<LifecyclePeriodView> periods = {};
  AnswerNote note = {};
};
BOOST_DESCRIBE_STRUCT(LifecycleAnswer, (), (periods, note))

struct LifecycleCellAsked {
  std::int64_t period = 0;
  std::string state = {};  // new, returning, resurrected or dormant.
};
BOOST_DESCRIBE_STRUCT(LifecycleCellAsked, (), (period, state))

// Its range says which days are shown; without, the last 28 until now.
struct StickinessAsked : LooksAsked {
  static constexpr bool looks_back = true;
  std::optional<EventChoice> events = {};
  std::optional<std::int64_t> month_days = {};  // 28 without.
};
BOOST_DESCRIBE_STRUCT(StickinessAsked, (LooksAsked), (events, month_days))

struct StickyDayView {
  std::int64_t day = 0;
  Time begins_at = {};
  std::string begins_on = {};
  std::int64_t weekly = 0;  // Active in the 7 days that end with this one.
  ShareView daily = {};     // Of those active in the month that ends with this day.
  std::string completeness = {};
};
BOOST_DESCRIBE_STRUCT(StickyDayView, (), (day, begins_at, begins_on, weekly, daily, completeness))

struct ActiveDaysView {
  std::int64_t days = 0;
  std::int64_t people = 0;  // Active on exactly so many of the days.
};
BOOST_DESCRIBE_STRUCT(ActiveDaysView, (), (days, people))

struct StickinessAnswer {
  std::vector<StickyDayView> days = {};
  std::vector<ActiveDaysView> active_days = {};
  AnswerNote note = {};
};
BOOST_DESCRIBE_STRUCT(StickinessAnswer, (), (days, active_days, note))

// Those active in the day, week or month that ends with a day; or on exactly so many days.
struct StickinessCellAsked {
  std::optional<std::int64_t> day = {};
  std::optional<std::string> window = {};  // day, week or month.
  std::optional<std::int64_t> active_days = {};
};
BOOST_DESCRIBE_STRUCT(StickinessCellAsked, (), (day, window, active_days))

struct SessionsAsked : LooksAsked {
  std::optional<std::int64_t> timeout_ms = {};  // Half an hour without.
  std::optional<EventChoice> starts = {};       // These always begin one.
  std::optional<std::string> unit = {};         // day without.
  std::optional<std::string> week_start = {};
};
BOOST_DESCRIBE_STRUCT(SessionsAsked, (LooksAsked), (timeout_ms, starts, unit, week_start))

struct SpreadView {
  double mean = 0;
  std::optional<double> median = {};
  std::optional<double> p90 = {};
};
BOOST_DESCRIBE_STRUCT(SpreadView, (), (mean, median, p90))

struct SessionsPeriodView {
  std::int64_t period = 0;
  Time begins_at = {};
  std::string begins_on = {};
  std::int64_t sessions = 0;  // That began in the period.
  std::int64_t people = 0;
  std::string completeness = {};
};
BOOST_DESCRIBE_STRUCT(SessionsPeriodView, (),
                      (period, begins_at, begins_on, sessions, people, completeness))

struct SessionsAnswer {
  std::int64_t sessions = 0;
  std::int64_t people = 0;
  SpreadView lasted_ms = {};
  SpreadView events = {};
  std::vector<SessionsPeriodView> periods = {};
  AnswerNote note = {};
};
BOOST_DESCRIBE_STRUCT(SessionsAnswer, (), (sessions, people, lasted_ms, events, periods, note))

struct SessionsCellAsked {
  std::int64_t period = 0;
};
BOOST_DESCRIBE_STRUCT(SessionsCellAsked, (), (period))

}  // namespace throughline::journeys
