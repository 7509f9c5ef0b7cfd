#include "stats/rank_correlation.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "base/assert.h"

namespace throughline::stats {
namespace {

constexpr std::size_t pairs_min = 4;
constexpr double z = 1.959963984540054;

// Twice the mean rank of each, less what makes their sum zero: whole numbers.
std::vector<double> centred_ranks(std::span<const double> values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  std::vector<double> ranks(values.size());
  for (std::size_t first = 0; first < order.size();) {
    std::size_t last = first;
    while (last < order.size() && values[order[last]] == values[order[first]]) {
      ++last;
    }
    for (std::size_t i = first; i < last; ++i) {
      ranks[order[i]] =
          static_cast<double>(first + last - 1) - static_cast<double>(values.size() - 1);
    }
    first = last;
  }
  return ranks;
}

}  // namespace

std::optional<RankCorrelation> rank_correlation(std::span<const double> x,
                                                std::span<const double> y) {
  TL_ASSERT(x.size() == y.size());
  if (x.size() < pairs_min) {
    return std::nullopt;
  }
  const std::vector<double> of_x = centred_ranks(x);
  const std::vector<double> of_y = centred_ranks(y);
  const double xy = std::inner_product(of_x.begin(), of_x.end(), of_y.begin(), 0.0);
  const double xx = std::inner_product(of_x.begin(), of_x.end(), of_x.begin(), 0.0);
  const double yy = std::inner_product(of_y.begin(), of_y.end(), of_y.begin(), 0.0);
  if (xx == 0 || yy == 0) {
    return std::nullopt;
  }
  const double r = std::clamp(xy / std::sqrt(xx * yy), -1.0, 1.0);
  if (std::abs(r) == 1) {
    return RankCorrelation{.value = r, .interval = {.low = r, .high = r}};
  }
  const double half = z * std::sqrt((1 + r * r / 2) / (static_cast<double>(x.size()) - 3));
  return RankCorrelation{.value = r,
                         .interval = {.low = std::tanh(std::atanh(r) - half),
                                      .high = std::tanh(std::atanh(r) + half)}};
}

}  // namespace throughline::stats
