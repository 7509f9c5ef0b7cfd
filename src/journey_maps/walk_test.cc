#include "journey_maps/walk.h"

#include <gtest/gtest.h>

#include <random>

namespace throughline::journey_maps {
namespace {

// One touchpoint each; the second stage has none.
MapModel three_stages() {
  MapModel model;
  model.stages = {{0, 1}, {1, 1}, {1, 2}, {2, 3}};
  model.touchpoints = {{.stage = 0}, {.stage = 2}, {.stage = 3}};
  model.required = 3;
  return model;
}

std::vector<Touched> line_of(const std::vector<std::pair<std::uint32_t, std::int64_t>>& events) {
  std::vector<Touched> line;
  for (const auto& [touchpoint, at_ms] : events) {
    line.push_back({touchpoint, static_cast<std::uint32_t>(line.size()), at_ms});
  }
  return line;
}

TEST(Walk, CountsVisitsAndHowLongTheyLasted) {
  const Walk walk = walk_of(three_stages(), line_of({{0, 0}, {0, 5}, {1, 20}, {0, 30}, {2, 100}}));
  EXPECT_EQ(walk.stages[0].visits, 2);
  EXPECT_EQ(walk.stages[0].lasted_ms, 20 + 70);
  EXPECT_EQ(walk.stages[2].lasted_ms, 10);
  EXPECT_EQ(walk.stages[3].lasted_ms, 0) << "the last visit lasts to its own last event";
  EXPECT_FALSE(walk.stages[1].reached());
  EXPECT_EQ(walk.last_stage, 3);
  EXPECT_EQ(walk.events, (std::vector<std::uint32_t>{3, 1, 1}));
}

TEST(Walk, AReturnIsAVisitAgainRightAfterALaterStage) {
  const Walk walk = walk_of(three_stages(), line_of({{1, 0}, {0, 1}, {1, 2}, {2, 3}, {1, 4}}));
  EXPECT_EQ(walk.stages[0].returns, 0)
      << "the first visit is none, though a later stage came before";
  EXPECT_EQ(walk.stages[2].returns, 1) << "from an earlier stage it is none";
  EXPECT_EQ(walk.stages[2].visits, 3);
}

TEST(Walk, ConvertsFromTheMeasuredStageBefore) {
  const Walk walk = walk_of(three_stages(), line_of({{1, 0}, {0, 10}, {1, 25}, {2, 60}}));
  EXPECT_FALSE(walk.stages[0].from_before_ms);
  EXPECT_EQ(walk.stages[2].from_before_ms, 15) << "what came before that stage does not count";
  EXPECT_EQ(walk.stages[3].from_before_ms, 60) << "from the first event of the stage before";
  const Walk other_way = walk_of(three_stages(), line_of({{1, 0}, {0, 10}}));
  EXPECT_TRUE(other_way.stages[2].reached());
  EXPECT_FALSE(other_way.stages[2].from_before_ms);
}

// The times of all visits of a line are all of its time.
TEST(Walk, DividesTheWholeTimeOfALineAmongItsStages) {
  std::mt19937 random(11);
  for (int i = 0; i < 500; ++i) {
    std::vector<std::pair<std::uint32_t, std::int64_t>> events;
    std::int64_t at_ms = 0;
    for (std::size_t count = 1 + random() % 12; count > 0; --count) {
      events.emplace_back(random() % 3, at_ms);
      at_ms += static_cast<std::int64_t>(random() % 50);
    }
    const Walk walk = walk_of(three_stages(), line_of(events));
    std::int64_t together = 0;
    for (const StageWalk& stage : walk.stages) {
      together += stage.lasted_ms;
    }
    ASSERT_EQ(together, events.back().second - events.front().second);
  }
}

}  // namespace
}  // namespace throughline::journey_maps
