#include "stats/logistic.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "base/assert.h"

namespace throughline::stats {
namespace {

constexpr int steps_max = 100;
constexpr int halvings_max = 40;
constexpr double step_min = 1e-7;        // Of a scaled weight; the square of it is what is left.
constexpr double loss_rounding = 1e-12;  // Of a loss: less is no difference.

using Vector = std::vector<double>;
using Matrix = std::vector<Vector>;

// Of a column: what is subtracted from it, and what it is divided by then.
struct Scale {
  std::size_t column = 0;
  double mean = 0;
  double deviation = 0;
};

std::vector<Scale> scales_of(std::span<const LogisticRow> rows) {
  std::vector<Scale> scales;
  for (std::size_t column = 0; column < rows.front().x.size(); ++column) {
    const auto same = [&](const LogisticRow& row) {
      return row.x[column] == rows.front().x[column];
    };
    if (std::all_of(rows.begin(), rows.end(), same)) {
      continue;
    }
    double people = 0;
    double sum = 0;
    for (const LogisticRow& row : rows) {
      people += static_cast<double>(row.reached.of);
      sum += static_cast<double>(row.reached.of) * row.x[column];
    }
    const double mean = sum / people;
    double squares = 0;
    for (const LogisticRow& row : rows) {
      const double off = row.x[column] - mean;
      squares += static_cast<double>(row.reached.of) * off * off;
    }
    scales.push_back({.column = column, .mean = mean, .deviation = std::sqrt(squares / people)});
  }
  return scales;
}

// log(1 + e^x) without overflow.
double log_one_plus_exp(double x) {
  return std::max(x, 0.0) + std::log1p(std::exp(-std::abs(x)));
}

double logistic(double x) {
  return x >= 0 ? 1 / (1 + std::exp(-x)) : std::exp(x) / (1 + std::exp(x));
}

// The intercept comes first in all vectors.
class Problem {
 public:
  Problem(std::span<const LogisticRow> rows, std::span<const Scale> scales, double ridge)
      : rows_(rows), size_(scales.size() + 1), ridge_(ridge) {
    scaled_.reserve(rows.size() * size_);
    for (const LogisticRow& row : rows) {
      scaled_.push_back(1);
      for (const Scale& scale : scales) {
        scaled_.push_back((row.x[scale.column] - scale.mean) / scale.deviation);
      }
    }
  }

  [[nodiscard]] std::size_t size() const { return size_; }

  [[nodiscard]] double loss(const Vector& weights) const {
    double loss = 0;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      const double odds = log_odds(i, weights);
      const auto [did, did_not] = sides(i);
      loss += did * log_one_plus_exp(-odds) + did_not * log_one_plus_exp(odds);
    }
    for (std::size_t j = 1; j < size_; ++j) {
      loss += ridge_ / 2 * weights[j] * weights[j];
    }
    return loss;
  }

  void add_slope(const Vector& weights, Vector& slope, Matrix& information) const {
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      const std::span<const double> x = row(i);
      const auto [did, did_not] = sides(i);
      const double odds = log_odds(i, weights);
      // Of both sides each, because one less the other of nearly one has no digits left.
      const double chance = logistic(odds);
      const double chance_not = logistic(-odds);
      const double off = did_not * chance - did * chance_not;
      const double spread = (did + did_not) * chance * chance_not;
      for (std::size_t j = 0; j < size_; ++j) {
        slope[j] += off * x[j];
        for (std::size_t k = 0; k <= j; ++k) {
          information[j][k] += spread * x[j] * x[k];
        }
      }
    }
    for (std::size_t j = 1; j < size_; ++j) {
      slope[j] += ridge_ * weights[j];
      information[j][j] += ridge_;
    }
  }

 private:
  [[nodiscard]] std::pair<double, double> sides(std::size_t i) const {
    const Share& reached = rows_[i].reached;
    return {static_cast<double>(reached.count), static_cast<double>(reached.of - reached.count)};
  }
  [[nodiscard]] std::span<const double> row(std::size_t i) const {
    return std::span(scaled_).subspan(i * size_, size_);
  }
  [[nodiscard]] double log_odds(std::size_t i, const Vector& weights) const {
    const std::span<const double> x = row(i);
    return std::inner_product(x.begin(), x.end(), weights.begin(), 0.0);
  }

  std::span<const LogisticRow> rows_;
  std::size_t size_;
  double ridge_;
  Vector scaled_;
};

