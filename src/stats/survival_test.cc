#include "stats/survival.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "testing/test_data.h"

namespace throughline::stats {
namespace {

using Groups = std::map<std::string, std::vector<Lifetime>>;

// Groups of the waltons flies, and "" for all.
Groups waltons(const std::string& folder) {
  Groups groups;
  for (const auto& row : testing::read_test_csv(folder + "/waltons_dataset.csv")) {
    const Lifetime lifetime{std::stod(row.at(0)), row.at(1) == "1"};
    groups[row.at(2)].push_back(lifetime);
    groups[""].push_back(lifetime);
  }
  return groups;
}

void expect_near(const std::vector<double>& expected, const std::vector<double>& found,
                 const std::string& what) {
  ASSERT_EQ(expected.size(), found.size()) << what;
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (std::isnan(expected[i])) {
      EXPECT_TRUE(std::isnan(found[i])) << what << " " << i;
    } else {
      EXPECT_NEAR(expected[i], found[i], 1e-12 * std::max(1.0, std::abs(expected[i])))
          << what << " " << i;
    }
  }
}

// R lists the same points; what has no value is NaN.
std::map<std::string, std::vector<double>> columns_of(const SurvivalCurve& curve) {
  constexpr double none = std::numeric_limits<double>::quiet_NaN();
  std::map<std::string, std::vector<double>> columns;
  for (const SurvivalPoint& point : curve.points) {
    columns["time"].push_back(point.time);
    columns["n_risk"].push_back(static_cast<double>(point.at_risk));
    columns["n_event"].push_back(static_cast<double>(point.happened));
    columns["n_censor"].push_back(static_cast<double>(point.censored));
    columns["surv"].push_back(point.survival);
    columns["std_err_cumhaz"].push_back(point.error.value_or(none));
    columns["lower_loglog"].push_back(point.band ? point.band->low : none);
    columns["upper_loglog"].push_back(point.band ? point.band->high : none);
  }
  return columns;
}

TEST(Survival, EqualsRsSurvfitOnTheWaltonsFlies_JA17_AN07) {
  const auto folder = testing::test_data_folder("survival");
  if (!folder) {
    GTEST_SKIP() << "THROUGHLINE_TEST_DATA is not set";
  }
  const codec::Json reference = testing::read_test_json(*folder + "/reference.json");
  Groups groups = waltons(*folder);
  const std::map<std::string, std::string> names = {
      {"", "km_waltons"}, {"miR-137", "km_waltons_miR137"}, {"control", "km_waltons_control"}};
  ASSERT_EQ(groups.size(), names.size());
  for (const auto& [group, name] : names) {
    const SurvivalCurve curve = survival_curve(tally(groups[group]));
    for (const auto& [column, found] : columns_of(curve)) {
      expect_near(testing::numbers_of(testing::at(reference, {name, column})), found,
                  fmt::format("{} {}", name, column));
    }
    // Number, at most, at start, happened, restricted mean and its error, median and its interval.
    const std::vector<double> table = testing::numbers_of(testing::at(reference, {name, "table"}));
    ASSERT_EQ(table.size(), 9U);
    EXPECT_EQ(curve.median, table[6]) << name;
    EXPECT_EQ(curve.median_low, table[7]) << name;
    EXPECT_EQ(curve.median_high, table[8]) << name;
  }
}

TEST(Survival, LogRankEqualsRsSurvdiffOnTheWaltonsFlies_JA17) {
  const auto folder = testing::test_data_folder("survival");
  if (!folder) {
    GTEST_SKIP() << "THROUGHLINE_TEST_DATA is not set";
  }
  const codec::Json file = testing::read_test_json(*folder + "/reference.json");
  const codec::Json& reference = testing::at(file, {"logrank_waltons"});
  Groups groups = waltons(*folder);
  const LogRank found =
      compare_survival(std::vector{tally(groups["control"]), tally(groups["miR-137"])});
  EXPECT_NEAR(found.chi_squared, *testing::at(reference, {"chisq"}).number(), 1e-9);
  EXPECT_NEAR(found.p / *testing::at(reference, {"p"}).number(), 1, 1e-9);
  EXPECT_EQ(found.degrees_of_freedom, 1U);
  expect_near(testing::numbers_of(testing::at(reference, {"obs"})), found.observed, "observed");
  expect_near(testing::numbers_of(testing::at(reference, {"exp"})), found.expected, "expected");
}

TEST(Survival, ThoseCensoredWhenSomethingHappensAreStillAtRisk_AN07) {
  const std::vector<Lifetime> lifetimes = {{2, true}, {2, false}, {3, true}, {3, false}};
  const SurvivalCurve curve = survival_curve(tally(lifetimes));
  ASSERT_EQ(curve.points.size(), 2U);
  EXPECT_EQ(curve.points[0].at_risk, 4U);
  EXPECT_DOUBLE_EQ(curve.points[0].survival, 0.75);
  EXPECT_DOUBLE_EQ(curve.points[1].survival, 0.375);
  EXPECT_EQ(curve.median, 3);
}

TEST(Survival, NobodyAndNothingHappening) {
  EXPECT_TRUE(survival_curve({}).points.empty());
  const std::vector<Lifetime> censored = {{1, false}, {2, false}};
  const SurvivalCurve curve = survival_curve(tally(censored));
  EXPECT_EQ(curve.points.back().survival, 1);
  EXPECT_FALSE(curve.median || curve.points.back().band);
  const LogRank compared = compare_survival(std::vector{tally(censored), tally(censored)});
  EXPECT_EQ(compared.chi_squared, 0);
  EXPECT_EQ(compared.p, 1);
  EXPECT_EQ(compared.degrees_of_freedom, 0U);
}

TEST(Survival, LogRankOfThreeGroupsDoesNotDependOnTheirOrder) {
  const std::vector<Lifetime> a = {{1}, {4}, {7}, {12, false}};
  const std::vector<Lifetime> b = {{2}, {5}, {8}};
  const std::vector<Lifetime> c = {{9}, {10}, {11}};
  const LogRank first = compare_survival(std::vector{tally(a), tally(b), tally(c)});
  const LogRank second = compare_survival(std::vector{tally(c), tally(a), tally(b)});
  EXPECT_EQ(first.degrees_of_freedom, 2U);
  EXPECT_NEAR(first.chi_squared, second.chi_squared, 1e-12);
  EXPECT_GT(first.chi_squared, 1);
  // A group that nobody belongs to changes nothing.
  const LogRank third = compare_survival(std::vector{tally(a), tally(b), {}, tally(c)});
  EXPECT_NEAR(first.chi_squared, third.chi_squared, 1e-12);
  EXPECT_EQ(third.degrees_of_freedom, 2U);
}

TEST(Survival, ChiSquaredHasTheTabledQuantiles) {
  EXPECT_NEAR(chi_squared_p(3.841458820694124, 1), 0.05, 1e-12);
  EXPECT_NEAR(chi_squared_p(5.991464547107979, 2), 0.05, 1e-12);
  EXPECT_EQ(chi_squared_p(0, 3), 1);
}

}  // namespace
}  // namespace throughline::stats
