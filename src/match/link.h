// Linking: from records to pairs that are probably one person, and from pairs to people.
//
// Nothing is labelled and nothing is tuned: what a data set is like is estimated from it. The same
// records and the same seed give the same answer.
#pragma once

#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

#include "base/random.h"
#include "match/blocking.h"
#include "match/estimate.h"
#include "match/model.h"
#include "match/records.h"

namespace throughline::match {

struct LinkOptions {
  double probability_min = 0.05;  // Pairs below are not kept.
  std::uint64_t random_pairs = 200'000;
  std::uint64_t estimated_from_max = 5'000'000;  // Candidates of which the model is estimated.
  BlockingLimits blocking = {};
  std::stop_token stop = {};  // Asked to stop, it ends soon, with whatever it has.
};

struct Link {
  RecordIndex a = 0;  // Below b.
  RecordIndex b = 0;
  double weight = 0;  // log2 of the odds that both are one person.
  [[nodiscard]] double probability() const { return probability_of(weight); }
};

struct Linkage {
  Model model = {};
  std::vector<Link> links = {};  // From the strongest to the weakest.
  std::vector<PassReport> passes = {};
  std::uint64_t candidates = 0;
  int rounds = 0;  // Of the estimation.
  bool converged = false;
};

Linkage link(const Records& records, Random& random, const LinkOptions& options = {});

// Where each record has at most one partner: the strongest links first.
std::vector<Link> one_to_one(const std::vector<Link>& links, double probability_min);

// Groups of records that are one person, each sorted, by their first. Two groups become one only if
// their pairs speak for it on average: one weak bridge joins nothing.
std::vector<std::vector<RecordIndex>> groups(const Records& records, const Linkage& linkage,
                                             double probability_min);

}  // namespace throughline::match
