// Model: how much each agreement and disagreement tells, and what a pair of records amounts to.
//
// I. P. Fellegi and A. B. Sunter, "A theory for record linkage", JASA 64 (1969) 1183-1210: with m
// the chance of a level among pairs of one person and u among pairs of two, the weights log2(m / u)
// of independent comparisons add up. Rarity of an equal value: W. E. Winkler, "Frequency-based
// matching in the Fellegi-Sunter model of record linkage", ASA (1989).
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "match/comparison.h"

namespace throughline::match {

struct LevelChances {
  std::vector<double> m = {};  // By level; sums to 1.
  std::vector<double> u = {};
};

struct Model {
  std::vector<Comparison> comparisons = {};
  std::vector<LevelChances> chances = {};
  std::vector<double> agreement = {};  // By field: that two records have the same value by chance.
  double prior = 0;                    // That two records drawn at random are one person.
};

// Weights in bits by comparison; the prior is the chance before anything was compared.
struct Evidence {
  std::array<double, fields_max> weights = {};
  double prior = 0;
  [[nodiscard]] double total() const;  // log2 of the odds.
};

// Without the rarity of values.
Evidence weigh(const Model& model, Pattern pattern);
// With it.
Evidence weigh(const Model& model, const Records& records, const Compared& compared);

double probability_of(double weight);
double weight_of(double probability);

}  // namespace throughline::match
