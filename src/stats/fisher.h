// The exact test of a two-by-two table: right however few people there are.
//
// Fisher (1935), "The logic of inductive inference". Two-sided as twice the smaller tail, at most
// 1 (R's fisher.test(alternative = "less" and "greater")). Pure.
#pragma once

#include "stats/proportion.h"

namespace throughline::stats {

// Whether two shares differ. 1 where either is a share of none, or all did, or nobody.
double exact_p(Share first, Share second);

}  // namespace throughline::stats