// The lower triangle of a matrix becomes Cholesky's; false if it is not positive.
bool factor(Matrix& m) {
  for (std::size_t j = 0; j < m.size(); ++j) {
    for (std::size_t i = j; i < m.size(); ++i) {
      double value = m[i][j];
      for (std::size_t k = 0; k < j; ++k) {
        value -= m[i][k] * m[j][k];
      }
      if (i > j) {
        m[i][j] = value / m[j][j];
      } else if (value > 0 && std::isfinite(value)) {
        m[j][j] = std::sqrt(value);
      } else {
        return false;
      }
    }
  }
  return true;
}

Vector solve(const Matrix& factored, Vector x) {
  for (std::size_t i = 0; i < x.size(); ++i) {
    for (std::size_t k = 0; k < i; ++k) {
      x[i] -= factored[i][k] * x[k];
    }
    x[i] /= factored[i][i];
  }
  for (std::size_t i = x.size(); i-- > 0;) {
    for (std::size_t k = i + 1; k < x.size(); ++k) {
      x[i] -= factored[k][i] * x[k];
    }
    x[i] /= factored[i][i];
  }
  return x;
}

struct Solved {
  Vector weights = {};
  Matrix information = {};  // Factored.
  bool converged = false;
};

double largest(const Vector& step) {
  double most = 0;
  for (const double each : step) {
    most = std::max(most, std::abs(each));
  }
  return most;
}

// Takes the step, or as much of it as does not lose; false if even the least part does.
bool go(const Problem& problem, const Vector& step, Vector& weights, double& loss) {
  double part = 1;
  for (int halving = 0; halving < halvings_max; ++halving, part /= 2) {
    Vector there = weights;
    for (std::size_t j = 0; j < there.size(); ++j) {
      there[j] -= part * step[j];
    }
    const double loss_there = problem.loss(there);
    if (loss_there <= loss + loss_rounding * (1 + loss)) {
      weights = std::move(there);
      loss = loss_there;
      return true;
    }
  }
  return false;
}

Solved least(const Problem& problem, double intercept, const std::function<bool()>& stop) {
  Solved solved{.weights = Vector(problem.size())};
  solved.weights[0] = intercept;
  double loss = problem.loss(solved.weights);
  for (int i = 0; i < steps_max && !(stop && stop()); ++i) {
    Vector slope(problem.size());
    solved.information.assign(problem.size(), Vector(problem.size()));
    problem.add_slope(solved.weights, slope, solved.information);
    if (!factor(solved.information)) {
      return solved;
    }
    const Vector step = solve(solved.information, slope);
    if (!go(problem, step, solved.weights, loss)) {
      return solved;
    }
    if (largest(step) <= step_min) {
      solved.converged = true;
      return solved;
    }
  }
  return solved;
}

}  // namespace

double LogisticModel::chance(std::span<const double> x) const {
  double odds = intercept;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    odds += weights[i] ? weights[i]->value * x[i] : 0;
  }
  return logistic(odds);
}

LogisticModel fit_logistic(std::span<const LogisticRow> rows, double ridge,
                           const std::function<bool()>& stop, double confidence) {
  TL_ASSERT(ridge >= 0);
  Share reached;
  for (const LogisticRow& row : rows) {
    reached.count += row.reached.count;
    reached.of += row.reached.of;
  }
  TL_ASSERT(0 < reached.count && reached.count < reached.of);
  const std::vector<Scale> scales = scales_of(rows);
  const Problem problem(rows, scales, ridge);
  const double begin = std::log(static_cast<double>(reached.count)) -
                       std::log(static_cast<double>(reached.of - reached.count));
  const Solved solved = least(problem, begin, stop);
  LogisticModel model{.intercept = solved.weights[0], .converged = solved.converged};
  model.weights.resize(rows.front().x.size());
  if (!solved.converged) {
    return model;
  }
  const double width = normal_width(confidence);
  for (std::size_t j = 0; j < scales.size(); ++j) {
    Vector unit(problem.size());
    unit[j + 1] = 1;
    const double error = std::sqrt(solve(solved.information, unit)[j + 1]) / scales[j].deviation;
    const double value = solved.weights[j + 1] / scales[j].deviation;
    model.weights[scales[j].column] =
        LogisticWeight{value, {value - width * error, value + width * error}};
    model.intercept -= value * scales[j].mean;
  }
  return model;
}

}  // namespace throughline::stats
