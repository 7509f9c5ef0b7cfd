// Discrimination: how well a score tells those who did something from those who did not.
//
// The area under the receiver operating characteristic: the chance that of one who did and one who
// did not, drawn at random, the first has the higher score; equal scores count half (Hanley and
// McNeil 1982, "The meaning and use of the area under a receiver operating characteristic curve").
// The interval is by DeLong, DeLong and Clarke-Pearson (1988), "Comparing the areas under two or
// more correlated receiver operating characteristic curves". Scores of different scorers are not
// compared with each other: only pairs within a group are, and groups weigh by their pairs. Pure.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "stats/proportion.h"

namespace throughline::stats {

struct Scored {
  double score = 0;
  Share did = {};
};

struct Discrimination {
  double area = 0.5;
  // Nothing where a group that has pairs has only one person on a side.
  std::optional<Interval> interval = {};
};

// Nothing where no group has somebody on both sides.
std::optional<Discrimination> discrimination(std::span<const std::vector<Scored>> groups,
                                             double confidence = 0.95);

}  // namespace throughline::stats
