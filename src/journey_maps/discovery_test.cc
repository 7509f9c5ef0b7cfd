#include "journey_maps/discovery.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <random>

namespace throughline::journey_maps {
namespace {

double spread(const std::vector<double>& values, const std::vector<double>& weights,
              std::size_t first, std::size_t last) {
  double weight = 0;
  double sum = 0;
  for (std::size_t i = first; i < last; ++i) {
    weight += weights[i];
    sum += weights[i] * values[i];
  }
  double squares = 0;
  for (std::size_t i = first; i < last; ++i) {
    squares += weights[i] * (values[i] - sum / weight) * (values[i] - sum / weight);
  }
  return squares;
}

double spread(const std::vector<double>& values, const std::vector<double>& weights,
              const std::vector<std::size_t>& begins) {
  double squares = 0;
  for (std::size_t group = 0; group < begins.size(); ++group) {
    squares += spread(values, weights, begins[group],
                      group + 1 < begins.size() ? begins[group + 1] : values.size());
  }
  return squares;
}

TEST(Discovery, NaturalBreaksAreTheBestOfAll) {
  std::mt19937 random(3);
  std::uniform_real_distribution<double> between(0, 1);
  for (int i = 0; i < 300; ++i) {
    std::vector<double> values(3 + random() % 6);
    std::vector<double> weights(values.size());
    std::generate(values.begin(), values.end(), [&] { return between(random); });
    std::generate(weights.begin(), weights.end(), [&] { return 1 + between(random) * 9; });
    std::sort(values.begin(), values.end());
    double best = std::numeric_limits<double>::infinity();
    for (std::size_t second = 1; second + 1 < values.size(); ++second) {
      for (std::size_t third = second + 1; third < values.size(); ++third) {
        best = std::min(best, spread(values, weights, {0, second, third}));
      }
    }
    const auto found = natural_breaks(values, weights, 3);
    ASSERT_EQ(found.size(), 3);
    ASSERT_EQ(found.front(), 0);
    ASSERT_NEAR(spread(values, weights, found), best, 1e-9);
  }
}

EventFound event(const std::string& name, std::uint64_t people, double position,
                 std::uint64_t repeated = 0) {
  return {.kind = "track",
          .name = name,
          .people = people,
          .repeated = repeated,
          .times = people + repeated,
          .position = position};
}

TEST(Discovery, PutsTouchpointsInTheOrderInWhichTheyCome) {
  const std::vector<EventFound> events = {event("Paid", 60, 0.9), event("Viewed", 100, 0.1, 40),
                                          event("Signed Up", 90, 0.15), event("Rare", 4, 0.5),
                                          event("Asked", 20, 0.5)};
  const Proposal proposal = propose_map(events, 100, {.stages = 3, .touchpoints = 20});
  ASSERT_EQ(proposal.document.stages.size(), 3);
  const auto& stages = proposal.document.stages;
  EXPECT_EQ(stages[0].name, "Viewed") << "named after what most people did";
  ASSERT_EQ(stages[0].touchpoints.size(), 2);
  EXPECT_EQ(stages[0].touchpoints[0].repeats, true);
  EXPECT_EQ(stages[0].touchpoints[1].repeats, false);
  EXPECT_EQ(stages[1].name, "Asked");
  EXPECT_EQ(stages[1].touchpoints[0].optional, true) << "fewer than half did it";
  EXPECT_EQ(stages[2].touchpoints[0].optional, false);
  EXPECT_EQ(proposal.placed.size(), 4) << "what one in twenty did not do is left out";
  EXPECT_TRUE(checked_document(proposal.document).ok());
}

TEST(Discovery, LeavesOutWhatGoesOnAllTheTime) {
  std::vector<EventFound> events = {event("Page", 100, 0), event("Paid", 60, 0.9)};
  events[0].spread = 0.8;
  EXPECT_EQ(propose_map(events, 100, {}).placed.size(), 1);
  EXPECT_EQ(propose_map(events, 100, {.without_background = false}).placed.size(), 2);
}

TEST(Discovery, OfNothingIsAnEmptyMap) {
  EXPECT_TRUE(propose_map({}, 0, {}).document.stages.empty());
}

TEST(Discovery, KeepsTheMostFrequent) {
  const std::vector<EventFound> events = {event("A", 50, 0.2), event("B", 70, 0.4),
                                          event("C", 60, 0.6)};
  const Proposal proposal = propose_map(events, 100, {.stages = 5, .touchpoints = 2});
  ASSERT_EQ(proposal.document.stages.size(), 2);
  EXPECT_EQ(proposal.document.stages[0].name, "B");
  EXPECT_EQ(proposal.document.stages[1].name, "C");
}

}  // namespace
}  // namespace throughline::journey_maps
