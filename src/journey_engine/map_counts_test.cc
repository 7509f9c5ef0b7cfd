#include "journey_engine/map_counts.h"

#include <gtest/gtest.h>

#include "journey_engine/kernels_test.h"
#include "journey_engine/large_columns_test.h"
#include "journey_engine/process_map.h"

namespace throughline::journey_engine {
namespace {

MapFigures figures_of(const MapCounts& counts) {
  EXPECT_TRUE(counts.is_right());
  MapCounts::Worker worker;
  std::vector<std::vector<EdgeFigures>> edges;
  for (std::size_t node = 0; node < counts.nodes(); ++node) {
    edges.push_back(counts.edges_from(static_cast<Value>(node), worker));
  }
  return counts.figures(edges);
}

EdgeFigures figures_of(const MapEdge& edge) {
  const stats::Sample took = edge.took_ms();
  EdgeFigures figures{.step = edge.step, .count = edge.count, .counts = edge.counts};
  figures.mean_ms = took.mean();
  figures.median_ms = took.median();
  figures.p90_ms = took.quantile(0.9);
  return figures;
}

void expect_same(const MapNode& one, const MapNode& other, Value value) {
  EXPECT_EQ(one.events, other.events) << value;
  EXPECT_EQ(one.cases, other.cases) << value;
  EXPECT_EQ(one.customers, other.customers) << value;
  EXPECT_EQ(one.starts, other.starts) << value;
  EXPECT_EQ(one.ends, other.ends) << value;
  EXPECT_EQ(one.rework_cases, other.rework_cases) << value;
}

void expect_same(const MapCounts& counts, const ProcessMap& expected) {
  const MapFigures found = figures_of(counts);
  EXPECT_EQ(found.customers, expected.customers());
  EXPECT_EQ(found.events, expected.events());
  expect_same_sample(found.lasted_ms, expected.lasted_ms());
  const auto nodes = expected.nodes();
  ASSERT_EQ(found.nodes.size(), nodes.size());
  for (const auto& [value, node] : nodes) {
    ASSERT_TRUE(found.nodes.contains(value));
    expect_same(found.nodes.at(value), node, value);
  }
  const auto edges = expected.edges();
  ASSERT_EQ(found.edges.size(), edges.size());
  for (std::size_t i = 0; i < edges.size(); ++i) {
    const EdgeFigures wanted = figures_of(edges[i]);
    EXPECT_EQ(found.edges[i], wanted) << wanted.step.from << " to " << wanted.step.to;
  }
}

class MapStreams : public ::testing::TestWithParam<std::uint64_t> {};
INSTANTIATE_TEST_SUITE_P(Seeds, MapStreams, ::testing::Range<std::uint64_t>(0, 20));

TEST_P(MapStreams, DrawTheMapOfTheReference) {
  KernelWorld world(GetParam());
  const Snapshot snapshot = world.snapshot();
  constexpr std::array<std::uint32_t, 3> codes = {201, 5'001, 1'000'001};
  const std::uint32_t below = codes.at(GetParam() % codes.size());
  for (int i = 0; i < 8; ++i) {
    TraceRule rule;
    rule.cases.per_session = world.below(2) == 0;
    constexpr std::array<std::int64_t, 4> timeouts = {1, 60'000, 1'800'000, 500'000'000};
    rule.cases.session.timeout_ms = timeouts.at(world.below(timeouts.size()));
    const LookedAt looked = world.some_lines();
    if (!why_no_streams(rule, below, 10'000'000).empty()) {
      continue;
    }
    const MapCounts empty(rule, below);
    ASSERT_TRUE(empty.kernel().reads_columns());
    expect_same(from_columns(snapshot, looked, empty),
                from_lines(snapshot, looked, ProcessMap(rule)));
  }
}

TEST(MapStreams, DrawLargeMaps) {
  for (const auto& [codes, width] :
       {std::pair(1U, 1U), {2U, 1U}, {200U, 1U}, {300U, 2U}, {3'000U, 4U}}) {
    const LargeColumns large(codes, 30'000, codes, width);
    for (const bool per_session : {false, true}) {
      TraceRule rule;
      rule.cases.per_session = per_session;
      expect_same(large.from_columns(MapCounts(rule, codes)), large.from_lines(ProcessMap(rule)));
    }
  }
}

TEST(MapStreams, SayWhenACodeIsBeyond) {
  const LargeColumns large(1, 5'000, 300, 2);
  const TraceRule rule;
  EXPECT_TRUE(large.from_columns(MapCounts(rule, 300)).is_right());
  MapCounts right(rule, 100);
  right.merge(large.from_columns(MapCounts(rule, 100)));
  EXPECT_FALSE(right.is_right());
}

TEST(MapStreamsChoice, SaysWhyNot) {
  TraceRule rule;
  EXPECT_EQ(why_no_streams(rule, 300, 10), "");
  EXPECT_EQ(why_no_streams(rule, 5'000, 10), "there are few events");
  EXPECT_EQ(why_no_streams(rule, 5'000, 10'000'000), "");
  EXPECT_EQ(why_no_streams(rule, 9'000, 10), "there are too many names");
  EXPECT_EQ(why_no_streams(rule, 300, 1'000'000'000), "there are too many events");
  rule.repeats = Repeats::collapse;
  EXPECT_EQ(why_no_streams(rule, 300, 10), "not every event is a step");
  rule.cases = {.per_session = true, .session = {.starts = EventSet{3}}};
  EXPECT_EQ(why_no_streams(rule, 300, 10), "some events always begin a session");
}

}  // namespace
}  // namespace throughline::journey_engine
