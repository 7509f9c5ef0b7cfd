#include "journey_engine/trace_columns.h"

#include <gtest/gtest.h>

#include "journey_engine/kernels_test.h"
#include "journey_engine/paths.h"
#include "journey_engine/process_map.h"
#include "journey_engine/variants.h"

namespace throughline::journey_engine {
namespace {

TraceRule some_rule(KernelWorld& world) {
  TraceRule rule;
  if (world.below(2) == 0) {
    rule.events = world.some_events();
  }
  rule.repeats = static_cast<Repeats>(world.below(2));
  rule.cases.per_session = world.below(2) == 0;
  constexpr std::array<std::int64_t, 4> timeouts = {1, 60'000, 1'800'000, 500'000'000};
  rule.cases.session.timeout_ms = timeouts.at(world.below(timeouts.size()));
  return rule;
}

void expect_same(const MapNode& one, const MapNode& other) {
  EXPECT_EQ(one.events, other.events);
  EXPECT_EQ(one.cases, other.cases);
  EXPECT_EQ(one.customers, other.customers);
  EXPECT_EQ(one.starts, other.starts);
  EXPECT_EQ(one.ends, other.ends);
  EXPECT_EQ(one.rework_cases, other.rework_cases);
}

void expect_same(const MapEdge& one, const MapEdge& other) {
  EXPECT_EQ(one.count, other.count);
  EXPECT_EQ(one.counts.cases, other.counts.cases);
  EXPECT_EQ(one.counts.customers, other.counts.customers);
  EXPECT_EQ(one.counts.back_and_forth, other.counts.back_and_forth);
  expect_same_sample(one.took_ms(), other.took_ms());
}

void expect_same(const ProcessMap& one, const ProcessMap& other) {
  EXPECT_EQ(one.customers(), other.customers());
  EXPECT_EQ(one.events(), other.events());
  expect_same_sample(one.lasted_ms(), other.lasted_ms());
  const auto nodes = one.nodes();
  const auto same = other.nodes();
  ASSERT_EQ(nodes.size(), same.size());
  for (const auto& [value, node] : nodes) {
    ASSERT_TRUE(same.contains(value));
    expect_same(node, same.at(value));
  }
  const auto edges = one.edges();
  const auto others = other.edges();
  ASSERT_EQ(edges.size(), others.size());
  for (std::size_t i = 0; i < edges.size(); ++i) {
    ASSERT_EQ(edges[i].step, others[i].step);
    expect_same(edges[i], others[i]);
  }
}

// Variants take the cases that a map has found.
class OnlyVariants {
 public:
  explicit OnlyVariants(const TraceRule& rule) : rule_(rule), variants_(rule) {}
  void add(CustomerId customer, Line line) { variants_.add(customer, line); }
  void add(const Columns& columns, const LookedAt& looked) {
    TraceColumns traces(rule_);
    traces.read(columns);
    visit_lines(columns, looked,
                [&](const ColumnLine& line) { variants_.add(line, traces, traces.find(line)); });
  }
  void merge(const OnlyVariants& other) { variants_.merge(other.variants_); }
  [[nodiscard]] const Variants& variants() const { return variants_; }

 private:
  const TraceRule& rule_;
  Variants variants_;
};

void expect_same(const Variants& one, const Variants& other) {
  EXPECT_EQ(one.cases(), other.cases());
  ASSERT_EQ(one.count(), other.count());
  const auto all = one.most_frequent(one.count());
  const auto same = other.most_frequent(other.count());
  for (std::size_t i = 0; i < all.size(); ++i) {
    EXPECT_EQ(all[i].nodes, same[i].nodes);
    EXPECT_EQ(all[i].cases, same[i].cases);
    EXPECT_EQ(all[i].customers, same[i].customers);
    expect_same_sample(all[i].lasted_ms, same[i].lasted_ms);
  }
}

void expect_same(const PathTrie& one, const PathTrie& other) {
  const PathTree all = tree_of(one);
  const PathTree same = tree_of(other);
  ASSERT_EQ(all.size(), same.size());
  for (const auto& [prefix, count] : all) {
    ASSERT_TRUE(same.contains(prefix));
    EXPECT_EQ(count.paths, same.at(prefix).paths);
    EXPECT_EQ(count.customers, same.at(prefix).customers);
    EXPECT_EQ(count.ended, same.at(prefix).ended);
  }
}

class TraceKernel : public ::testing::TestWithParam<std::uint64_t> {};
INSTANTIATE_TEST_SUITE_P(Seeds, TraceKernel, ::testing::Range<std::uint64_t>(0, 20));

TEST_P(TraceKernel, DrawsTheMapOfTheReference) {
  KernelWorld world(GetParam());
  const Snapshot snapshot = world.snapshot();
  for (int i = 0; i < 12; ++i) {
    const TraceRule rule = some_rule(world);
    const LookedAt looked = world.some_lines();
    const ProcessMap empty(rule);
    ASSERT_TRUE(empty.kernel().reads_columns());
    expect_same(from_lines(snapshot, looked, empty), from_columns(snapshot, looked, empty));
  }
}

TEST_P(TraceKernel, FindsTheVariantsOfTheReference) {
  KernelWorld world(GetParam());
  const Snapshot snapshot = world.snapshot();
  for (int i = 0; i < 8; ++i) {
    const TraceRule rule = some_rule(world);
    const LookedAt looked = world.some_lines();
    const OnlyVariants empty(rule);
    expect_same(from_lines(snapshot, looked, empty).variants(),
                from_columns(snapshot, looked, empty).variants());
  }
}

TEST_P(TraceKernel, FollowsThePathsOfTheReference) {
  KernelWorld world(GetParam());
  const Snapshot snapshot = world.snapshot();
  for (int i = 0; i < 12; ++i) {
    PathQuestion question{.rule = some_rule(world)};
    question.anchor = world.below(2) == 0 ? EventSet::all() : world.some_events();
    question.anchor_is_edge = world.below(2) == 0;
    question.anchors = static_cast<PathAnchors>(world.below(2));
    question.after = static_cast<unsigned>(world.below(5));
    question.before = static_cast<unsigned>(world.below(4));
    const LookedAt looked = world.some_lines();
    const Paths empty(question);
    ASSERT_TRUE(empty.kernel().reads_columns());
    const Paths expected = from_lines(snapshot, looked, empty);
    const Paths found = from_columns(snapshot, looked, empty);
    EXPECT_EQ(found.customers(), expected.customers());
    EXPECT_EQ(found.anchors(), expected.anchors());
    expect_same(found.after(), expected.after());
    expect_same(found.before(), expected.before());
  }
}

TEST(TraceKernelChoice, SaysWhyOnlyLinesAnswer) {
  TraceRule rule;
  EXPECT_TRUE(ProcessMap(rule).kernel().reads_columns());
  rule.node = [](CustomerId, const LineEvent& event) { return event.code / 2; };
  EXPECT_EQ(ProcessMap(rule).kernel().because, "nodes are not the names of events");
  rule.node = {};
  rule.cases.per_session = true;
  EXPECT_TRUE(ProcessMap(rule).kernel().reads_columns());
  rule.cases.session.starts = EventSet{3};
  EXPECT_EQ(ProcessMap(rule).kernel().because, "some events always begin a session");
}

}  // namespace
}  // namespace throughline::journey_engine
