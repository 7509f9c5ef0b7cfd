#include "stats/logistic.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace throughline::stats {
namespace {

constexpr double hardly = 1e-9;

// What fit_logistic() makes least, in the columns as they came.
double loss_of(const std::vector<LogisticRow>& rows, double ridge, double intercept,
               const std::vector<double>& weights) {
  double loss = 0;
  double people = 0;
  for (const LogisticRow& row : rows) {
    double odds = intercept;
    for (std::size_t j = 0; j < weights.size(); ++j) {
      odds += weights[j] * row.x[j];
    }
    const double chance = 1 / (1 + std::exp(-odds));
    const auto did = static_cast<double>(row.reached.count);
    const auto of = static_cast<double>(row.reached.of);
    loss -= did * std::log(chance) + (of - did) * std::log(1 - chance);
    people += of;
  }
  for (std::size_t j = 0; j < weights.size(); ++j) {
    double mean = 0;
    double square = 0;
    for (const LogisticRow& row : rows) {
      mean += static_cast<double>(row.reached.of) * row.x[j] / people;
      square += static_cast<double>(row.reached.of) * row.x[j] * row.x[j] / people;
    }
    loss += ridge / 2 * weights[j] * weights[j] * (square - mean * mean);
  }
  return loss;
}

TEST(Logistic, OfTwoByTwoIsTheLogOfTheOddsRatioWithWoolfsInterval_JA16) {
  for (const double met : {1.0, 2.0, -0.5}) {
    const std::vector<LogisticRow> rows = {{{0}, {30, 50}}, {{met}, {12, 40}}};
    const LogisticModel model = fit_logistic(rows, hardly);
    ASSERT_TRUE(model.converged);
    ASSERT_TRUE(model.weights[0]);
    const double log_ratio = std::log(12.0 / 28) - std::log(30.0 / 20);
    const double error = std::sqrt(1.0 / 30 + 1.0 / 20 + 1.0 / 12 + 1.0 / 28);
    EXPECT_NEAR(model.intercept, std::log(30.0 / 20), 1e-7);
    EXPECT_NEAR(model.weights[0]->value, log_ratio / met, 1e-7);
    const Interval interval = model.weights[0]->interval;
    EXPECT_NEAR((interval.high - interval.low) / 2, 1.959964 * error / std::abs(met), 1e-5);
    EXPECT_NEAR(model.chance(std::vector{met}), 0.3, 1e-7);
    EXPECT_NEAR(model.chance(std::vector{0.0}), 0.6, 1e-7);
  }
}

// Three different numbers and one that comes in four values: nothing near the answer is less.
TEST(Logistic, NothingNearLosesLess_JA16) {
  std::mt19937 random(16);
  std::normal_distribution<double> normal;
  for (int i = 0; i < 30; ++i) {
    std::vector<LogisticRow> rows;
    for (int row = 0; row < 40; ++row) {
      const std::uint64_t of = 1 + random() % 5;
      rows.push_back({.x = {normal(random), std::log1p(static_cast<double>(random() % 4)),
                            1000 + 50 * normal(random)},
                      .reached = {random() % (of + 1), of}});
    }
    const double ridge = i % 2 == 0 ? 1 : 0.01;
    const LogisticModel model = fit_logistic(rows, ridge);
    ASSERT_TRUE(model.converged);
    std::vector<double> weights;
    for (const auto& weight : model.weights) {
      weights.push_back(weight.value().value);
    }
    const double least = loss_of(rows, ridge, model.intercept, weights);
    const std::vector<double> steps = {1e-4, 1e-4, 1e-6};
    for (std::size_t j = 0; j < weights.size(); ++j) {
      std::vector<double> more = weights;
      std::vector<double> less = weights;
      more[j] += steps[j];
      less[j] -= steps[j];
      const double up = loss_of(rows, ridge, model.intercept, more);
      const double down = loss_of(rows, ridge, model.intercept, less);
      EXPECT_GT(up, least);
      EXPECT_GT(down, least);
      EXPECT_NEAR((up - down) / (2 * steps[j]), 0, 1e-2 * steps[0] / steps[j]);
    }
    EXPECT_GT(loss_of(rows, ridge, model.intercept + 1e-4, weights), least);
    EXPECT_GT(loss_of(rows, ridge, model.intercept - 1e-4, weights), least);
  }
}

TEST(Logistic, SeparatedOutcomesHaveFiniteWeightsThatSayHowUnsureTheyAre_JA16) {
  const std::vector<LogisticRow> rows = {{{0, 0}, {0, 100'000}}, {{1, 0}, {100'000, 100'000}}};
  for (const double ridge : {1.0, 1e-3}) {
    const LogisticModel model = fit_logistic(rows, ridge);
    EXPECT_TRUE(model.converged);
    ASSERT_TRUE(model.weights[0]);
    EXPECT_TRUE(std::isfinite(model.weights[0]->value));
    EXPECT_GT(model.weights[0]->interval.low, 0);
    EXPECT_GT(model.chance(std::vector{1.0, 0.0}), 0.999);
    EXPECT_LT(model.chance(std::vector{0.0, 0.0}), 0.001);
  }
}

TEST(Logistic, AColumnThatNeverChangesHasNoWeightAndChangesNothing_JA16) {
  const std::vector<LogisticRow> rows = {{{0, 7}, {30, 50}}, {{1, 7}, {12, 40}}};
  const std::vector<LogisticRow> without = {{{0}, {30, 50}}, {{1}, {12, 40}}};
  const LogisticModel model = fit_logistic(rows, 1);
  EXPECT_FALSE(model.weights[1]);
  EXPECT_EQ(model.weights[0].value().value, fit_logistic(without, 1).weights[0].value().value);
  EXPECT_EQ(model.intercept, fit_logistic(without, 1).intercept);
}

// Two columns that say the same share what one of them would have.
TEST(Logistic, ColumnsThatSayTheSameShareTheWeight_JA16) {
  const std::vector<LogisticRow> rows = {{{0, 0}, {30, 50}}, {{1, 1}, {12, 40}}};
  const LogisticModel model = fit_logistic(rows, 1);
  ASSERT_TRUE(model.converged);
  EXPECT_NEAR(model.weights[0].value().value, model.weights[1].value().value, 1e-9);
  const std::vector<LogisticRow> one = {{{0}, {30, 50}}, {{1}, {12, 40}}};
  EXPECT_NEAR(2 * model.weights[0].value().value, fit_logistic(one, 0.5).weights[0].value().value,
              1e-9);
}

TEST(Logistic, SaysThatItWasStopped_JA16) {
  const std::vector<LogisticRow> rows = {{{0}, {30, 50}}, {{1}, {12, 40}}};
  EXPECT_FALSE(fit_logistic(rows, 1, [] { return true; }).converged);
}

}  // namespace
}  // namespace throughline::stats
