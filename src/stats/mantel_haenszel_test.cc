#include "stats/mantel_haenszel.h"

#include <gtest/gtest.h>

#include <array>
#include <vector>

namespace throughline::stats {
namespace {

// R: mantelhaen.test(UCBAdmissions), admitted by sex in six departments: X-squared = 1.4269,
// p-value = 0.2323.
const std::vector<Stratum> admissions = {
    {.first = {512, 825}, .second = {89, 108}},  {.first = {353, 560}, .second = {17, 25}},
    {.first = {120, 325}, .second = {202, 593}}, {.first = {138, 417}, .second = {131, 375}},
    {.first = {53, 191}, .second = {94, 393}},   {.first = {22, 373}, .second = {24, 341}}};

TEST(MantelHaenszel, AgreesWithR) {
  const Difference found = difference_among_alike(admissions);
  EXPECT_NEAR(found.z * found.z, 1.4269, 5e-5);
  EXPECT_NEAR(found.p, 0.2323, 5e-5);
  // Together, without the departments, the same people seem to differ by 14 points.
  EXPECT_GT(difference({1198, 2691}, {557, 1835}).value, 0.13);
  EXPECT_LT(found.value, 0);
  EXPECT_LT(found.interval.low, found.value);
  EXPECT_GT(found.interval.high, 0);
}

TEST(MantelHaenszel, OfOneStratumIsTheDifferenceItself) {
  const std::array one = {Stratum{.first = {41, 100}, .second = {12, 90}}};
  const Difference found = difference_among_alike(one);
  const Difference plain = difference(one[0].first, one[0].second);
  EXPECT_DOUBLE_EQ(found.value, plain.value);
  EXPECT_NEAR(found.interval.low, plain.interval.low, 0.02);
  EXPECT_NEAR(found.interval.high, plain.interval.high, 0.02);
  EXPECT_NEAR(found.z, plain.z, 0.2);
}

TEST(MantelHaenszel, OfStrataWithOneSideNothingIsKnown) {
  const std::array apart = {Stratum{.first = {3, 10}}, Stratum{.second = {4, 10}}};
  const Difference found = difference_among_alike(apart);
  EXPECT_EQ(found.p, 1);
  EXPECT_EQ(found.interval, (Interval{-1, 1}));
  const std::array all = {Stratum{.first = {10, 10}, .second = {7, 7}}};
  EXPECT_EQ(difference_among_alike(all).p, 1);
  EXPECT_EQ(difference_among_alike(all).value, 0);
}

}  // namespace
}  // namespace throughline::stats
