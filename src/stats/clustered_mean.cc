#include "stats/clustered_mean.h"

#include <boost/math/distributions/students_t.hpp>
#include <cmath>

namespace throughline::stats {

ClusteredMean mean_of_clusters(std::span<const Cluster> clusters, double confidence) {
  ClusteredMean found;
  double sum = 0;
  for (const Cluster& cluster : clusters) {
    sum += cluster.sum;
    found.count += cluster.count;
  }
  if (found.count == 0) {
    return found;
  }
  const auto count = static_cast<double>(found.count);
  found.mean = sum / count;
  if (clusters.size() < 2) {
    return found;
  }
  double squares = 0;
  for (const Cluster& cluster : clusters) {
    const double off = cluster.sum - found.mean * static_cast<double>(cluster.count);
    squares += off * off;
  }
  const auto size = static_cast<double>(clusters.size());
  const double error = std::sqrt(size / (size - 1) * squares) / count;
  const double width =
      boost::math::quantile(boost::math::students_t(size - 1), 0.5 + confidence / 2) * error;
  found.interval = Interval{found.mean - width, found.mean + width};
  return found;
}

}  // namespace throughline::stats
