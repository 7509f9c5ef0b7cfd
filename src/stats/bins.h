// Bins for a histogram that people can read: bounds at round numbers, and few enough.
//
// Where a few numbers lie far from all others, the bins cover what is in between, and the outer
// ones have no end. Bounds are multiples of 1, 2 or 5 times a power of ten, each the double that is
// nearest to that decimal number, so that 0.3 lies in the bin from 0.3 on. Pure.
#pragma once

#include <cstddef>
#include <vector>

#include "stats/number_sample.h"

namespace throughline::stats {

// Ascending; none for no numbers. At most `bins_max` + 2 bins lie between them.
std::vector<double> round_bounds(const Numbers& numbers, std::size_t bins_max);
// The same for the part of the numbers from one to another; steps are whole where they must be.
std::vector<double> round_bounds(double from, double to, std::size_t bins_max, bool whole);
bool are_whole(const Numbers& numbers);

}  // namespace throughline::stats
