#include "demo/dice.h"

#include <gtest/gtest.h>

#include <array>

namespace throughline::demo {
namespace {

TEST(Dice, FallTheSameForTheSameSeed) {
  Dice a(7);
  Dice b(7);
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(a.between(0, 1'000'000), b.between(0, 1'000'000));
  }
}

TEST(Dice, StayWithinTheirBounds) {
  Dice dice(3);
  bool low = false;
  bool high = false;
  for (int i = 0; i < 1'000; ++i) {
    const int value = dice.between(-2, 2);
    ASSERT_GE(value, -2);
    ASSERT_LE(value, 2);
    low = low || value == -2;
    high = high || value == 2;
  }
  EXPECT_TRUE(low && high);
}

TEST(Dice, FollowWeights) {
  Dice dice(5);
  constexpr std::array<double, 3> weights = {1, 0, 3};
  std::array<int, 3> counts = {};
  for (int i = 0; i < 4'000; ++i) {
    ++counts.at(dice.weighted(weights));
  }
  EXPECT_EQ(counts[1], 0);
  EXPECT_NEAR(counts[2], 3'000, 150);
}

TEST(Dice, SpreadHalfBelowTheMedian) {
  Dice dice(9);
  int below = 0;
  for (int i = 0; i < 4'000; ++i) {
    below += dice.spread(10) < 10 ? 1 : 0;
  }
  EXPECT_NEAR(below, 2'000, 150);
}

TEST(Dice, WaitAboutTheMean) {
  Dice dice(9);
  double sum = 0;
  for (int i = 0; i < 8'000; ++i) {
    sum += dice.waiting(10);
  }
  EXPECT_NEAR(sum / 8'000, 10, 0.8);
}

}  // namespace
}  // namespace throughline::demo
