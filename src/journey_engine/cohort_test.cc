#include "journey_engine/cohort.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "journey_engine/cohort_report.h"
#include "journey_engine/lines_test.h"

namespace throughline::journey_engine {
namespace {

constexpr std::uint32_t a = 0;
constexpr std::uint32_t b = 1;
constexpr std::uint32_t other = 2;

CohortQuestion by_day(CohortCriteria included, CohortCriteria returned) {
  return {.included = std::move(included),
          .returned = std::move(returned),
          .table = {.unit = PeriodUnit::day, .offsets = 4}};
}

// Period and columns; before the inclusion in front of a bar.
std::string table_of(const CohortQuestion& question, Line line) {
  EXPECT_TRUE(check(question).ok());
  std::string text;
  for (const CohortMember& member : find_cohorts(question, {1}, line)) {
    text += std::to_string(member.period) + ":";
    for (std::size_t i = 0; i < member.back.size(); ++i) {
      text += static_cast<std::int64_t>(i) == -question.first_offset() && i > 0 ? "|" : "";
      text += member.back[i] ? 'x' : '.';
    }
  }
  return text;
}

const CohortCriteria any_event = {};
CohortCriteria some(std::uint32_t code, std::uint32_t at_least = 1) {
  return {.metrics = {{.events = EventSet{code}, .at_least = at_least}}};
}

TEST(Cohort, IncludesWithTheEventThatReachesTheLastThreshold_JA04) {
  const CohortCriteria twice_a_and_b = {
      .metrics = {{.events = EventSet{a}, .at_least = 2}, {.events = EventSet{b}}}};
  const auto line = line_of({{a, 0},
                             {b, 1},
                             {a, test_day},
                             {other, test_day + 1},
                             {b, test_day + 2},
                             {a, test_day + 3},
                             {other, 3 * test_day}});
  // Of the first day two events are missing: thresholds are of one period.
  EXPECT_EQ(table_of(by_day(twice_a_and_b, some(other)), line), "1:..x.");
  EXPECT_EQ(table_of(by_day(twice_a_and_b, some(a)), line), "1:x...");
  CohortCriteria either = twice_a_and_b;
  either.join = CohortJoin::any;
  EXPECT_EQ(table_of(by_day(either, some(other)), line), "0:.x.x");
  CohortQuestion every = by_day(either, some(other));
  every.table.cohort = RetentionCohort::every_period;
  EXPECT_EQ(table_of(every, line), "0:.x.x1:..x.");
}

TEST(Cohort, ComesBackWithThresholdsWithinOnePeriod_JA04) {
  const auto line =
      line_of({{a, 0}, {b, 1}, {b, test_day}, {b, 2 * test_day}, {b, 2 * test_day + 1}});
  EXPECT_EQ(table_of(by_day(some(a), some(b, 2)), line), "0:..x.");
  const CohortCriteria both = {.metrics = {{.events = EventSet{a}}, {.events = EventSet{b}}}};
  EXPECT_EQ(table_of(by_day(some(a), both), line), "0:x...");
  CohortQuestion later = by_day(some(a), some(b, 2));
  later.table.kind = RetentionKind::unbounded;
  EXPECT_EQ(table_of(later, line), "0:xxx.");
  later.table.kind = RetentionKind::rolling;
  EXPECT_EQ(table_of(later, line), "0:....");
}

TEST(Cohort, LooksToBothSidesOfTheInclusion_JA04) {
  const auto line = line_of(
      {{b, -3 * test_day}, {b, -test_day}, {b, 5}, {a, 10}, {a, test_day}, {b, 2 * test_day}});
  CohortQuestion asked = by_day(some(a), some(b));
  EXPECT_EQ(table_of(asked, line), "0:..x.");
  asked.direction = CohortDirection::around;
  EXPECT_EQ(asked.first_offset(), -3);
  EXPECT_EQ(table_of(asked, line), "0:x.x|x.x.");
  asked.table.kind = RetentionKind::rolling;
  EXPECT_EQ(table_of(asked, line), "0:..x|x...");
  asked.table.kind = RetentionKind::unbounded;
  EXPECT_EQ(table_of(asked, line), "0:xxx|xxx.");
  asked.table.kind = RetentionKind::bounded;
  asked.table.clock = RetentionClock::elapsed;
  // 24 hours each: just before the inclusion is the day before it, at its instant its own.
  EXPECT_EQ(table_of(asked, line), "0:.xx|.x..");
  EXPECT_EQ(table_of(asked, line_of({{b, 10}, {a, 10}})), "0:...|x...");
}

TEST(Cohort, IncludesOnlyFromWhereItIsTold_JA04) {
  const auto line = line_of({{a, 0}, {a, 2 * test_day - 1}, {a, 2 * test_day + 1}});
  CohortQuestion asked = by_day(some(a), some(a));
  asked.direction = CohortDirection::around;
  asked.from_ms = 2 * test_day;
  EXPECT_EQ(table_of(asked, line), "2:.xx|x...");
  EXPECT_EQ(find_inclusion(asked, {1}, line), &line[2]);
  asked.included = some(a, 2);
  EXPECT_EQ(table_of(asked, line), "");
  EXPECT_EQ(find_inclusion(asked, {1}, line), nullptr);
}

// The definition read aloud, event by event and period by period.
struct Aloud {
  const CohortQuestion& question;
  Line line;

