#include "stats/mean_difference.h"

#include <gtest/gtest.h>

#include <vector>

namespace throughline::stats {
namespace {

Group group_of(const std::vector<double>& numbers) {
  Group group;
  for (const double number : numbers) {
    group.add(number);
  }
  return group;
}

// Extra hours of sleep after two soporifics ("Student" 1908), as R's t.test says of them.
const std::vector<double> first_drug = {0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0};
const std::vector<double> second_drug = {1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4};

TEST(MeanDifference, EqualsRsTTestOnStudentsSleep) {
  const MeanDifference found = mean_difference(group_of(first_drug), group_of(second_drug));
  EXPECT_NEAR(found.value, 0.75 - 2.33, 1e-12);
  EXPECT_NEAR(found.p, 0.07939414, 1e-8);
  ASSERT_TRUE(found.interval);
  EXPECT_NEAR(found.interval->low, -3.3654832, 1e-7);
  EXPECT_NEAR(found.interval->high, 0.2054832, 1e-7);
}

TEST(MeanDifference, APartTakenAwayLeavesTheOthers) {
  Group all = group_of(first_drug);
  all.merge(group_of(second_drug));
  const Group rest = all.without(group_of(first_drug));
  EXPECT_EQ(rest.count(), 10);
  EXPECT_NEAR(rest.mean(), 2.33, 1e-12);
  EXPECT_NEAR(rest.variance(), group_of(second_drug).variance(), 1e-12);
}

TEST(MeanDifference, OfTooFewOrOfEqualNumbersSaysNothing) {
  EXPECT_FALSE(mean_difference(group_of({1}), group_of({2, 3})).interval);
  const MeanDifference same = mean_difference(group_of({2, 2}), group_of({1, 1, 1}));
  EXPECT_EQ(same.value, 1);
  EXPECT_FALSE(same.interval);
  EXPECT_EQ(same.p, 1);
  EXPECT_EQ(mean_difference({}, {}).value, 0);
}

}  // namespace
}  // namespace throughline::stats
