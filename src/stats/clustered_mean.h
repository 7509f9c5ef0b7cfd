// The mean of numbers that come in clusters, such as the answers of people of whom some answered
// more than once: its interval takes the clusters as what was sampled, because the numbers of one are
// not independent.
//
// The mean is that of all numbers, which is a ratio of two sums over the clusters; its variance is by
// linearisation (Cochran 1977, "Sampling techniques", 6.4; without correction for a finite
// population), and the interval is Student's with one degree of freedom fewer than clusters. With one
// number in each cluster it is the interval of a mean as everybody knows it. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "stats/proportion.h"

namespace throughline::stats {

struct Cluster {
  double sum = 0;
  std::uint64_t count = 0;  // At least one.
};

struct ClusteredMean {
  double mean = 0;
  std::uint64_t count = 0;                 // Of numbers.
  std::optional<Interval> interval = {};  // Nothing for fewer than two clusters.
};

// The same to the last bit only for the same order. Zero of none.
ClusteredMean mean_of_clusters(std::span<const Cluster> clusters, double confidence = 0.95);

}  // namespace throughline::stats
