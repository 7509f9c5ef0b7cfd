// Estimation of the model from the records alone, without labelled pairs: expectation and
// maximisation over all pairs.
//
// A. P. Dempster, N. M. Laird, D. B. Rubin, JRSS B 39 (1977) 1-38; for this model W. E. Winkler,
// "Using the EM algorithm for weight computation in the Fellegi-Sunter model of record linkage",
// ASA (1988). Pairs that blocking did not bring together count as pairs of two people, with levels
// as random pairs show them; so neither m nor u is that of the blocks only.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "match/model.h"

namespace throughline::match {

struct PairCounts {
  std::unordered_map<Pattern, double> candidates = {};
  std::unordered_map<Pattern, double> random = {};  // Drawn from the pairs that are no candidates.
  double pairs = 0;                                 // All that are possible.
};

struct Estimate {
  Model model = {};
  int rounds = 0;
  bool converged = false;
};

// `agreement` by field, as Model has it.
Estimate estimate(const std::vector<Comparison>& comparisons, const PairCounts& counts,
                  std::vector<double> agreement);

}  // namespace throughline::match
