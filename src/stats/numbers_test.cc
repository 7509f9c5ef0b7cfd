#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>

#include "stats/bins.h"
#include "stats/number_sample.h"
#include "stats/rank_correlation.h"
#include "stats/sample.h"

namespace throughline::stats {
namespace {

TEST(NumberSum, IsTheExactSumRoundedOnceInAnyOrder_JA13) {
  const auto sum = [](std::initializer_list<double> values) {
    NumberSum total;
    for (const double value : values) {
      total.add(value);
    }
    return total.value();
  };
  EXPECT_EQ(sum({1e16, 1, 1, -1e16}), 2);
  EXPECT_EQ(sum({0.1, 0.2, 0.3, -0.6}), 0x1p-55) << "what those three decimals are as doubles";
  EXPECT_EQ(sum({1e100, 1, -1e100}), 1);
  EXPECT_EQ(sum({1, 0x1p-53, 0x1p-106}), 1 + 0x1p-52) << "just beyond half-way";
  EXPECT_EQ(sum({}), 0);
  std::mt19937 random(3);  // NOLINT(cert-msc51-cpp,bugprone-random-generator-seed): repeatable.
  std::vector<double> values;
  for (int i = 0; i < 500; ++i) {
    values.push_back(
        std::ldexp(static_cast<double>(random()) - 2e9, static_cast<int>(random() % 200) - 100));
  }
  NumberSum first;
  for (const double value : values) {
    first.add(value);
  }
  for (int round = 0; round < 20; ++round) {
    std::shuffle(values.begin(), values.end(), random);
    NumberSum one;
    NumberSum other;
    for (std::size_t i = 0; i < values.size(); ++i) {
      (i % 3 == 0 ? one : other).add(values[i]);
    }
    one.merge(other);
    EXPECT_EQ(one.value(), first.value());
  }
}

TEST(NumberSample, EqualsTheSampleOfWholeNumbers_JA13) {
  std::mt19937 random(4);  // NOLINT(cert-msc51-cpp,bugprone-random-generator-seed): repeatable.
  for (int round = 0; round < 200; ++round) {
    NumberSample parts[2];
    Sample plain;
    const std::size_t count = 1 + random() % 60;
    for (std::size_t i = 0; i < count; ++i) {
      const auto value = static_cast<std::int64_t>(random() % 20) - 8;
      parts[i % 2].add(static_cast<double>(value));
      plain.add(value);
    }
    parts[0].merge(parts[1]);
    const Numbers numbers = parts[0].numbers();
    EXPECT_EQ(numbers.count(), count);
    EXPECT_EQ(numbers.mean(), plain.mean());
    for (const double q : {0.0, 0.1, 0.5, 0.9, 1.0}) {
      EXPECT_DOUBLE_EQ(numbers.quantile(q), plain.quantile(q));
    }
    const auto counts = numbers.histogram(std::vector<double>{-2, 0, 5});
    const auto same = plain.histogram(std::vector<std::int64_t>{-100, -2, 0, 5});
    EXPECT_EQ(counts, same);
  }
}

TEST(NumberSample, TakesANumberSoOftenAsIfOneByOne_JA13) {
  std::mt19937 random(6);  // NOLINT(cert-msc51-cpp,bugprone-random-generator-seed): repeatable.
  const double values[] = {0, 7, 65'535, 65'536, -3, 0.1, -2.75, 1e-300, -1e99, 0x1p60 + 0x1p8};
  NumberSample one;
  NumberSample other;
  for (int round = 0; round < 300; ++round) {
    const double value = values[random() % std::size(values)];
    const std::uint64_t count = random() % 40;
    NumberSample& often = round % 2 == 0 ? one : other;
    if (count % 3 == 0) {
      often.add(value, count);
    } else {
      for (std::uint64_t i = 0; i < count; ++i) {
        often.add(value);
      }
    }
  }
  random.seed(6);
  NumberSample plain;
  std::vector<double> all;
  for (int round = 0; round < 300; ++round) {
    const double value = values[random() % std::size(values)];
    all.insert(all.end(), random() % 40, value);
  }
  NumberSum sum;
  for (const double value : all) {
    plain.add(value);
    sum.add(value);
  }
  one.merge(other);
  const Numbers numbers = one.numbers();
  EXPECT_TRUE(std::ranges::equal(numbers.runs(), plain.numbers().runs()));
  EXPECT_EQ(numbers.count(), all.size());
  EXPECT_EQ(numbers.sum(), sum.value());
}

TEST(NumberSample, KeepsDifferentNumbersOnceHoweverMany_JA13) {
  NumberSample sample;
  for (int i = 0; i < 200'000; ++i) {
    sample.add(i % 3);
  }
  sample.add(-0.0);
  const Numbers numbers = sample.numbers();
  EXPECT_EQ(std::vector(numbers.runs().begin(), numbers.runs().end()),
            (std::vector<NumberRun>{{0, 66'668}, {1, 66'667}, {2, 66'666}}));
}

std::vector<double> bounds(const std::vector<double>& values, std::size_t bins = 10) {
  NumberSample sample;
  for (const double value : values) {
    sample.add(value);
  }
  return round_bounds(sample.numbers(), bins);
}

TEST(Bins, AreAtRoundNumbers_JA13) {
  EXPECT_EQ(bounds({1, 2, 2, 3, 6}), (std::vector<double>{1, 2, 3, 4, 5, 6, 7}));
  EXPECT_EQ(bounds({0.1, 0.3, 0.75}), (std::vector<double>{0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8}))
      << "each the double of its decimal";
  EXPECT_EQ(bounds({-7, 38}, 5), (std::vector<double>{-10, 0, 10, 20, 30, 40}));
  EXPECT_EQ(bounds({5, 5, 5}), (std::vector<double>{5, 6}));
  EXPECT_EQ(bounds({}), std::vector<double>());
  EXPECT_EQ(bounds({1e17, 1e17}).size(), 2U);
}

TEST(Bins, LeaveOutWhatLiesFarFromAllOthers_JA13) {
  std::vector<double> values;
  for (int i = 0; i < 1'000; ++i) {
    values.push_back(i % 10);
  }
  values.push_back(1'000'000);
  EXPECT_EQ(bounds(values), (std::vector<double>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10}));
}

TEST(Bins, EveryNumberHasOneAndTheyAreFew_JA13) {
  std::mt19937 random(6);  // NOLINT(cert-msc51-cpp,bugprone-random-generator-seed): repeatable.
  for (int round = 0; round < 2'000; ++round) {
    NumberSample sample;
    const double scale = std::pow(10.0, static_cast<int>(random() % 24) - 12);
    const std::size_t count = 1 + random() % 40;
    for (std::size_t i = 0; i < count; ++i) {
      sample.add((static_cast<double>(random() % 10'000) - 3'000) * scale);
    }
    const Numbers numbers = sample.numbers();
    const std::size_t most = 5 + random() % 30;
    const auto found = round_bounds(numbers, most);
    ASSERT_GE(found.size(), 2U);
    ASSERT_LE(found.size(), most + 3);
    ASSERT_TRUE(std::is_sorted(found.begin(), found.end()));
    const auto counts = numbers.histogram(found);
    ASSERT_EQ(std::accumulate(counts.begin(), counts.end(), std::uint64_t{0}), count);
    ASSERT_EQ(counts.front() + counts.back(), 0U) << "so few have no tails, round " << round;
  }
}

// R: cor(x, y, method = "spearman").
TEST(RankCorrelation, IsSpearmansWithTies_JA13) {
  const std::vector<double> x = {1, 2, 2, 4, 5, 9};
  const std::vector<double> y = {3, 1, 4, 4, 8, 7};
  const auto found = rank_correlation(x, y);
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->value, 0.8088235294117647, 1e-12);
  EXPECT_LT(found->interval.low, found->value);
  EXPECT_LT(found->interval.high, 1);
  EXPECT_EQ(rank_correlation(x, x)->value, 1);
  EXPECT_FALSE(rank_correlation(x, std::vector<double>(6, 2.0)));
  EXPECT_FALSE(rank_correlation(std::vector<double>{1, 2, 3}, std::vector<double>{1, 2, 3}));
}

}  // namespace
}  // namespace throughline::stats
