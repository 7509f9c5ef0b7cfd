// How strongly two numbers go together by their ranks (Spearman), which outliers do not move and
// any growing curve leaves alone; equal numbers share the mean of their ranks. The interval is
// Bonett and Wright's (2000). Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "stats/proportion.h"

namespace throughline::stats {

struct RankCorrelation {
  double value = 0;
  Interval interval = {};
};
// Of as many of each, pair by pair; nothing for fewer than four pairs, or where one never differs.
std::optional<RankCorrelation> rank_correlation(std::span<const double> x,
                                                std::span<const double> y);

}  // namespace throughline::stats
