#include "stats/fisher.h"

#include <gtest/gtest.h>

#include <cmath>

namespace throughline::stats {
namespace {

// All tables with the same margins, one by one.
double by_hand(Share first, Share second) {
  const auto choose = [](std::uint64_t n, std::uint64_t k) {
    double ways = 1;
    for (std::uint64_t i = 0; i < k; ++i) {
      ways = ways * static_cast<double>(n - i) / static_cast<double>(i + 1);
    }
    return k > n ? 0 : ways;
  };
  const std::uint64_t did = first.count + second.count;
  double less = 0;
  double more = 0;
  for (std::uint64_t k = 0; k <= did; ++k) {
    const double chance =
        choose(first.of, k) * choose(second.of, did - k) / choose(first.of + second.of, did);
    less += k <= first.count ? chance : 0;
    more += k >= first.count ? chance : 0;
  }
  return std::min(1.0, 2 * std::min(less, more));
}

// Fisher's lady, who told three of four cups.
TEST(Fisher, IsTheExactTest_JA16) {
  EXPECT_NEAR(exact_p({3, 4}, {1, 4}), 2 * 17.0 / 70, 1e-12);
  EXPECT_NEAR(exact_p({4, 4}, {0, 4}), 2.0 / 70, 1e-12);
}

TEST(Fisher, EqualsAllTablesCountedOneByOne) {
  for (std::uint64_t a = 0; a <= 9; ++a) {
    for (std::uint64_t b = 0; b <= 14; ++b) {
      const Share first{a, 9};
      const Share second{b, 14};
      const double expected = a + b == 0 || a + b == 23 ? 1 : by_hand(first, second);
      EXPECT_NEAR(exact_p(first, second), expected, 1e-10) << a << " " << b;
      EXPECT_NEAR(exact_p(second, first), expected, 1e-10) << a << " " << b;
    }
  }
}

TEST(Fisher, IsNearTheTestOfADifferenceOfMany) {
  const Share first{5'200, 10'000};
  const Share second{5'000, 10'000};
  EXPECT_NEAR(std::log(exact_p(first, second)), std::log(difference(first, second).p), 0.05);
  EXPECT_LT(exact_p({900'000, 1'000'000}, {100'000, 1'000'000}), 1e-300);
  EXPECT_GE(exact_p({900'000, 1'000'000}, {100'000, 1'000'000}), 0);
}

TEST(Fisher, SaysNothingOfNobody) {
  EXPECT_EQ(exact_p({0, 0}, {1, 2}), 1);
  EXPECT_EQ(exact_p({0, 3}, {0, 2}), 1);
  EXPECT_EQ(exact_p({3, 3}, {2, 2}), 1);
}

}  // namespace
}  // namespace throughline::stats
