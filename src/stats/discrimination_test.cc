#include "stats/discrimination.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace throughline::stats {
namespace {

struct Sides {
  std::vector<double> did = {};
  std::vector<double> did_not = {};
};

double placed(double did, double did_not) {
  return did > did_not ? 1 : did == did_not ? 0.5 : 0;
}

double mean(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) {
    sum += value;
  }
  return sum / static_cast<double>(values.size());
}

double variance_of_mean(const std::vector<double>& values) {
  double squares = 0;
  for (const double value : values) {
    squares += std::pow(value - mean(values), 2);
  }
  const auto size = static_cast<double>(values.size());
  return squares / (size - 1) / size;
}

// Person by person, as DeLong defines it.
std::pair<double, double> area_of(const Sides& sides) {
  std::vector<double> of_did;
  std::vector<double> of_did_not;
  for (const double did : sides.did) {
    std::vector<double> row;
    for (const double did_not : sides.did_not) {
      row.push_back(placed(did, did_not));
    }
    of_did.push_back(mean(row));
  }
  for (const double did_not : sides.did_not) {
    std::vector<double> row;
    for (const double did : sides.did) {
      row.push_back(placed(did, did_not));
    }
    of_did_not.push_back(mean(row));
  }
  return {mean(of_did), variance_of_mean(of_did) + variance_of_mean(of_did_not)};
}

TEST(Discrimination, IsWhatPairsOfPeopleSay_JA16) {
  std::mt19937 random(5);
  for (int i = 0; i < 50; ++i) {
    std::vector<std::vector<Scored>> groups(2);
    double pairs = 0;
    double area = 0;
    double variance = 0;
    for (std::vector<Scored>& group : groups) {
      Sides sides{{0.5, 0.25}, {0.5, 0.75}};
      group = {{0.5, {1, 2}}, {0.25, {1, 1}}, {0.75, {0, 1}}};
      for (std::size_t row = 0; row < 20; ++row) {
        const double score = static_cast<double>(random() % 8) / 8;
        const std::uint64_t of = random() % 4;
        const std::uint64_t did = of == 0 ? 0 : random() % (of + 1);
        group.push_back({score, {did, of}});
        sides.did.insert(sides.did.end(), did, score);
        sides.did_not.insert(sides.did_not.end(), of - did, score);
      }
      const auto [value, spread] = area_of(sides);
      const auto many = static_cast<double>(sides.did.size() * sides.did_not.size());
      pairs += many;
      area += many * value;
      variance += many * many * spread;
    }
    const auto found = discrimination(groups);
    ASSERT_TRUE(found && found->interval);
    EXPECT_NEAR(found->area, area / pairs, 1e-12);
    const double width = 1.959964 * std::sqrt(variance) / pairs;
    EXPECT_NEAR(found->interval->low, std::max(0.0, found->area - width), 1e-6);
    EXPECT_NEAR(found->interval->high, std::min(1.0, found->area + width), 1e-6);
  }
}

TEST(Discrimination, NeedsSomebodyOnBothSidesOfOneGroup_JA16) {
  const std::vector<std::vector<Scored>> apart = {{{0.1, {3, 3}}}, {{0.9, {0, 3}}}};
  EXPECT_FALSE(discrimination(apart));
  EXPECT_FALSE(discrimination({}));
  const std::vector<std::vector<Scored>> one = {{{0.9, {1, 1}}, {0.1, {0, 3}}}};
  EXPECT_EQ(discrimination(one).value().area, 1);
  EXPECT_FALSE(discrimination(one).value().interval);
}

}  // namespace
}  // namespace throughline::stats
