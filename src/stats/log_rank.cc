#include <algorithm>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <map>

#include "base/assert.h"
#include "stats/survival.h"

namespace throughline::stats {
namespace {

using Matrix = std::vector<std::vector<double>>;

struct Moment {
  std::vector<std::uint64_t> happened;
  std::vector<std::uint64_t> left;  // Happened or censored.
};

std::map<double, Moment> moments_of(std::span<const std::vector<SurvivalTally>> groups) {
  std::map<double, Moment> moments;
  for (std::size_t group = 0; group < groups.size(); ++group) {
    for (const SurvivalTally& tally : groups[group]) {
      Moment& moment = moments[tally.time];
      moment.happened.resize(groups.size());
      moment.left.resize(groups.size());
      moment.happened[group] = tally.happened;
      moment.left[group] = tally.happened + tally.censored;
    }
  }
  return moments;
}

double people_in(std::span<const SurvivalTally> group) {
  std::uint64_t people = 0;
  for (const SurvivalTally& tally : group) {
    people += tally.happened + tally.censored;
  }
  return static_cast<double>(people);
}

// Of how many happen in each group, given how many are at risk in each and how many happen in all.
void add_hypergeometric(const std::vector<double>& at_risk, double n, double d,
                        std::vector<double>& expected, Matrix& variance) {
  const double spread = n > 1 ? d * (n - d) / (n - 1) : 0;
  for (std::size_t i = 0; i < at_risk.size(); ++i) {
    const double share = at_risk[i] / n;
    expected[i] += d * share;
    for (std::size_t j = 0; j < at_risk.size(); ++j) {
      variance[i][j] += spread * share * ((i == j ? 1.0 : 0.0) - at_risk[j] / n);
    }
  }
}

// x' M^-1 x by elimination with pivots; a row that vanishes says nothing new and is left out.
struct Quadratic {
  double value = 0;
  unsigned rank = 0;
};
Quadratic solve(Matrix m, std::vector<double> x) {
  Quadratic solved;
  for (std::size_t k = 0; k < x.size(); ++k) {
    // M is symmetric and not negative, so its diagonal holds the pivots.
    std::size_t pivot = k;
    for (std::size_t i = k; i < x.size(); ++i) {
      pivot = m[i][i] > m[pivot][pivot] ? i : pivot;
    }
    std::swap(m[k], m[pivot]);
    for (auto& row : m) {
      std::swap(row[k], row[pivot]);
    }
    std::swap(x[k], x[pivot]);
    if (m[k][k] <= 1e-12) {
      break;
    }
    solved.value += x[k] * x[k] / m[k][k];
    ++solved.rank;
    for (std::size_t i = k + 1; i < x.size(); ++i) {
      const double factor = m[i][k] / m[k][k];
      for (std::size_t j = k; j < x.size(); ++j) {
        m[i][j] -= factor * m[k][j];
      }
      x[i] -= factor * x[k];
    }
  }
  return solved;
}

}  // namespace

double chi_squared_p(double x, unsigned degrees_of_freedom) {
  TL_ASSERT(degrees_of_freedom > 0);
  return x <= 0 ? 1 : boost::math::gamma_q(degrees_of_freedom / 2.0, x / 2);
}

LogRank compare_survival(std::span<const std::vector<SurvivalTally>> groups) {
  const std::size_t count = groups.size();
  LogRank found;
  found.observed.resize(count);
  found.expected.resize(count);
  Matrix variance(count, std::vector<double>(count));
  std::vector<double> at_risk(count);
  for (std::size_t i = 0; i < count; ++i) {
    at_risk[i] = people_in(groups[i]);
  }
  for (const auto& [time, moment] : moments_of(groups)) {
    double n = 0;
    double d = 0;
    for (std::size_t i = 0; i < count; ++i) {
      n += at_risk[i];
      d += static_cast<double>(moment.happened[i]);
      found.observed[i] += static_cast<double>(moment.happened[i]);
    }
    add_hypergeometric(at_risk, n, d, found.expected, variance);
    for (std::size_t i = 0; i < count; ++i) {
      at_risk[i] -= static_cast<double>(moment.left[i]);
    }
  }
  if (count < 2) {
    return found;
  }
  // The deviations add up to zero, so that all but one group say it all.
  std::vector<double> deviation(count);
  for (std::size_t i = 0; i < count; ++i) {
    deviation[i] = found.observed[i] - found.expected[i];
  }
  const Quadratic solved = solve(std::move(variance), std::move(deviation));
  found.degrees_of_freedom = solved.rank;
  if (solved.rank > 0) {
    found.chi_squared = solved.value;
    found.p = chi_squared_p(solved.value, solved.rank);
  }
  return found;
}

}  // namespace throughline::stats
