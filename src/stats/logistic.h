// Logistic regression with a ridge: how the log odds of an outcome go with some numbers.
//
// le Cessie and van Houwelingen (1992), "Ridge estimators in logistic regression". Each column is
// scaled to a standard deviation of one, and what is least is
//
//   -sum(log-likelihood) + ridge / 2 * sum(scaled weight squared)
//
// over the intercept, which has no penalty, and the weights; they are given back per unit of the
// column as it came. Newton's method (iteratively reweighted least squares; Hastie, Tibshirani and
// Friedman, "The elements of statistical learning", 4.4.1) with steps halved until they no longer
// lose. A ridge of more than zero keeps weights finite where a column separates the outcomes. The
// intervals are Wald's, from the inverse of the penalised information, which is the normal
// approximation (Laplace's) where the penalty is read as a normal prior; for a ridge of zero they
// are those of everybody's logistic regression. Pure; the same to the last bit for the same rows in
// the same order.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "stats/proportion.h"

namespace throughline::stats {

// People who have the same numbers, and how many of them reached the outcome.
struct LogisticRow {
  std::vector<double> x = {};  // As many in each row.
  Share reached = {};
};

struct LogisticWeight {
  double value = 0;  // Of the log odds, for one more of the number.
  Interval interval = {};
};

struct LogisticModel {
  double intercept = 0;
  // Nothing for a column that is the same in every row: nobody can say what it goes with.
  std::vector<std::optional<LogisticWeight>> weights = {};
  bool converged = false;  // Else the weights say nothing.

  [[nodiscard]] double chance(std::span<const double> x) const;
};

// There must be somebody who reached it and somebody who did not. When `stop` says so, whatever it
// has by then comes back, not converged.
LogisticModel fit_logistic(std::span<const LogisticRow> rows, double ridge,
                           const std::function<bool()>& stop = {}, double confidence = 0.95);

}  // namespace throughline::stats
