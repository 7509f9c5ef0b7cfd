#include "journey_engine/survival.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "journey_engine/lines_test.h"

namespace throughline::journey_engine {
namespace {

constexpr std::uint32_t start = 1;
constexpr std::uint32_t finish = 2;
constexpr std::uint32_t seen = 3;

SurvivalQuestion until_finish() {
  return {.starts = EventSet{start}, .ends = EventSet{finish}, .looked_until_ms = 100 * test_day};
}

SurvivalQuestion until_silent() {
  return {.starts = EventSet{start},
          .ends = EventSet{start, seen},
          .silence_ms = 10 * test_day,
          .looked_until_ms = 100 * test_day};
}

void expect_survived(const SurvivalQuestion& question, Line line, std::int64_t units, bool ended) {
  const auto found = find_survived(question, {1}, line);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->units, units);
  EXPECT_EQ(found->ended, ended);
}

TEST(Survival, RunsFromTheFirstStartToTheFirstEndBehindIt_JA17) {
  const SurvivalQuestion question = until_finish();
  EXPECT_FALSE(find_survived(question, {1}, line_of({{finish, 0}})));
  expect_survived(question,
                  line_of({{finish, 0},
                           {start, 2 * test_day},
                           {start, 3 * test_day},
                           {finish, 7 * test_day - 1},
                           {finish, 9 * test_day}}),
                  4, true);
  expect_survived(question, line_of({{start, 5}, {finish, 5}}), 0, true);
  SurvivalQuestion again = question;
  again.ends = EventSet{start};
  expect_survived(again, line_of({{start, 0}, {start, test_day}}), 1, true);
  expect_survived(again, line_of({{start, 0}}), 100, false);
}

TEST(Survival, WhoHasNotEndedIsFollowedUntilTheLookEnds_AN07) {
  SurvivalQuestion question = until_finish();
  const auto line = line_of({{start, 40 * test_day}, {finish, 70 * test_day}});
  expect_survived(question, line, 30, true);
  question.looked_until_ms = 69 * test_day;
  expect_survived(question, line, 29, false);
  question.looked_until_ms = 100 * test_day;
  question.longest_ms = 7 * test_day;
  expect_survived(question, line, 7, false);
  question.longest_ms = 30 * test_day;
  expect_survived(question, line, 30, true);
  question.unit_ms = 7 * test_day;
  expect_survived(question, line, 4, true);
  question.looked_until_ms = 0;  // A clock that was ahead.
  expect_survived(question, line, 0, false);
}

TEST(Survival, ASilenceEndsItWhenItHasLastedAndIsKnownOnlyThen_AN07) {
  SurvivalQuestion question = until_silent();
  const auto line = line_of({{start, 0}, {seen, 5 * test_day}, {seen, 15 * test_day}});
  expect_survived(question, line, 25, true);
  question.looked_until_ms = 25 * test_day;
  expect_survived(question, line, 25, false);
  question.looked_until_ms = 25 * test_day + 1;
  expect_survived(question, line, 25, true);
  // Only the first silence counts, also where somebody came back; other events show nothing.
  question.looked_until_ms = 100 * test_day;
  expect_survived(question,
                  line_of({{start, 0},
                           {seen, 4 * test_day},
                           {finish, 14 * test_day},
                           {seen, 14 * test_day + 1},
                           {seen, 20 * test_day}}),
                  14, true);
}

TEST(Survival, PartsAddUpAndEveryFigureOpensToItsPeople_JA17) {
  std::mt19937 random(20260401);
  for (int round = 0; round < 60; ++round) {
    std::vector<std::vector<LineEvent>> lines;
    for (int i = 0; i < 30; ++i) {
      lines.push_back(random_line(random, 8, 4, 9, test_day));
    }
    SurvivalQuestion question = round % 2 == 0 ? until_finish() : until_silent();
    question.looked_until_ms = 1'760'000'000'000 + below(random, 20) * test_day;
    SurvivalReport whole(question);
    SurvivalReport part(question);
    for (std::size_t i = 0; i < lines.size(); ++i) {
      (i % 3 == 0 ? part : whole).add({static_cast<std::int64_t>(i)}, lines[i]);
    }
    whole.merge(part);
    const auto count = [&](const SurvivalCell& cell) {
      return static_cast<std::uint64_t>(
          std::count_if(lines.begin(), lines.end(),
                        [&](const auto& line) { return is_in(cell, question, {1}, line); }));
    };
    std::uint64_t people = 0;
    for (const stats::SurvivalTally& tally : whole.tallies()) {
      const auto units = static_cast<std::int64_t>(tally.time);
      EXPECT_EQ(tally.happened,
                count({.ended = true, .units_min = units, .units_below = units + 1}));
      EXPECT_EQ(tally.censored,
                count({.ended = false, .units_min = units, .units_below = units + 1}));
      people += tally.happened + tally.censored;
    }
    EXPECT_EQ(people, count({}));
    EXPECT_GT(people, 0U);
  }
}

}  // namespace
}  // namespace throughline::journey_engine
