#include "journey_engine/funnel.h"

#include <gtest/gtest.h>

#include <array>
#include <string>

#include "journey_engine/customer_page.h"
#include "journey_engine/funnel_instant.h"
#include "journey_engine/funnel_reference_test.h"
#include "journey_engine/funnel_report.h"
#include "journey_engine/lines_test.h"

namespace throughline::journey_engine {
namespace {

constexpr std::uint32_t a = 0;
constexpr std::uint32_t b = 1;
constexpr std::uint32_t c = 2;
constexpr std::uint32_t x = 3;
constexpr CustomerId ana{1};

FunnelDefinition funnel(unsigned steps, std::int64_t window_ms = no_window) {
  std::vector<EventSet> sets;
  for (std::uint32_t step = 0; step < steps; ++step) {
    sets.push_back(EventSet{step});
  }
  return {.steps = steps, .matcher = match_sets(std::move(sets)), .window_ms = window_ms};
}

// The times of each attempt: "0 5 | 9".
std::string attempts(const FunnelDefinition& definition, Line line) {
  EXPECT_TRUE(check(definition).ok());
  std::string text;
  for (const FunnelAttempt& attempt : find_attempts(definition, ana, line)) {
    text += text.empty() ? "" : " |";
    for (const std::int64_t at : attempt.at_ms) {
      text += (text.empty() ? "" : " ") + std::to_string(at);
    }
  }
  return text;
}

TEST(Funnel, ARepeatedFirstStepMayBeginTheChain_AN01) {
  const auto line = line_of({{a, 0}, {a, 50}, {b, 70}});
  EXPECT_EQ(attempts(funnel(2, 60), line), "50 70");
  FunnelDefinition first = funnel(2, 60);
  first.attempts = FunnelAttempts::first;
  EXPECT_EQ(attempts(first, line), "0");
}

TEST(Funnel, StepsAtTheSameInstantConvertInWhicheverOrder_AN01) {
  const auto line = line_of({{c, 7}, {b, 7}, {a, 7}});
  EXPECT_EQ(attempts(funnel(3, 0), line), "7 7 7");
  FunnelDefinition strictly_later = funnel(3);
  strictly_later.strictly_later = true;
  EXPECT_EQ(attempts(strictly_later, line), "7");
}

TEST(Funnel, OneEventSatisfiesAtMostOneStep_AN01) {
  const FunnelDefinition twice{.steps = 2, .matcher = match_sets({EventSet{a}, EventSet{a}})};
  EXPECT_EQ(attempts(twice, line_of({{a, 3}})), "3");
  EXPECT_EQ(attempts(twice, line_of({{a, 3}, {a, 3}})), "3 3");
}

TEST(Funnel, TheWindowIsInclusiveAndMeasuredFromTheFirstStep_AN01) {
  const auto line = line_of({{a, 0}, {b, 40}, {c, 60}});
  EXPECT_EQ(attempts(funnel(3, 60), line), "0 40 60");
  EXPECT_EQ(attempts(funnel(3, 59), line), "0 40");
  FunnelDefinition between = funnel(3, 40);
  between.window_kind = WindowKind::between_steps;
  EXPECT_EQ(attempts(between, line), "0 40 60");
  between.window_ms = 39;
  EXPECT_EQ(attempts(between, line), "0");
}

TEST(Funnel, StrictlyNextAllowsNothingInBetween_JA01) {
  FunnelDefinition strict = funnel(2);
  strict.order = FunnelOrder::strict_next;
  EXPECT_EQ(attempts(strict, line_of({{a, 0}, {x, 1}, {b, 2}})), "0");
  EXPECT_EQ(attempts(strict, line_of({{a, 0}, {x, 0}, {b, 2}})), "0 2");
  strict.matcher = match_sets({EventSet{a}, EventSet{b}}, {}, EventSet{a, b, c});
  EXPECT_EQ(attempts(strict, line_of({{a, 0}, {x, 1}, {b, 2}})), "0 2");
}

TEST(Funnel, AnyOrderCountsDifferentSteps_JA01) {
  FunnelDefinition any = funnel(3, 10);
  any.order = FunnelOrder::any_order;
  EXPECT_EQ(attempts(any, line_of({{c, 0}, {c, 1}, {a, 5}, {b, 11}})), "1 5 11");
  EXPECT_EQ(attempts(any, line_of({{c, 0}, {a, 5}, {b, 11}})), "0 5");
}

TEST(Funnel, AnExclusionBreaksOnlyWhatItLiesStrictlyBetween_JA01) {
  const FunnelDefinition excluding{
      .steps = 3,
      .matcher = match_sets({EventSet{a}, EventSet{b}, EventSet{c}}, {EventSet{x}}),
      .exclusions = {{2, 3}}};
  EXPECT_EQ(attempts(excluding, line_of({{a, 0}, {x, 1}, {b, 2}, {c, 3}})), "0 2 3");
  EXPECT_EQ(attempts(excluding, line_of({{a, 0}, {b, 1}, {x, 2}, {c, 3}})), "0 1");
  EXPECT_EQ(attempts(excluding, line_of({{a, 0}, {b, 1}, {x, 3}, {c, 3}})), "0 1 3");
  EXPECT_EQ(attempts(excluding, line_of({{a, 0}, {b, 1}, {x, 2}, {b, 3}, {c, 4}})), "0 3 4");
}

TEST(Funnel, EveryAttemptBeginsWhenTheOneBeforeIsOver_JA01) {
  FunnelDefinition every = funnel(2, 10);
  every.attempts = FunnelAttempts::every;
  EXPECT_EQ(attempts(every, line_of({{a, 0}, {b, 1}, {a, 2}, {a, 9}, {a, 13}, {b, 14}})),
            "0 1 | 2 | 13 14");
}

TEST(Funnel, ThirtyStepsWork_AN01) {
  std::vector<LineEvent> line;
  for (std::uint32_t i = 0; i < 30; ++i) {
    line.push_back({29 - i, -5, i});
  }
  const FunnelDefinition most = funnel(30, 0);
  EXPECT_EQ(find_attempts(most, ana, line).at(0).level(), 30U);
  line.erase(line.begin() + 9);  // Step 21.
  EXPECT_EQ(find_attempts(most, ana, line).at(0).level(), 20U);
}

TEST(Funnel, RefusesWhatHasNoMeaning) {
  EXPECT_FALSE(check(funnel(1)).ok());
  EXPECT_FALSE(check(FunnelDefinition{.steps = 2}).ok());
  EXPECT_FALSE(check(funnel(2, -1)).ok());
  FunnelDefinition bad = funnel(3);
  bad.exclusions = {{2, 2}};
  EXPECT_FALSE(check(bad).ok());
  bad.exclusions = {{1, 4}};
  EXPECT_FALSE(check(bad).ok());
  bad.exclusions = {{1, 3}};
  EXPECT_TRUE(check(bad).ok());
  bad.order = FunnelOrder::strict_next;
  EXPECT_FALSE(check(bad).ok());
  FunnelDefinition any = funnel(2, 5);
  any.order = FunnelOrder::any_order;
  any.window_kind = WindowKind::between_steps;
  EXPECT_FALSE(check(any).ok());
}

// Steps of one or of several codes, that may share codes.
FunnelDefinition random_funnel(std::mt19937& random) {
  FunnelDefinition definition;
  definition.steps = 2 + below(random, 3);
  std::vector<EventSet> sets;
  for (unsigned i = 0; i < definition.steps; ++i) {
    const std::uint32_t code = below(random, 3);
    sets.push_back(below(random, 3) == 0 ? EventSet{code, below(random, 4)} : EventSet{code});
  }
  definition.order = static_cast<FunnelOrder>(below(random, 3));
  definition.attempts = static_cast<FunnelAttempts>(below(random, 3));
  constexpr std::array<std::int64_t, 7> windows = {0, 1, 2, 3, 5, 8, no_window};
  definition.window_ms = windows.at(below(random, 7));
  definition.window_kind = static_cast<WindowKind>(below(random, 2));
  definition.strictly_later = below(random, 4) == 0;
  std::vector<EventSet> exclusions;
  for (std::size_t count = below(random, 3); count > 0; --count) {
    const unsigned from = 1 + below(random, definition.steps - 1);
    const unsigned to = from + 1 + below(random, definition.steps - from);
    definition.exclusions.push_back({from, to});
    exclusions.push_back(EventSet{2 + below(random, 3)});
  }
  definition.matcher = match_sets(std::move(sets), std::move(exclusions),
                                  below(random, 2) == 0 ? EventSet::all() : EventSet{0, 1, 2, 4});
  return definition;
}

TEST(Funnel, EqualsTryingEverythingOut_JA01_AN01) {
  std::mt19937 random(20'260'101);
  int converted = 0;
  int many = 0;
  for (int run = 0; run < 20'000; ++run) {
    const FunnelDefinition definition = random_funnel(random);
    if (!check(definition).ok()) {
      continue;
    }
    const auto line = random_line(random, 7, 5, 3, 1);
    const auto expected = reference_attempts(definition, ana, line);
    const auto found = find_attempts(definition, ana, line);
    ASSERT_EQ(found.size(), expected.size()) << run;
    for (std::size_t i = 0; i < found.size(); ++i) {
      ASSERT_EQ(found[i].at_ms, expected[i].at_ms) << run;
      ASSERT_EQ(found[i].entry, expected[i].entry) << run;
      converted += found[i].level() == definition.steps ? 1 : 0;
    }
    many += found.size() > 1 ? 1 : 0;
  }
  EXPECT_GT(converted, 1000);
  EXPECT_GT(many, 250);
}

TEST(Funnel, ManyEventsAtOneInstantAreNoMatterAndNoWait_JA01) {
  std::vector<LineEvent> line(200'000, LineEvent{a, 5, 1});
  line.push_back({b, 5, 2});
  EXPECT_EQ(attempts(funnel(2, 0), line), "5 5");
  FunnelDefinition same{.steps = 30, .window_ms = 0};
  same.matcher = match_sets(std::vector<EventSet>(30, EventSet{a}));
  EXPECT_EQ(find_attempts(same, ana, line).at(0).level(), 30U);
  same.order = FunnelOrder::any_order;
  EXPECT_EQ(find_attempts(same, ana, line).at(0).level(), 30U);
}

FunnelQuestion question_of(FunnelDefinition definition) {
  return {.funnel = std::move(definition),
          .breakdown = [](CustomerId, const LineEvent& event) { return Value(event.row % 3); }};
}

TEST(FunnelReport, IsTheSameHoweverCustomersAreSplitAndEveryCellOpens_JA01_JA12) {
  FunnelDefinition every = funnel(3, 4);
  every.attempts = FunnelAttempts::every;
  const FunnelQuestion question = question_of(every);
  std::mt19937 random(7);
  std::vector<std::vector<LineEvent>> lines;
  for (int i = 0; i < 300; ++i) {
    lines.push_back(random_line(random, 30, 4, 4, 1));
  }
  FunnelReport whole(question);
  std::vector<FunnelReport> parts(3, FunnelReport(question));
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const CustomerId customer{static_cast<std::int64_t>(i + 1)};
    whole.add(customer, lines[i]);
    parts[i % 3].add(customer, lines[i]);
  }
  parts[2].merge(parts[0]);
  parts[2].merge(parts[1]);
  const FunnelReport& merged = parts[2];
  ASSERT_EQ(merged.customers(), 300U);
  ASSERT_EQ(merged.groups().size(), 3U);
  for (const auto& [value, group] : whole.groups()) {
    const FunnelGroup& other = merged.groups().at(value);
    EXPECT_EQ(group.counts.attempts, other.counts.attempts);
    EXPECT_EQ(group.counts.customers, other.counts.customers);
    EXPECT_EQ(group.took_ms.sorted(), other.took_ms.sorted());
    ASSERT_EQ(group.trend.size(), other.trend.size());
    std::uint64_t in_trend = 0;
    for (const auto& [period, counts] : group.trend) {
      EXPECT_EQ(counts.attempts, other.trend.at(period).attempts);
      in_trend += counts.attempts[0];
    }
    EXPECT_EQ(in_trend, group.counts.attempts[0]);
    EXPECT_EQ(group.took_ms.count(), group.counts.attempts[2]);
    for (unsigned level = 1; level <= 3; ++level) {
      std::uint64_t people = 0;
      for (std::size_t i = 0; i < lines.size(); ++i) {
        const FunnelCell cell{.level_min = level, .value = value};
        people += is_in(cell, question, {static_cast<std::int64_t>(i + 1)}, lines[i]) ? 1 : 0;
      }
      EXPECT_EQ(people, group.counts.customers[level - 1]);
    }
  }
}

TEST(FunnelReport, WithinASessionNoChainGoesOnInTheNext_JA01) {
  FunnelQuestion question{.funnel = funnel(3),
                          .cases = {.per_session = true, .session = {.timeout_ms = 10}}};
  const auto line = line_of({{a, 0}, {b, 100}, {a, 101}, {b, 102}, {c, 200}, {a, 201}, {b, 300}});
  const auto times = [&](FunnelAttempts kind) {
    question.funnel.attempts = kind;
    std::string text;
    for (const FunnelAttempt& attempt : find_attempts(question, ana, line)) {
      EXPECT_EQ(line[attempt.entry].at_ms, attempt.at_ms.front());
      text += " |";
      for (const std::int64_t at : attempt.at_ms) {
        text += " " + std::to_string(at);
      }
    }
    return text;
  };
  EXPECT_EQ(times(FunnelAttempts::best), " | 101 102");
  EXPECT_EQ(times(FunnelAttempts::first), " | 0");
  EXPECT_EQ(times(FunnelAttempts::every), " | 0 | 101 102 | 201");
}

TEST(FunnelReport, TheTrendAndTheTimesToConvertOpenToTheirPeople_JA01_AN01) {
  FunnelQuestion question{.funnel = funnel(2)};
  question.breakdown = {};
  std::mt19937 random(12);
  std::vector<std::vector<LineEvent>> lines;
  FunnelReport report(question);
  for (std::int64_t i = 0; i < 200; ++i) {
    lines.push_back(random_line(random, 12, 3, 5, 6 * 60 * test_minute));
    report.add({i + 1}, lines.back());
  }
  const auto people = [&](const FunnelCell& cell) {
    std::uint64_t count = 0;
    for (const auto& line : lines) {
      count += is_in(cell, question, ana, line) ? 1 : 0;
    }
    return count;
  };
  const FunnelGroup& group = report.groups().at(no_value);
  ASSERT_GT(group.trend.size(), 4U);
  for (const auto& [period, counts] : group.trend) {
    EXPECT_EQ(counts.customers[0], people({.period = period}));
    EXPECT_EQ(counts.customers[1], people({.level_min = 2, .period = period}));
    EXPECT_EQ(counts.customers[0] - counts.customers[1],
              people({.level_min = 1, .level_max = 1, .period = period}));
  }
  const std::vector<std::int64_t> bounds = {0, 1, 7 * 60 * test_minute, test_day};
  const auto histogram = group.took_ms.histogram(bounds);
  for (std::size_t i = 0; i < bounds.size(); ++i) {
    const std::int64_t high = i + 1 < bounds.size() ? bounds[i + 1] : no_window;
    EXPECT_EQ(histogram[i],
              people({.level_min = 2, .took_ms_low = bounds[i], .took_ms_high = high}));
    EXPECT_GT(histogram[i], 0U);
  }
}

TEST(CustomerPage, GivesPagesInTheOrderOfIds) {
  CustomerPage first(2);
  CustomerPage part(2);
  for (const std::int64_t id : {9, 3, 7}) {
    first.add({id});
  }
  for (const std::int64_t id : {5, 1}) {
    part.add({id});
  }
  first.merge(part);
  EXPECT_EQ(first.customers(), (std::vector<CustomerId>{{1}, {3}}));
  EXPECT_EQ(first.total(), 5U);
  CustomerPage second(2, CustomerId{3});
  for (const std::int64_t id : {9, 3, 7, 5, 1}) {
    second.add({id});
  }
  EXPECT_EQ(second.customers(), (std::vector<CustomerId>{{5}, {7}}));
}

}  // namespace
}  // namespace throughline::journey_engine
