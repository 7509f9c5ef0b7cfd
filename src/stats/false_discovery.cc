#include "stats/false_discovery.h"

#include <algorithm>
#include <numeric>

namespace throughline::stats {
namespace {

std::vector<double> adjust(std::span<const double> p, double factor) {
  std::vector<std::size_t> order(p.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return p[a] < p[b]; });
  std::vector<double> adjusted(p.size());
  double least = 1;
  for (std::size_t rank = order.size(); rank > 0; --rank) {
    const std::size_t test = order[rank - 1];
    least = std::min(least, p[test] * factor / static_cast<double>(rank));
    adjusted[test] = least;
  }
  return adjusted;
}

}  // namespace

std::vector<double> adjust_false_discovery(std::span<const double> p) {
  return adjust(p, static_cast<double>(p.size()));
}

std::vector<double> adjust_false_discovery_of_any(std::span<const double> p) {
  double harmonic = 0;
  for (std::size_t i = 1; i <= p.size(); ++i) {
    harmonic += 1 / static_cast<double>(i);
  }
  return adjust(p, static_cast<double>(p.size()) * harmonic);
}

}  // namespace throughline::stats
