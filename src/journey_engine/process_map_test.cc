#include "journey_engine/process_map.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <set>

#include "journey_engine/lines_test.h"
#include "journey_engine/map_detail.h"
#include "journey_engine/variants.h"

namespace throughline::journey_engine {
namespace {

constexpr std::uint32_t a = 0;
constexpr std::uint32_t b = 1;
constexpr std::uint32_t c = 2;

std::vector<std::vector<LineEvent>> random_lines(unsigned seed, int count) {
  std::mt19937 random(seed);
  std::vector<std::vector<LineEvent>> lines;
  for (int i = 0; i < count; ++i) {
    lines.push_back(random_line(random, 25, 4, 3, 20 * test_minute));
  }
  return lines;
}

template <class Report>
Report add_all(Report report, const std::vector<std::vector<LineEvent>>& lines) {
  for (std::size_t i = 0; i < lines.size(); ++i) {
    report.add({static_cast<std::int64_t>(i + 1)}, lines[i]);
  }
  return report;
}

// Of an edge that there is.
MapEdge edge_of(const ProcessMap& map, const MapStep& step) {
  const auto edges = map.edges();
  return *std::ranges::find(edges, step, &MapEdge::step);
}

std::set<MapStep> steps_of(const MapDetail& detail) {
  std::set<MapStep> steps;
  for (const MapEdge& edge : detail.edges) {
    steps.insert(edge.step);
  }
  return steps;
}

TEST(ProcessMap, CountsWhatDirectlyFollowsAndNotWhatEventuallyDoes_AN04) {
  const TraceRule rule;
  const ProcessMap map =
      add_all(ProcessMap(rule), {line_of({{a, 0}, {b, 5}, {a, 6}, {b, 10}}), line_of({{c, 1}})});
  ASSERT_EQ(map.edges().size(), 2U);
  const MapEdge forth = edge_of(map, {a, b});
  EXPECT_EQ(forth.count, 2U);
  EXPECT_EQ(forth.counts.cases, 1U);
  EXPECT_EQ(forth.counts.customers, 1U);
  EXPECT_EQ(forth.counts.back_and_forth, 1U);
  EXPECT_EQ(forth.took_ms().mean(), 4.5);
  EXPECT_EQ(edge_of(map, {b, a}).counts.back_and_forth, 1U);
  EXPECT_EQ(map.nodes().at(c).starts, 1U);
  EXPECT_EQ(map.nodes().at(c).ends, 1U);
  EXPECT_EQ(map.nodes().at(a).rework_cases, 1U);
  EXPECT_EQ(map.lasted_ms().sorted(), (std::vector<std::int64_t>{0, 10}));
}

TEST(ProcessMap, BackAndForthIsCountedWhereItBegan_JM05) {
  const TraceRule rule;
  const ProcessMap map = add_all(
      ProcessMap(rule), {line_of({{a, 0}, {b, 1}, {a, 2}}), line_of({{c, 0}, {c, 1}, {c, 2}})});
  EXPECT_EQ(edge_of(map, {a, b}).counts.back_and_forth, 1U);
  EXPECT_EQ(edge_of(map, {b, a}).counts.back_and_forth, 0U);
  EXPECT_EQ(edge_of(map, {c, c}).counts.back_and_forth, 0U);
}

TEST(ProcessMap, NodesMayBeNamedDroppedAndCollapsed_JM05) {
  TraceRule rule;
  rule.node = [](CustomerId, const LineEvent& event) {
    return event.code == c ? no_value : Value{7} + event.code / 2;
  };
  const auto line = line_of({{a, 0}, {c, 1}, {b, 2}, {4, 3}});
  EXPECT_EQ(edge_of(add_all(ProcessMap(rule), {line}), {7, 7}).count, 1U);
  rule.repeats = Repeats::collapse;
  const ProcessMap map = add_all(ProcessMap(rule), {line});
  ASSERT_EQ(map.edges().size(), 1U);
  EXPECT_EQ(edge_of(map, {7, 9}).took_ms().mean(), 3);
}

// Neighbours of one case.
std::uint64_t count_pairs(const std::vector<std::vector<LineEvent>>& lines, const MapStep& step,
                          std::int64_t apart_ms_max) {
  std::uint64_t pairs = 0;
  for (const auto& line : lines) {
    for (std::size_t i = 1; i < line.size(); ++i) {
      const bool is_step = line[i - 1].code == step.from && line[i].code == step.to;
      pairs += is_step && line[i].at_ms - line[i - 1].at_ms <= apart_ms_max ? 1 : 0;
    }
  }
  return pairs;
}

// Every figure against a count over all pairs of neighbours, by session and as a whole, and every
// cell against the customers it opens to.
TEST(ProcessMap, EveryFigureOpensToItsPeople_JM05_JA12) {
  for (const bool per_session : {false, true}) {
    TraceRule rule;
    rule.cases = {.per_session = per_session, .session = {.timeout_ms = 20 * test_minute}};
    const std::int64_t apart_ms_max =
        per_session ? 20 * test_minute : std::numeric_limits<std::int64_t>::max();
    const auto lines = random_lines(11, 80);
    const ProcessMap map = add_all(ProcessMap(rule), lines);
    const auto people = [&](const MapCell& cell) {
      return static_cast<std::uint64_t>(std::ranges::count_if(
          lines, [&](const auto& line) { return is_in(cell, rule, {1}, line); }));
    };
    ASSERT_EQ(map.edges().size(), 16U);
    for (const MapEdge& edge : map.edges()) {
      const MapStep& step = edge.step;
      const std::uint64_t pairs = count_pairs(lines, step, apart_ms_max);
      EXPECT_EQ(edge.count, pairs);
      EXPECT_EQ(edge.took_ms().count(), pairs);
      EXPECT_EQ(edge.counts.customers, people({MapCell::Kind::edge, step.from, step.to}));
    }
    std::uint64_t starts = 0;
    for (const auto& [value, node] : map.nodes()) {
      EXPECT_EQ(node.customers, people({MapCell::Kind::node, value}));
      starts += node.starts;
    }
    EXPECT_EQ(starts, map.cases());
    if (!per_session) {
      EXPECT_EQ(map.nodes().at(a).starts, people({MapCell::Kind::start, a}));
      EXPECT_EQ(map.nodes().at(a).ends, people({MapCell::Kind::end, a}));
      EXPECT_EQ(map.nodes().at(a).rework_cases, people({MapCell::Kind::rework, a}));
    }
  }
}

TEST(MapDetail, KeepsTheBusiestWaysInAndOutOfWhatIsShown_JM05) {
  const TraceRule rule;
  const auto often = line_of({{a, 0}, {b, 1}, {c, 2}, {c, 3}});
  const ProcessMap map = add_all(ProcessMap(rule), {often, often, line_of({{a, 0}, {c, 1}})});
  const MapDetail least = choose_detail(map, 1, 0);
  EXPECT_EQ(steps_of(least), (std::set<MapStep>{{a, b}, {b, c}}));
  EXPECT_EQ(least.steps, 4U);
  EXPECT_EQ(least.events, 10U);
  const MapDetail two = choose_detail(map, 0.5, 0);
  EXPECT_EQ(two.nodes, (std::set<Value>{a, c}));
  EXPECT_EQ(steps_of(two), (std::set<MapStep>{{a, c}}));
  EXPECT_EQ(steps_of(choose_detail(map, 1, 0.5)), (std::set<MapStep>{{a, b}, {b, c}}));
  EXPECT_EQ(choose_detail(map, 1, 1).edges.size(), 4U);
}

TEST(Variants, RankByCasesAndCoverAll_JM05_AN04) {
  const TraceRule rule;
  const auto lines = random_lines(3, 200);
  Variants found = add_all(Variants(rule), {line_of({{a, 0}, {b, 1}}), line_of({{a, 5}, {b, 5}}),
                                            line_of({{a, 0}}), line_of({{b, 0}})});
  const auto most = found.most_frequent(2);
  ASSERT_EQ(most.size(), 2U);
  EXPECT_EQ(most[0].nodes, (std::vector<Value>{a, b}));
  EXPECT_EQ(most[0].cases, 2U);
  EXPECT_EQ(most[1].nodes, (std::vector<Value>{a}));
  found.merge(add_all(Variants(rule), lines));
  std::uint64_t cases = 0;
  for (const Variant& variant : found.most_frequent(found.count())) {
    cases += variant.cases;
    EXPECT_EQ(variant.lasted_ms.count(), variant.cases);
  }
  EXPECT_EQ(cases, found.cases());
  TraceRule sessions;
  sessions.cases = {.per_session = true, .session = {.timeout_ms = 5}};
  const auto twice = add_all(Variants(sessions), {line_of({{a, 0}, {b, 1}, {a, 10}, {b, 11}})});
  EXPECT_EQ(twice.most_frequent(1).at(0).cases, 2U);
  EXPECT_EQ(twice.most_frequent(1).at(0).customers, 1U);
  EXPECT_TRUE(has_variant({a, b}, rule, {1}, line_of({{a, 5}, {b, 5}})));
  EXPECT_FALSE(has_variant({a}, rule, {1}, line_of({{a, 5}, {b, 5}})));
}

}  // namespace
}  // namespace throughline::journey_engine
