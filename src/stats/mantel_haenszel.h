// Mantel and Haenszel: two shares that differ, compared among those who are alike.
//
// People are told apart into strata; within each the shares are compared, and the differences are
// put together. The test is that of Mantel and Haenszel (1959), "Statistical aspects of the
// analysis of data from retrospective studies of disease", with their continuity correction (R's
// mantelhaen.test); the difference is that of Mantel and Haenszel with the interval of Sato (1989),
// "On the variance estimator for the Mantel-Haenszel risk difference". Pure.
#pragma once

#include <span>

#include "stats/proportion.h"

namespace throughline::stats {

struct Stratum {
  Share first = {};
  Share second = {};
};

// Of the first minus the second. As of two shares of none where no stratum has people on both
// sides.
Difference difference_among_alike(std::span<const Stratum> strata, double confidence = 0.95);

}  // namespace throughline::stats
