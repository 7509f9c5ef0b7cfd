#include "journey_engine/paths.h"

#include <gtest/gtest.h>

#include "journey_engine/lines_test.h"
#include "journey_engine/next_steps.h"

namespace throughline::journey_engine {
namespace {

constexpr std::uint32_t a = 0;
constexpr std::uint32_t b = 1;
constexpr std::uint32_t c = 2;

Paths paths_of(const PathQuestion& question, const std::vector<std::vector<LineEvent>>& lines) {
  EXPECT_TRUE(check(question).ok());
  Paths whole(question);
  Paths part(question);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    (i % 2 == 0 ? whole : part).add({static_cast<std::int64_t>(i + 1)}, lines[i]);
  }
  whole.merge(part);
  return whole;
}

TEST(Paths, GoFromToAndThrough_JA02) {
  const PathQuestion through{.anchor = EventSet{b}, .after = 2, .before = 1};
  const auto line = line_of({{a, 0}, {c, 1}, {b, 2}, {a, 3}});
  const Paths found = paths_of(through, {line, line_of({{b, 0}})});
  EXPECT_EQ(found.anchors(), 2U);
  EXPECT_EQ(found.customers(), 2U);
  EXPECT_EQ(tree_of(found.after()).at({b}).paths, 2U);
  EXPECT_EQ(tree_of(found.after()).at({b}).ended, 1U);
  EXPECT_EQ(tree_of(found.after()).at({b, a}).paths, 1U);
  EXPECT_EQ(tree_of(found.after()).at({b, a}).ended, 1U);
  EXPECT_EQ(tree_of(found.after()).size(), 2U);
  EXPECT_EQ(tree_of(found.before()).at({b, c}).paths, 1U);
  EXPECT_EQ(tree_of(found.before()).at({b, c}).ended, 0U);  // Its depth is used up.
  EXPECT_TRUE(is_in({.prefix = {b, a}, .ended = true}, through, {1}, line));
  EXPECT_FALSE(is_in({.prefix = {b}, .ended = true}, through, {1}, line));
  EXPECT_TRUE(is_in({.prefix = {b, c}, .before = true}, through, {1}, line));
}

TEST(Paths, WhoTakesALinkIsWhoHasItAtThatDepth_JA02) {
  const PathQuestion through{.anchor = EventSet{b}, .after = 2, .before = 1};
  const auto line = line_of({{a, 0}, {c, 1}, {b, 2}, {a, 3}, {c, 4}});
  EXPECT_TRUE(takes({.depth = 0, .from = b, .to = a}, false, through, {1}, line));
  EXPECT_TRUE(takes({.depth = 1, .from = a, .to = c}, false, through, {1}, line));
  EXPECT_TRUE(takes({.depth = 0, .from = b, .to = c}, true, through, {1}, line));
  EXPECT_FALSE(takes({.depth = 0, .from = a, .to = c}, false, through, {1}, line));
  EXPECT_FALSE(takes({.depth = 1, .from = c, .to = a}, true, through, {1}, line))
      << "deeper than is followed";
  EXPECT_FALSE(takes({.depth = 20, .from = a, .to = c}, false, through, {1}, line));
}

TEST(Paths, OtherWaysAreThoseThatGoOnAndNotThere_JA02) {
  const PathQuestion from{.anchor = EventSet{b}, .after = 2};
  const auto on = line_of({{b, 0}, {a, 1}, {c, 2}});
  const auto ended = line_of({{b, 0}});
  EXPECT_TRUE(is_in({.prefix = {b}, .other_than = {{c}}}, from, {1}, on));
  EXPECT_FALSE(is_in({.prefix = {b}, .other_than = {{c, a}}}, from, {1}, on));
  EXPECT_FALSE(is_in({.prefix = {b}, .other_than = {{c}}}, from, {2}, ended));
  EXPECT_TRUE(is_in({.prefix = {}, .other_than = {{a}}}, from, {2}, ended));
  EXPECT_FALSE(is_in({.prefix = {}, .other_than = {{b}}}, from, {2}, ended));
  EXPECT_FALSE(is_in({.prefix = {b, a, c}, .other_than = {{b}}}, from, {1}, on));
}

TEST(Paths, FromTheBeginningAndToTheEndOfCases_JA02) {
  PathQuestion edges{.anchor_is_edge = true, .after = 2, .before = 2};
  edges.rule.repeats = Repeats::collapse;
  const Paths found = paths_of(edges, {line_of({{a, 0}, {a, 1}, {b, 2}, {c, 3}})});
  EXPECT_TRUE(tree_of(found.after()).contains({a, b}));
  EXPECT_TRUE(tree_of(found.before()).contains({c, b}));
  EXPECT_EQ(tree_of(found.after()).size(), 2U);
}

TEST(Paths, EveryAnchorBeginsOneWithinItsSession_JA02_JA08) {
  PathQuestion every{.anchor = EventSet{a}, .anchors = PathAnchors::every, .after = 10};
  const auto line = line_of({{a, 0}, {a, 1}, {b, 100}});
  EXPECT_EQ(tree_of(paths_of(every, {line}).after()).at({a}).paths, 2U);
  EXPECT_TRUE(tree_of(paths_of(every, {line}).after()).contains({a, a, b}));
  every.rule.cases = {.per_session = true, .session = {.timeout_ms = 50}};
  const Paths found = paths_of(every, {line});
  EXPECT_EQ(tree_of(found.after()).at({a, a}).ended, 1U);
  EXPECT_FALSE(tree_of(found.after()).contains({a, b}));
  every.after = 21;
  EXPECT_FALSE(check(every).ok());
}

// What peers compute with neighbours: three events in a row within a session, all of them.
TEST(Paths, ThreeInARowEqualACountOfNeighboursAndOpenToPeople_JA02_JA12) {
  std::mt19937 random(31);
  std::vector<std::vector<LineEvent>> lines;
  std::map<PathPrefix, std::uint64_t> expected;
  for (int i = 0; i < 100; ++i) {
    lines.push_back(random_line(random, 30, 3, 4, 10));
    const auto& line = lines.back();
    for (std::size_t at = 2; at < line.size(); ++at) {
      if (line[at].at_ms - line[at - 1].at_ms <= 20 &&
          line[at - 1].at_ms - line[at - 2].at_ms <= 20) {
        ++expected[{line[at - 2].code, line[at - 1].code, line[at].code}];
      }
    }
  }
  PathQuestion any{.anchor = EventSet::all(), .anchors = PathAnchors::every, .after = 2};
  any.rule.cases = {.per_session = true, .session = {.timeout_ms = 20}};
  const Paths found = paths_of(any, lines);
  const auto most = most_frequent(found.after(), 3, 1000);
  ASSERT_EQ(most.size(), expected.size());
  std::uint64_t before = most.front().second.paths;
  for (const auto& [prefix, count] : most) {
    EXPECT_EQ(count.paths, expected.at(prefix));
    EXPECT_LE(count.paths, before);
    before = count.paths;
    std::uint64_t people = 0;
    for (const auto& line : lines) {
      people += is_in({.prefix = prefix}, any, {1}, line) ? 1 : 0;
    }
    EXPECT_EQ(count.customers, people);
  }
  EXPECT_EQ(most_frequent(found.after(), 3, 2).size(), 2U);
}

TEST(Paths, WhatFlowsThroughALinkIsWhatGoesOn_JA02) {
  const PathQuestion from{.anchor = EventSet{a}, .after = 3};
  const Paths found =
      paths_of(from, {line_of({{a, 0}, {b, 1}, {c, 2}}), line_of({{a, 0}, {c, 1}, {c, 2}, {b, 3}}),
                      line_of({{a, 0}, {b, 1}, {a, 2}})});
  const std::map<PathLink, std::uint64_t> expected = {{{0, a, b}, 2}, {{0, a, c}, 1},
                                                      {{1, b, a}, 1}, {{1, b, c}, 1},
                                                      {{1, c, c}, 1}, {{2, c, b}, 1}};
  EXPECT_EQ(links_of(found.after()), expected);
}

TEST(NextSteps, SayWhatPeopleLikeThisDidNext) {
  const NextQuestion question{.so_far = {a, b}};
  NextSteps found(question);
  NextSteps part(question);
  const auto ana = line_of({{a, 0}, {b, 1}, {c, 5}, {a, 6}, {b, 7}});
  const auto ben = line_of({{b, 0}, {c, 3}});
  found.add({1}, ana);
  part.add({2}, ben);
  found.merge(part);
  EXPECT_EQ(found.customers(2), 1U);
  EXPECT_EQ(found.customers(1), 2U);
  EXPECT_EQ(found.longest(1), 2U);
  EXPECT_EQ(found.longest(2), 1U);
  EXPECT_EQ(found.longest(3), 0U);
  EXPECT_EQ(found.after(2).at(c).times, 1U);
  EXPECT_EQ(found.after(2).at(no_value).times, 1U);
  EXPECT_EQ(found.after(1).at(c).customers, 2U);
  EXPECT_EQ(found.after(1).at(c).after_ms.sorted(), (std::vector<std::int64_t>{3, 4}));
  EXPECT_TRUE(is_in({2, c}, question, {1}, ana));
  EXPECT_FALSE(is_in({2, c}, question, {2}, ben));
  EXPECT_TRUE(is_in({1, c}, question, {2}, ben));
}

}  // namespace
}  // namespace throughline::journey_engine
