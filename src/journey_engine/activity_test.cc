#include "journey_engine/activity.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "journey_engine/lines_test.h"
#include "journey_engine/stickiness.h"

namespace throughline::journey_engine {
namespace {

using Lines = std::vector<std::vector<LineEvent>>;

// Lines between 1969 and 1971 in days, with many on the same day.
Lines random_days(unsigned seed, int count) {
  std::mt19937 random(seed);
  Lines lines;
  for (int i = 0; i < count; ++i) {
    auto line = random_line(random, 12, 3, 2, test_day);
    std::int64_t at = -5 * test_day;
    for (LineEvent& event : line) {
      at += below(random, 6) * (test_day / 2);
      event.at_ms = at;
    }
    lines.push_back(std::move(line));
  }
  return lines;
}

template <class Report>
Report in_parts(const Report& empty, const Lines& lines) {
  Report first = empty;
  Report second = empty;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    (i % 3 == 0 ? first : second).add({static_cast<std::int64_t>(i + 1)}, lines[i]);
  }
  second.merge(first);
  return second;
}

template <class Predicate>
std::uint64_t people(const Lines& lines, Predicate predicate) {
  return static_cast<std::uint64_t>(std::count_if(
      lines.begin(), lines.end(), [&](const auto& line) { return predicate(Line(line)); }));
}

TEST(Activity, PeopleOfAMonthAreNotTheSumOfItsDays_AN06_JA12) {
  const Lines lines = random_days(4, 60);
  ActivityQuestion days{.events = EventSet{0, 1}};
  days.breakdown = [](CustomerId, const LineEvent& event) { return Value{event.code}; };
  ActivityQuestion months = days;
  months.unit = PeriodUnit::month;
  const ActivityCounts by_day = in_parts(ActivityCounts(days), lines);
  const ActivityCounts by_month = in_parts(ActivityCounts(months), lines);
  std::uint64_t sum = 0;
  for (const auto& [value, periods] : by_day.periods_of_values()) {
    for (const auto& [period, count] : periods) {
      const auto in = [&](Line line) { return is_in({period, value}, days, {1}, line); };
      EXPECT_EQ(count.customers, people(lines, in));
      sum += count.customers;
    }
    const auto of_value = [&](Line line) { return is_in({{}, value}, days, {1}, line); };
    EXPECT_EQ(by_day.totals().at(value).customers, people(lines, of_value));
  }
  EXPECT_EQ(by_day.totals(), by_month.totals());
  EXPECT_EQ(by_day.total(), by_month.total());
  EXPECT_EQ(by_day.total().customers,
            people(lines, [&](Line line) { return is_in({}, days, {1}, line); }));
  EXPECT_GT(sum, by_month.total().customers);
}

TEST(Lifecycle, EveryCustomerIsInOneStateAPeriod_JA17) {
  const ActivityQuestion question;
  Lifecycle one(question);
  one.add({1}, line_of({{0, 0}, {0, 1}, {0, test_day}, {0, 4 * test_day}}));
  const std::map<std::int64_t, LifecycleCount> expected = {{0, {.newcomers = 1}},
                                                           {1, {.returning = 1}},
                                                           {2, {.dormant = 1}},
                                                           {4, {.resurrected = 1}},
                                                           {5, {.dormant = 1}}};
  EXPECT_EQ(one.periods(), expected);
}

TEST(Lifecycle, StatesOpenToTheirPeople_JA17_JA12) {
  const Lines lines = random_days(9, 80);
  const ActivityQuestion question;
  const Lifecycle found = in_parts(Lifecycle(question), lines);
  ASSERT_GT(found.periods().size(), 10U);
  for (const auto& [period, count] : found.periods()) {
    const auto in = [&](LifecycleState state) {
      return people(
          lines, [&](Line line) { return lifecycle_state(question, period, {1}, line) == state; });
    };
    EXPECT_EQ(count.newcomers, in(LifecycleState::newcomer));
    EXPECT_EQ(count.returning, in(LifecycleState::returning));
    EXPECT_EQ(count.resurrected, in(LifecycleState::resurrected));
    EXPECT_EQ(count.dormant, in(LifecycleState::dormant));
  }
}

TEST(Stickiness, CountsPeopleOfADayAWeekAndAMonthOneByOne_JA17_AN06) {
  const Lines lines = random_days(2, 90);
  const StickinessQuestion question{.first_day = -2, .last_day = 14, .month_days = 10};
  const Stickiness found = in_parts(Stickiness(question), lines);
  const auto days = found.days();
  ASSERT_EQ(days.size(), 17U);
  for (const auto& [day, count] : days) {
    const auto active = [&, of = day](std::int64_t length) {
      return people(lines, [&](Line line) { return was_active(question, of, length, {1}, line); });
    };
    EXPECT_EQ(count, (StickyDay{active(1), active(7), active(10)})) << day;
  }
  std::uint64_t active_days = 0;
  for (const auto& [number, customers] : found.active_days()) {
    active_days += number * customers;
  }
  std::uint64_t daily = 0;
  for (const auto& [day, count] : days) {
    daily += count.daily;
  }
  EXPECT_EQ(active_days, daily);
}

TEST(Stickiness, ADayCountsForTheWindowsThatEndWithItOrLater_JA17) {
  const StickinessQuestion question{.first_day = 0, .last_day = 8, .month_days = 28};
  Stickiness found(question);
  found.add({1}, line_of({{0, -20 * test_day}, {0, 0}, {0, 2 * test_day}}));
  const auto days = found.days();
  EXPECT_EQ(days.at(0), (StickyDay{1, 1, 1}));
  EXPECT_EQ(days.at(1), (StickyDay{0, 1, 1}));
  EXPECT_EQ(days.at(8), (StickyDay{0, 1, 1}));
  EXPECT_EQ(found.active_days().at(2), 1U);
  EXPECT_FALSE(was_active(question, 9, 7, {1}, line_of({{0, 2 * test_day}})));
}

}  // namespace
}  // namespace throughline::journey_engine
