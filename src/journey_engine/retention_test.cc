#include "journey_engine/retention.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <ctime>
#include <string>

#include "journey_engine/lines_test.h"
#include "journey_engine/retention_report.h"
#include "journey_engine/session_report.h"
#include "journey_engine/sessions.h"

namespace throughline::journey_engine {
namespace {

constexpr std::uint32_t start = 0;
constexpr std::uint32_t back = 1;

Calendar calendar_of(std::string_view zone, Weekday week_start = Weekday::monday) {
  const Result<TimeZone> found = TimeZone::find(zone);
  EXPECT_TRUE(found.ok());
  return Calendar(*found, week_start);
}

RetentionQuestion question(RetentionKind kind) {
  return {.starts = EventSet{start},
          .returns = EventSet{back},
          .kind = kind,
          .unit = PeriodUnit::day,
          .offsets = 5};
}

std::string row(const RetentionQuestion& question, Line line) {
  EXPECT_TRUE(check(question).ok());
  std::string text;
  for (const RetentionRow& found : find_retention(question, {1}, line)) {
    text += std::to_string(found.period) + ":";
    for (const bool came : found.back) {
      text += came ? 'x' : '.';
    }
  }
  return text;
}

TEST(Retention, BoundedUnboundedAndRolling_JA04) {
  const auto line = line_of({{back, 0},
                             {start, 10},
                             {back, test_day},
                             {start, test_day + 1},
                             {back, 2 * test_day},
                             {back, 4 * test_day}});
  EXPECT_EQ(row(question(RetentionKind::bounded), line), "0:.xx.x");
  EXPECT_EQ(row(question(RetentionKind::unbounded), line), "0:xxxxx");
  EXPECT_EQ(row(question(RetentionKind::rolling), line), "0:.xx..");
  RetentionQuestion every = question(RetentionKind::bounded);
  every.cohort = RetentionCohort::every_period;
  EXPECT_EQ(row(every, line), "0:.xx.x1:.x.x.");
}

TEST(Retention, ElapsedTimeIsMeasuredFromTheStart_JA04) {
  RetentionQuestion elapsed = question(RetentionKind::bounded);
  elapsed.clock = RetentionClock::elapsed;
  const auto line =
      line_of({{start, test_day - 5}, {back, test_day + 1}, {back, 2 * test_day - 5}});
  EXPECT_EQ(row(elapsed, line), "0:xx...");
  EXPECT_EQ(row(question(RetentionKind::bounded), line), "0:.x...");
  elapsed.unit = PeriodUnit::month;
  EXPECT_FALSE(check(elapsed).ok());
}

TEST(Retention, PeriodsAreThoseOfTheWorkspace_AN03) {
  // 23:30 on Saturday and 00:30 on Sunday in Kiritimati, both on Saturday in UTC.
  const auto line = line_of({{start, 1'772'271'000'000}, {back, 1'772'274'600'000}});
  RetentionQuestion by_week = question(RetentionKind::bounded);
  by_week.unit = PeriodUnit::week;
  EXPECT_EQ(row(by_week, line).substr(5), "x....");
  by_week.calendar = calendar_of("Pacific/Kiritimati", Weekday::sunday);
  EXPECT_EQ(row(by_week, line).substr(5), ".x...");
  by_week.calendar = calendar_of("Pacific/Kiritimati", Weekday::monday);
  EXPECT_EQ(row(by_week, line).substr(5), "x....");
}

// The local date by the C library, as days since 1970.
std::int64_t local_day(std::int64_t at_ms) {
  const std::time_t at_s = at_ms / 1000;  // None before 1970 here.
  std::tm local = {};
  localtime_r(&at_s, &local);
  local.tm_hour = local.tm_min = local.tm_sec = 0;
  return timegm(&local) / 86'400;
}

// The definition read aloud: for each cohort and offset, is there an event?
bool came_back(const RetentionQuestion& question, Line line, std::size_t first,
               std::int64_t offset) {
  for (std::size_t i = first; i < line.size(); ++i) {
    const std::int64_t days = local_day(line[i].at_ms) - local_day(line[first].at_ms);
    if (question.returns.has({1}, line[i]) &&
        (days == offset || (question.kind == RetentionKind::unbounded && days >= offset))) {
      return true;
    }
  }
  return false;
}

TEST(Retention, EqualsItsDefinitionAcrossChangesOfClocks_JA04_AN03) {
  std::mt19937 random(5);
  int came = 0;
  for (const char* name : {"Europe/Berlin", "America/New_York", "Pacific/Apia", "Asia/Kolkata"}) {
    setenv("TZ", name, 1);  // NOLINT(concurrency-mt-unsafe): one thread.
    tzset();
    for (int run = 0; run < 300; ++run) {
      RetentionQuestion asked = question(static_cast<RetentionKind>(below(random, 2)));
      asked.calendar = calendar_of(name);
      auto line = random_line(random, 20, 3, 9, test_day / 7);
      // Around a change of clocks.
      for (LineEvent& event : line) {
        event.at_ms = std::abs(event.at_ms) % (20 * test_day) + 1'774'000'000'000;
      }
      std::sort(line.begin(), line.end(),
                [](const auto& a, const auto& b) { return a.at_ms < b.at_ms; });
      const auto rows = find_retention(asked, {1}, line);
      const auto first = std::find_if(line.begin(), line.end(),
                                      [](const LineEvent& event) { return event.code == start; });
      ASSERT_EQ(rows.size(), first == line.end() ? 0U : 1U);
      for (std::size_t offset = 0; !rows.empty() && offset < asked.offsets; ++offset) {
        const bool expected = came_back(asked, line, static_cast<std::size_t>(first - line.begin()),
                                        static_cast<std::int64_t>(offset));
        ASSERT_EQ(rows[0].back[offset], expected) << name << " " << run << " " << offset;
        came += expected ? 1 : 0;
      }
    }
  }
  unsetenv("TZ");  // NOLINT(concurrency-mt-unsafe)
  tzset();
  EXPECT_GT(came, 500);
}

TEST(Retention, CellsOpenToTheirPeopleAndPartsAddUp_JA04_JA12) {
  std::mt19937 random(8);
  RetentionQuestion asked = question(RetentionKind::rolling);
  asked.cohort = RetentionCohort::every_period;
  std::vector<std::vector<LineEvent>> lines;
  RetentionReport whole(asked);
  RetentionReport even(asked);
  RetentionReport odd(asked);
  for (std::int64_t i = 0; i < 100; ++i) {
    lines.push_back(random_line(random, 12, 3, 4, test_day));
    whole.add({i + 1}, lines.back());
    (i % 2 == 0 ? even : odd).add({i + 1}, lines.back());
  }
  odd.merge(even);
  ASSERT_GT(whole.cohorts().size(), 10U);
  for (const auto& [period, counts] : whole.cohorts()) {
    EXPECT_EQ(counts.customers, odd.cohorts().at(period).customers);
    EXPECT_EQ(counts.back, odd.cohorts().at(period).back);
    for (unsigned offset = 0; offset < asked.offsets; ++offset) {
      const auto people = [&, first = period](bool came) {
        return static_cast<std::uint64_t>(std::ranges::count_if(lines, [&](const auto& line) {
          return is_in({first, offset, came}, asked, {1}, line);
        }));
      };
      EXPECT_EQ(people(true), counts.back[offset]);
      EXPECT_EQ(people(true) + people(false), counts.customers);
    }
  }
}

TEST(Retention, SaysWhatIsNotOverYet_AN03) {
  const RetentionQuestion asked = question(RetentionKind::bounded);
  const std::int64_t now = 10 * test_day + 5;
  EXPECT_EQ(completeness(asked, 8, 1, now), Completeness::complete);
  EXPECT_EQ(completeness(asked, 8, 2, now), Completeness::partial);
  EXPECT_EQ(completeness(asked, 8, 3, now), Completeness::not_begun);
  EXPECT_EQ(completeness(asked, 8, 1, 10 * test_day), Completeness::complete);
  EXPECT_EQ(completeness(asked, 8, 1, 10 * test_day - 1), Completeness::partial);
  RetentionQuestion elapsed = asked;
  elapsed.clock = RetentionClock::elapsed;
  EXPECT_EQ(completeness(elapsed, 8, 1, 10 * test_day + 5), Completeness::partial);
  EXPECT_EQ(completeness(elapsed, 8, 1, 11 * test_day), Completeness::complete);
  EXPECT_EQ(completeness(question(RetentionKind::unbounded), 8, 1, now), Completeness::partial);
}

TEST(Sessions, EndAfterMoreThanTheTimeoutOrWhereOneAlwaysBegins_JA08) {
  const SessionRule rule{.timeout_ms = 10, .starts = EventSet{7}};
  const auto line = line_of({{0, 0}, {0, 10}, {0, 21}, {7, 22}, {7, 22}, {0, 22}});
  EXPECT_EQ(find_sessions(rule, {1}, line),
            (std::vector<LinePart>{{0, 2}, {2, 3}, {3, 4}, {4, 6}}));
  EXPECT_EQ(find_sessions({.timeout_ms = 11}, {1}, line), (std::vector<LinePart>{{0, 6}}));
  EXPECT_EQ(find_sessions({.timeout_ms = 0}, {1}, line).size(), 4U);
  EXPECT_TRUE(find_sessions(rule, {1}, {}).empty());
}

TEST(Sessions, AreCountedWhereTheyBegin_JA08_JA12) {
  const SessionQuestion asked{.rule = {.timeout_ms = 10}};
  const auto line = line_of({{0, -5}, {0, 3}, {0, 50}, {0, test_day}});
  SessionReport report(asked);
  report.add({1}, line);
  SessionReport other(asked);
  other.add({2}, line_of({{0, 60}}));
  report.merge(other);
  EXPECT_EQ(report.sessions(), 4U);
  EXPECT_EQ(report.customers(), 2U);
  EXPECT_EQ(report.lasted_ms().sorted(), (std::vector<std::int64_t>{0, 0, 0, 8}));
  const std::vector<stats::NumberRun> events = {{1, 3}, {2, 1}};
  EXPECT_TRUE(std::ranges::equal(report.events().runs(), events));
  ASSERT_EQ(report.periods().size(), 3U);
  EXPECT_EQ(report.periods().at(0).sessions, 2U);
  EXPECT_EQ(report.periods().at(0).customers, 2U);
  EXPECT_TRUE(began_session(asked, -1, {1}, line));
  EXPECT_FALSE(began_session(asked, 2, {1}, line));
}

}  // namespace
}  // namespace throughline::journey_engine