  [[nodiscard]] bool holds(const CohortCriteria& criteria, const std::vector<bool>& among) const {
    std::size_t reached = 0;
    for (const CohortMetric& metric : criteria.metrics) {
      std::uint32_t times = 0;
      for (std::size_t i = 0; i < line.size(); ++i) {
        times += among[i] && metric.events.has({1}, line[i]) ? 1 : 0;
      }
      reached += times >= metric.at_least ? 1 : 0;
    }
    return criteria.join == CohortJoin::any ? reached > 0 : reached == criteria.metrics.size();
  }
  [[nodiscard]] std::int64_t period(std::size_t i) const {
    return question.table.calendar.period_of(question.table.unit, line[i].at_ms);
  }
  // Up to the i-th event, in its period.
  [[nodiscard]] bool holds_at(std::size_t i) const {
    std::vector<bool> among(line.size());
    for (std::size_t j = 0; j <= i; ++j) {
      among[j] = line[j].at_ms >= question.from_ms && period(j) == period(i);
    }
    return holds(question.included, among);
  }
  [[nodiscard]] std::vector<std::size_t> inclusions() const {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < line.size(); ++i) {
      const bool had = std::any_of(found.begin(), found.end(),
                                   [&](std::size_t one) { return period(one) == period(i); });
      if (!had && line[i].at_ms >= question.from_ms && holds_at(i)) {
        found.push_back(i);
      }
    }
    if (question.table.cohort == RetentionCohort::first_start && found.size() > 1) {
      found.erase(found.begin() + 1, found.end());
    }
    return found;
  }
  [[nodiscard]] std::int64_t offset(std::size_t i, std::size_t inclusion) const {
    if (question.table.clock == RetentionClock::calendar) {
      return period(i) - period(inclusion);
    }
    const std::int64_t length = elapsed_ms(question.table.unit);
    const std::int64_t apart = line[i].at_ms - line[inclusion].at_ms;
    std::int64_t offset = 0;
    while (apart < offset * length) {
      --offset;
    }
    while (apart >= (offset + 1) * length) {
      ++offset;
    }
    return offset;
  }
  [[nodiscard]] bool did(std::size_t inclusion, std::int64_t at) const {
    std::vector<bool> among(line.size());
    for (std::size_t i = 0; i < line.size(); ++i) {
      among[i] = (question.direction == CohortDirection::around || i >= inclusion) &&
                 offset(i, inclusion) == at;
    }
    return holds(question.returned, among);
  }
  [[nodiscard]] bool back(std::size_t inclusion, std::int64_t at) const {
    constexpr std::int64_t furthest = 40;
    const std::int64_t step = at < 0 ? -1 : 1;
    if (question.table.kind == RetentionKind::unbounded) {
      for (std::int64_t there = at; std::abs(there) <= furthest; there += step) {
        if (did(inclusion, there)) {
          return true;
        }
      }
      return false;
    }
    if (question.table.kind == RetentionKind::rolling && at != 0) {
      for (std::int64_t there = step; there != at; there += step) {
        if (!did(inclusion, there)) {
          return false;
        }
      }
    }
    return did(inclusion, at);
  }
};

CohortCriteria some_criteria(std::mt19937& random) {
  CohortCriteria criteria{.metrics = {}, .join = static_cast<CohortJoin>(below(random, 2))};
  for (std::uint32_t i = 0; i <= below(random, 3); ++i) {
    criteria.metrics.push_back(
        {.events = below(random, 4) == 0 ? EventSet::all() : EventSet{below(random, 3)},
         .at_least = 1 + below(random, 2)});
  }
  return criteria;
}

CohortQuestion some_question(std::mt19937& random) {
  constexpr std::array<const char*, 4> zones = {"UTC", "Europe/Berlin", "America/New_York",
                                                "Pacific/Apia"};
  CohortQuestion asked{.included = some_criteria(random),
                       .returned = some_criteria(random),
                       .table = {.cohort = static_cast<RetentionCohort>(below(random, 2)),
                                 .kind = static_cast<RetentionKind>(below(random, 3)),
                                 .clock = static_cast<RetentionClock>(below(random, 2)),
                                 .unit = below(random, 3) == 0 ? PeriodUnit::week : PeriodUnit::day,
                                 .offsets = 1 + below(random, 5)},
                       .direction = static_cast<CohortDirection>(below(random, 2))};
  asked.table.calendar =
      Calendar(*TimeZone::find(zones.at(below(random, 4))), static_cast<Weekday>(below(random, 2)));
  return asked;
}

// Around a change of clocks, with many events at the same instant.
std::vector<LineEvent> some_line(std::mt19937& random) {
  auto line = random_line(random, 14, 3, 9, test_day / 7);
  for (LineEvent& event : line) {
    event.at_ms = std::abs(event.at_ms) % (12 * test_day) + 1'774'000'000'000;
  }
  std::stable_sort(line.begin(), line.end(),
                   [](const auto& one, const auto& two) { return one.at_ms < two.at_ms; });
  return line;
}

TEST(Cohort, EqualsItsDefinitionReadAloud_JA04_AN03) {
  std::mt19937 random(11);
  int came = 0;
  for (int run = 0; run < 3'000; ++run) {
    CohortQuestion asked = some_question(random);
    const auto line = some_line(random);
    if (below(random, 2) == 0) {
      asked.from_ms = 1'774'000'000'000 + static_cast<std::int64_t>(below(random, 12)) * test_day;
    }
    ASSERT_TRUE(check(asked).ok());
    const Aloud aloud{.question = asked, .line = line};
    const auto expected = aloud.inclusions();
    const auto found = find_cohorts(asked, {1}, line);
    ASSERT_EQ(found.size(), expected.size()) << run;
    EXPECT_EQ(find_inclusion(asked, {1}, line),
              expected.empty() ? nullptr : &line[expected.front()]);
    for (std::size_t i = 0; i < found.size(); ++i) {
      ASSERT_EQ(found[i].inclusion, expected[i]) << run;
      ASSERT_EQ(found[i].period, aloud.period(expected[i]));
      ASSERT_EQ(found[i].back.size(), asked.columns());
      for (std::size_t column = 0; column < asked.columns(); ++column) {
        const std::int64_t offset = asked.first_offset() + static_cast<std::int64_t>(column);
        ASSERT_EQ(found[i].back[column], aloud.back(expected[i], offset)) << run << " " << offset;
        came += found[i].back[column] ? 1 : 0;
      }
    }
  }
  EXPECT_GT(came, 2'000);
}

TEST(Cohort, WithOneMetricOnceIsRetention_JA04) {
  std::mt19937 random(12);
  std::size_t rows = 0;
  for (int run = 0; run < 3'000; ++run) {
    CohortQuestion asked = some_question(random);
    asked.direction = CohortDirection::after;
    asked.included = some(below(random, 3));
    asked.returned = below(random, 3) == 0 ? any_event : some(below(random, 3));
    asked.table.starts = asked.included.metrics.front().events;
    asked.table.returns = asked.returned.metrics.front().events;
    const auto line = some_line(random);
    const auto expected = find_retention(asked.table, {1}, line);
    const auto found = find_cohorts(asked, {1}, line);
    ASSERT_EQ(found.size(), expected.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
      EXPECT_EQ(found[i].period, expected[i].period);
      EXPECT_EQ(found[i].back, expected[i].back) << run;
    }
    rows += found.size();
  }
  EXPECT_GT(rows, 1'000U);
}

TEST(Cohort, SaysWhatIsNotOverYet_AN03) {
  CohortQuestion asked = by_day(some(a), some(b));
  asked.direction = CohortDirection::around;
  const std::int64_t now = 10 * test_day + 5;
  EXPECT_EQ(completeness(asked, 8, 1, now), Completeness::complete);
  EXPECT_EQ(completeness(asked, 8, 2, now), Completeness::partial);
  EXPECT_EQ(completeness(asked, 8, 3, now), Completeness::not_begun);
  EXPECT_EQ(completeness(asked, 8, -1, now), Completeness::complete);
  EXPECT_EQ(completeness(asked, 10, -1, now), Completeness::partial);  // Some may still join.
  EXPECT_TRUE(is_over(asked, 8 * test_day + 7, 1, now));
  EXPECT_FALSE(is_over(asked, 8 * test_day + 7, 2, now));
  EXPECT_TRUE(is_over(asked, 10 * test_day + 1, -1, now));
  asked.table.clock = RetentionClock::elapsed;
  EXPECT_FALSE(is_over(asked, 8 * test_day + 6, 1, now));
  EXPECT_TRUE(is_over(asked, 8 * test_day + 5, 1, now));
}

TEST(Cohort, RefusesWhatHasNoMeaning_JA04) {
  CohortQuestion asked = by_day(some(a), some(b));
  asked.included.metrics.resize(4);
  EXPECT_FALSE(check(asked).ok());
  asked.included.metrics.clear();
  EXPECT_FALSE(check(asked).ok());
  asked.included = some(a, 0);
  EXPECT_FALSE(check(asked).ok());
  asked.included = some(a);
  asked.table.offsets = 0;
  EXPECT_FALSE(check(asked).ok());
}

TEST(CohortReport, AddsUpInAnyOrderAndTellsOnlyWhatIsOverOfValues_JA04_JA12) {
  std::mt19937 random(13);
  for (int run = 0; run < 60; ++run) {
    const CohortQuestion asked = some_question(random);
    CohortRows rows{.now_ms = 1'774'000'000'000 + 8 * test_day};
    if (run % 2 == 0) {
      rows.row_of = [](CustomerId customer, const LineEvent& /*inclusion*/) {
        return customer.value % 3;
      };
    }
    CohortReport whole(asked, rows);
    CohortReport even(asked, rows);
    CohortReport odd(asked, rows);
    std::map<std::int64_t, CohortCounts> expected;
    for (std::int64_t person = 1; person <= 60; ++person) {
      const auto line = some_line(random);
      whole.add({person}, line);
      (person % 2 == 0 ? even : odd).add({person}, line);
      for (const CohortMember& member : find_cohorts(asked, {person}, line)) {
        CohortCounts& counts = expected[rows.row_of ? person % 3 : member.period];
        counts.told.resize(asked.columns());
        counts.back.resize(asked.columns());
        ++counts.customers;
        for (std::size_t column = 0; column < asked.columns(); ++column) {
          const std::int64_t offset = asked.first_offset() + static_cast<std::int64_t>(column);
          const bool told =
              !rows.row_of || is_over(asked, line[member.inclusion].at_ms, offset, rows.now_ms);
          counts.told[column] += told ? 1 : 0;
          counts.back[column] += told && member.back[column] ? 1 : 0;
        }
      }
    }
    odd.merge(even);
    for (const CohortReport* report : {&whole, &odd}) {
      ASSERT_EQ(report->rows().size(), expected.size());
      for (const auto& [row, counts] : expected) {
        EXPECT_EQ(report->rows().at(row).customers, counts.customers);
        EXPECT_EQ(report->rows().at(row).told, counts.told);
        EXPECT_EQ(report->rows().at(row).back, counts.back);
      }
    }
  }
}

TEST(CohortReport, SaysWhyOnlyLinesAnswer) {
  CohortQuestion asked = by_day(some(a, 2), some(b));
  CohortRows rows;
  EXPECT_EQ(CohortReport(asked, rows).kernel().because, "thresholds of metrics are asked for");
  asked.direction = CohortDirection::around;
  EXPECT_EQ(CohortReport(asked, rows).kernel().because,
            "what came before the inclusion is looked at");
  rows.row_of = [](CustomerId /*customer*/, const LineEvent& /*inclusion*/) { return 0; };
  EXPECT_EQ(CohortReport(asked, rows).kernel().because, "rows are values, not periods");
}

}  // namespace
}  // namespace throughline::journey_engine
