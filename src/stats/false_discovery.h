// False-discovery control: of many tests made at once, which still say something.
//
// Benjamini and Hochberg (1995), "Controlling the false discovery rate": those whose adjusted p is
// at most q hold no more than the share q of false ones, if the tests are independent or positively
// dependent. The same as R's p.adjust(p, "BH"). Benjamini and Yekutieli (2001), "The control of the
// false discovery rate in multiple testing under dependency", holds however they depend, and is
// stricter: p.adjust(p, "BY"). Pure.
#pragma once

#include <span>
#include <vector>

namespace throughline::stats {

// The adjusted p of each, in the order given, at most 1.
std::vector<double> adjust_false_discovery(std::span<const double> p);
// By Benjamini and Yekutieli.
std::vector<double> adjust_false_discovery_of_any(std::span<const double> p);

}  // namespace throughline::stats
