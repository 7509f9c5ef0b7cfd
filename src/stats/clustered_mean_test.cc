#include "stats/clustered_mean.h"

#include <gtest/gtest.h>

#include <vector>

namespace throughline::stats {
namespace {

// 23/6 with a standard deviation of 1.169045, and 2.570582 for five degrees of freedom.
TEST(ClusteredMean, OfOneNumberEachIsStudentsInterval) {
  const std::vector<Cluster> clusters = {{4, 1}, {5, 1}, {3, 1}, {5, 1}, {4, 1}, {2, 1}};
  const ClusteredMean found = mean_of_clusters(clusters);
  EXPECT_NEAR(found.mean, 3.833333, 0.000001);
  EXPECT_EQ(found.count, 6);
  ASSERT_TRUE(found.interval);
  EXPECT_NEAR(found.interval->low, 2.606496, 0.000001);
  EXPECT_NEAR(found.interval->high, 5.060171, 0.000001);
}

// Saying everything ten times makes nobody surer.
TEST(ClusteredMean, RepeatedAnswersOfTheSamePeopleDoNotNarrowTheInterval) {
  const std::vector<Cluster> once = {{4, 1}, {5, 1}, {1, 1}, {3, 1}};
  const std::vector<Cluster> often = {{40, 10}, {50, 10}, {10, 10}, {30, 10}};
  const auto one = mean_of_clusters(once);
  const auto other = mean_of_clusters(often);
  EXPECT_EQ(one.mean, other.mean);
  EXPECT_EQ(other.count, 40);
  EXPECT_NEAR(one.interval->low, other.interval->low, 1e-12);
  EXPECT_NEAR(one.interval->high, other.interval->high, 1e-12);
}

TEST(ClusteredMean, WeighsEveryNumberAlike) {
  const std::vector<Cluster> clusters = {{9, 3}, {5, 1}};
  EXPECT_EQ(mean_of_clusters(clusters).mean, 3.5);
}

TEST(ClusteredMean, OfOneClusterOrNoneHasNoInterval) {
  EXPECT_EQ(mean_of_clusters({}).count, 0);
  EXPECT_FALSE(mean_of_clusters({}).interval);
  const std::vector<Cluster> one = {{12, 3}};
  EXPECT_EQ(mean_of_clusters(one).mean, 4);
  EXPECT_FALSE(mean_of_clusters(one).interval);
}

}  // namespace
}  // namespace throughline::stats
