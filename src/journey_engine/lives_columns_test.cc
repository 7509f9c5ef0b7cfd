// Lifetimes, first days and graphs of columns are those of lines.
#include <gtest/gtest.h>

#include "journey_engine/graph_report.h"
#include "journey_engine/kernels_test.h"
#include "journey_engine/landmark.h"
#include "journey_engine/survival.h"

namespace throughline::journey_engine {
namespace {

constexpr std::int64_t now_ms = 1'700'020'000'000;

class LivesOfColumns : public testing::TestWithParam<std::uint64_t> {
 protected:
  std::int64_t some_time() {
    constexpr std::array<std::int64_t, 6> times = {1,         999,        60'000,
                                                   3'600'000, 86'400'000, 1LL << 45U};
    return times.at(world_.below(times.size()));
  }
  // body(LookedAt, round), several times.
  template <class Body>
  void each_round(const Body& body) {
    for (int round = 0; round < 8; ++round) {
      SCOPED_TRACE(testing::Message() << "seed " << GetParam() << " round " << round);
      body(world_.some_lines());
    }
  }

  KernelWorld world_ = KernelWorld(GetParam());
  Snapshot snapshot_ = world_.snapshot();
};

INSTANTIATE_TEST_SUITE_P(Seeds, LivesOfColumns, testing::Range<std::uint64_t>(0, 40));

TEST_P(LivesOfColumns, LastAsLongAsThoseOfLines) {
  each_round([&](const LookedAt& looked) {
    SurvivalQuestion question{.starts = world_.some_events(),
                              .ends = world_.some_events(),
                              .unit_ms = 60'000,
                              .looked_until_ms = now_ms};
    if (world_.below(2) == 0) {
      question.silence_ms = some_time();
      question.ends = world_.below(2) == 0 ? EventSet::all() : question.ends;
    }
    if (world_.below(3) == 0) {
      question.longest_ms = some_time();
    }
    const SurvivalReport empty(question);
    const auto lines = from_lines(snapshot_, looked, empty).tallies();
    const auto columns = from_columns(snapshot_, looked, empty).tallies();
    ASSERT_EQ(columns.size(), lines.size());
    for (std::size_t i = 0; i < lines.size(); ++i) {
      EXPECT_EQ(columns[i].time, lines[i].time);
      EXPECT_EQ(columns[i].happened, lines[i].happened) << lines[i].time;
      EXPECT_EQ(columns[i].censored, lines[i].censored) << lines[i].time;
    }
  });
}

TEST_P(LivesOfColumns, HaveTheSameFirstDays) {
  each_round([&](const LookedAt& looked) {
    LandmarkQuestion question{.starts = world_.some_events(),
                              .did = world_.some_events(),
                              .outcome = world_.some_events(),
                              .comes_back = world_.below(2) == 0,
                              .within_ms = world_.below(4) == 0 ? 0 : some_time(),
                              .after_ms = world_.below(2) == 0 ? 0 : 30'000,
                              .window_ms = some_time()};
    if (question.comes_back) {
      question.outcome = EventSet::all();
    }
    if (world_.below(3) == 0) {
      question.from_ms = now_ms - 18'000'000;
      question.until_ms = now_ms;
    }
    if (world_.below(2) == 0) {
      question.known_until_ms = now_ms;
    }
    const LandmarkReport empty(question);
    const auto lines = from_lines(snapshot_, looked, empty);
    const auto columns = from_columns(snapshot_, looked, empty);
    for (std::size_t i = 0; i < busy_strata; ++i) {
      const stats::Stratum& found = columns.strata().at(i);
      const stats::Stratum& expected = lines.strata().at(i);
      EXPECT_EQ(found.first.of, expected.first.of) << i;
      EXPECT_EQ(found.first.count, expected.first.count) << i;
      EXPECT_EQ(found.second.of, expected.second.of) << i;
      EXPECT_EQ(found.second.count, expected.second.count) << i;
    }
    for (const auto standing :
         {LandmarkStanding::not_begun, LandmarkStanding::too_young, LandmarkStanding::had_it,
          LandmarkStanding::gone, LandmarkStanding::counted}) {
      EXPECT_EQ(columns.people(standing), lines.people(standing)) << static_cast<int>(standing);
    }
  });
}

TEST_P(LivesOfColumns, WalkTheSameWaysThroughAGraph) {
  each_round([&](const LookedAt& looked) {
    GraphDefinition graph{.edges = {{0, 1, some_time()}, {0, 2}, {1, 3, some_time()}, {2, 3}}};
    for (int node = 0; node < 4; ++node) {
      graph.nodes.push_back({.events = world_.some_events(),
                             .needs = world_.below(2) == 0 ? GraphNeeds::all : GraphNeeds::any});
    }
    const GraphReport empty(graph);
    const auto lines = from_lines(snapshot_, looked, empty);
    const auto columns = from_columns(snapshot_, looked, empty);
    EXPECT_EQ(columns.customers(), lines.customers());
    EXPECT_EQ(columns.started(), lines.started());
    for (std::size_t node = 0; node < graph.nodes.size(); ++node) {
      EXPECT_EQ(columns.nodes()[node].reached, lines.nodes()[node].reached);
      EXPECT_EQ(columns.nodes()[node].could, lines.nodes()[node].could);
      EXPECT_EQ(columns.nodes()[node].stopped, lines.nodes()[node].stopped);
      expect_same_sample(columns.nodes()[node].since_start_ms, lines.nodes()[node].since_start_ms);
    }
    for (std::size_t edge = 0; edge < graph.edges.size(); ++edge) {
      EXPECT_EQ(columns.edges()[edge].taken, lines.edges()[edge].taken);
      EXPECT_EQ(columns.edges()[edge].reached_source, lines.edges()[edge].reached_source);
      expect_same_sample(columns.edges()[edge].took_ms, lines.edges()[edge].took_ms);
    }
  });
}

}  // namespace
}  // namespace throughline::journey_engine
