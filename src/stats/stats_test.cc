#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <random>
#include <ranges>
#include <vector>

#include "stats/exact_sum.h"
#include "stats/false_discovery.h"
#include "stats/proportion.h"
#include "stats/sample.h"

namespace throughline::stats {
namespace {

// Newcombe (1998), "Two-sided confidence intervals for the single proportion", table I, method 3.
TEST(Proportion, WilsonIntervalEqualsThePublishedOnes_JA01) {
  const auto expect = [](Share share, double low, double high) {
    const Interval found = wilson_interval(share);
    EXPECT_NEAR(found.low, low, 0.00005) << share.count << " of " << share.of;
    EXPECT_NEAR(found.high, high, 0.00005) << share.count << " of " << share.of;
  };
  expect({81, 263}, 0.2553, 0.3662);
  expect({15, 148}, 0.0624, 0.1605);
  expect({0, 20}, 0, 0.1611);
  expect({1, 29}, 0.0061, 0.1718);
  EXPECT_EQ(wilson_interval({0, 0}), (Interval{0, 1}));
  EXPECT_EQ(wilson_interval({7, 7}).high, 1);
  EXPECT_LT(wilson_interval({81, 263}, 0.99).low, wilson_interval({81, 263}, 0.9).low);
}

// Newcombe (1998), "Interval estimation for the difference between independent proportions", table
// II, method 10.
TEST(Proportion, IntervalOfADifferenceEqualsThePublishedOnes) {
  const auto expect = [](Share a, Share b, double low, double high) {
    const Difference found = difference(a, b);
    EXPECT_NEAR(found.interval.low, low, 0.00005);
    EXPECT_NEAR(found.interval.high, high, 0.00005);
  };
  expect({56, 70}, {48, 80}, 0.0524, 0.3339);
  expect({9, 10}, {3, 10}, 0.1705, 0.8090);
  expect({10, 10}, {0, 10}, 0.6075, 1);
}

// prop.test(c(56, 48), c(70, 80), correct = FALSE) in R: X-squared = 6.9645 (56/70 against 48/80).
TEST(Proportion, TestOfADifferenceIsPearsonsChiSquared) {
  const Difference found = difference({56, 70}, {48, 80});
  // n (ad - bc)^2 over the product of the margins.
  const double chi_squared =
      150.0 * (56.0 * 32 - 14.0 * 48) * (56.0 * 32 - 14.0 * 48) / (70.0 * 80 * 104 * 46);
  EXPECT_NEAR(found.z * found.z, chi_squared, 1e-12);
  EXPECT_NEAR(found.p, two_sided_p(found.z), 1e-15);
  EXPECT_NEAR(two_sided_p(1.959963984540054), 0.05, 1e-12);
  EXPECT_NEAR(normal_width(0.95), 1.959963984540054, 1e-12);
  EXPECT_EQ(difference({0, 10}, {0, 7}).p, 1);
  EXPECT_EQ(difference({0, 0}, {3, 7}).interval, (Interval{-1, 1}));
}

// p.adjust(c(0.01, 0.04, 0.03, 0.005, 0.8), "BH") in R: 0.025 0.05 0.05 0.025 0.8.
TEST(FalseDiscovery, AdjustsAsBenjaminiAndHochberg_JA16) {
  const std::vector<double> expected = {0.025, 0.05, 0.05, 0.025, 0.8};
  const std::vector<double> found =
      adjust_false_discovery(std::vector<double>{0.01, 0.04, 0.03, 0.005, 0.8});
  ASSERT_EQ(found.size(), expected.size());
  for (std::size_t i = 0; i < found.size(); ++i) {
    EXPECT_NEAR(found[i], expected[i], 1e-15);
  }
  EXPECT_TRUE(adjust_false_discovery({}).empty());
}

// The same by R's p.adjust(p, "BY"): 137/60 times as much.
TEST(FalseDiscovery, AdjustsAsBenjaminiAndYekutieliHoweverTestsDepend_JA16) {
  const std::vector<double> p = {0.001, 0.04, 0.03, 0.0005, 0.8};
  const std::vector<double> independent = adjust_false_discovery(p);
  const std::vector<double> found = adjust_false_discovery_of_any(p);
  for (std::size_t i = 0; i < p.size(); ++i) {
    EXPECT_NEAR(found[i], std::min(1.0, independent[i] * 137 / 60), 1e-15);
  }
  EXPECT_TRUE(adjust_false_discovery_of_any({}).empty());
}

TEST(Sample, QuantilesInterpolateBetweenTheNearestValues_JA12) {
  Sample sample;
  EXPECT_EQ(sample.median(), 0);
  for (const std::int64_t value : {40, 10, 30, 20}) {
    sample.add(value);
  }
  EXPECT_EQ(sample.median(), 25);
  EXPECT_DOUBLE_EQ(sample.quantile(0.9), 37);
  EXPECT_EQ(sample.quantile(0), 10);
  EXPECT_EQ(sample.quantile(1), 40);
  EXPECT_EQ(quantile_of_sorted(sample.sorted(), 0.5), 25);
  sample.add(100);
  EXPECT_EQ(sample.median(), 30);
  EXPECT_EQ(sample.mean(), 40);
}

TEST(Sample, IsTheSameHoweverItIsPutTogether_JA12) {
  Sample whole;
  std::vector<Sample> parts(7);
  for (std::int64_t i = 0; i < 1000; ++i) {
    const std::int64_t value = (i * 7919) % 1013 * 9'467'000'000 - 1'000'000'007;
    whole.add(value);
    parts[static_cast<std::size_t>(i % 7)].add(value);
  }
  Sample merged;
  for (const Sample& part : std::views::reverse(parts)) {
    merged.merge(part);
  }
  EXPECT_EQ(merged.mean(), whole.mean());
  for (const double q : {0.0, 0.25, 0.5, 0.9, 0.999, 1.0}) {
    EXPECT_EQ(merged.quantile(q), whole.quantile(q));
    EXPECT_EQ(merged.quantile(q), quantile_of_sorted(whole.sorted(), q));
  }
}

// Small and large ones are looked at in different ways.
TEST(Sample, QuantilesAreThoseOfTheSortedValuesHoweverMany) {
  std::mt19937_64 random(7);
  for (const std::size_t size : {1UL, 2UL, 4'095UL, 4'096UL, 20'001UL}) {
    for (int kind = 0; kind < 5; ++kind) {
      Sample sample;
      for (std::size_t i = 0; i < size; ++i) {
        const std::uint64_t bits = random();
        const auto wide = static_cast<std::int64_t>((bits >> 8U) >> (bits % 56));
        const std::int64_t values[] = {wide, wide % 3, 1'000'000 + wide % 200, wide - 1'000,
                                       std::int64_t{5}};
        sample.add(values[kind]);
      }
      const std::vector<std::int64_t> sorted = sample.sorted();
      for (const double q : {0.0, 0.1, 0.5, 0.75, 0.9, 0.9999, 1.0}) {
        EXPECT_EQ(sample.quantile(q), quantile_of_sorted(sorted, q)) << size << " " << kind;
      }
    }
  }
}

TEST(Sample, HistogramHoldsItsLowerBounds) {
  Sample sample;
  for (const std::int64_t value : {-1, 0, 5, 10, 11, 99}) {
    sample.add(value);
  }
  EXPECT_EQ(sample.histogram(std::vector<std::int64_t>{0, 10, 50}),
            (std::vector<std::uint64_t>{2, 2, 1}));
}

TEST(ExactSum, DoesNotDependOnTheOrder_JA12) {
  std::vector<double> values;
  for (int i = 1; i <= 1000; ++i) {
    values.push_back((i % 2 == 0 ? -1.0 : 1.0) * 1e6 / i);
  }
  ExactSum forward;
  for (const double value : values) {
    forward.add(value);
  }
  ExactSum pairs;
  std::reverse(values.begin(), values.end());
  for (std::size_t i = 0; i < values.size(); i += 2) {
    ExactSum pair;
    pair.add(values[i]);
    pair.add(values[i + 1]);
    pairs.merge(pair);
  }
  EXPECT_EQ(forward, pairs);
  EXPECT_NEAR(forward.value(), 692'647.430559, 1e-6);
}

}  // namespace
}  // namespace throughline::stats
