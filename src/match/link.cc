#include "match/link.h"

#include <algorithm>
#include <numeric>

#include "base/assert.h"

namespace throughline::match {

namespace {

constexpr double pairs_listed_max = 200'000;
constexpr std::size_t group_max = 100;

double pair_count(const Records& records) {
  const auto right = static_cast<double>(records.count(Side::right));
  const auto all = static_cast<double>(records.size());
  return right > 0 ? right * (all - right) : all * (all - 1) / 2;
}

// Pairs that are no candidates: all of a small set, drawn from a large one.
class Strangers {
 public:
  Strangers(const Records& records, const Blocking& blocking, const Comparer& comparer,
            PairCounts& counts)
      : records_(records), blocking_(blocking), comparer_(comparer), counts_(counts) {}

  void list() {
    for (RecordIndex a = 0; a < records_.size(); ++a) {
      for (RecordIndex b = a + 1; b < records_.size(); ++b) {
        count(a, b);
      }
    }
  }
  void draw(Random& random, std::uint64_t pairs) {
    for (std::uint64_t i = 0; i < pairs; ++i) {
      const auto a = static_cast<RecordIndex>(random.below(records_.size()));
      const auto b = static_cast<RecordIndex>(random.below(records_.size()));
      count(std::min(a, b), std::max(a, b));
    }
  }

 private:
  void count(RecordIndex a, RecordIndex b) {
    const bool apart = two_sides_ && records_.side(a) == records_.side(b);
    if (a != b && !apart && !blocking_.holds(a, b)) {
      counts_.random[comparer_.compare(a, b).pattern] += 1;
    }
  }

  const Records& records_;
  const Blocking& blocking_;
  const Comparer& comparer_;
  PairCounts& counts_;
  bool two_sides_ = records_.count(Side::right) > 0;
};

// A number that is the same for a pair on every run.
std::uint64_t lot_of(RecordIndex a, RecordIndex b) {
  const std::uint64_t x = (std::uint64_t{a} << 32U | b) * 0x9E3779B97F4A7C15U;
  return (x ^ x >> 29U) * 0xBF58476D1CE4E5B9U >> 32U;
}

void count_candidates(const Blocking& blocking, const Comparer& comparer,
                      const LinkOptions& options, PairCounts& counts, std::uint64_t& candidates) {
  const std::uint64_t compared = options.estimated_from_max;
  blocking.each_pair([&](RecordIndex, RecordIndex) { ++candidates; });
  const std::uint64_t one_in = std::max<std::uint64_t>(1, (candidates + compared - 1) / compared);
  blocking.each_pair([&](RecordIndex a, RecordIndex b) {
    if (!options.stop.stop_requested() && (one_in == 1 || lot_of(a, b) % one_in == 0)) {
      counts.candidates[comparer.compare(a, b).pattern] += static_cast<double>(one_in);
    }
  });
}

bool stronger(const Link& x, const Link& y) {
  return x.weight != y.weight ? x.weight > y.weight : x.a != y.a ? x.a < y.a : x.b < y.b;
}

}  // namespace

Linkage link(const Records& records, Random& random, const LinkOptions& options) {
  Linkage linkage;
  if (records.size() < 2) {
    return linkage;
  }
  const Blocking blocking(records, options.blocking);
  const Comparer comparer(records);
  PairCounts counts{.pairs = pair_count(records)};
  count_candidates(blocking, comparer, options, counts, linkage.candidates);
  Strangers strangers(records, blocking, comparer, counts);
  if (counts.pairs <= pairs_listed_max) {
    strangers.list();
  } else {
    strangers.draw(random, options.random_pairs);
  }
  std::vector<double> agreement;
  agreement.reserve(records.schema().fields.size());
  for (std::size_t f = 0; f < records.schema().fields.size(); ++f) {
    agreement.push_back(records.agreement(f));
  }
  Estimate estimated = estimate(comparer.comparisons(), counts, std::move(agreement));
  linkage.model = std::move(estimated.model);
  linkage.rounds = estimated.rounds;
  linkage.converged = estimated.converged;
  linkage.passes = blocking.reports();
  const double least = weight_of(options.probability_min);
  blocking.each_pair([&](RecordIndex a, RecordIndex b) {
    if (options.stop.stop_requested()) {
      return;
    }
    const double weight = weigh(linkage.model, records, comparer.compare(a, b)).total();
    if (weight >= least) {
      linkage.links.push_back({a, b, weight});
    }
  });
  std::sort(linkage.links.begin(), linkage.links.end(), stronger);
  const auto same = [](const Link& x, const Link& y) { return x.a == y.a && x.b == y.b; };
  linkage.links.erase(std::unique(linkage.links.begin(), linkage.links.end(), same),
                      linkage.links.end());
  return linkage;
}

std::vector<Link> one_to_one(const std::vector<Link>& links, double probability_min) {
  std::vector<Link> taken;
  std::vector<bool> has_partner;
  const double least = weight_of(probability_min);
  for (const Link& link : links) {
    has_partner.resize(std::max<std::size_t>(has_partner.size(), link.b + std::size_t{1}), false);
    if (link.weight >= least && !has_partner[link.a] && !has_partner[link.b]) {
      has_partner[link.a] = true;
      has_partner[link.b] = true;
      taken.push_back(link);
    }
  }
  return taken;
}

namespace {

class Grouping {
 public:
  Grouping(const Records& records, const Model& model, double least)
      : records_(records), model_(model), comparer_(records), least_(least) {
    group_of_.resize(records.size());
    std::iota(group_of_.begin(), group_of_.end(), RecordIndex{0});
    members_.resize(records.size());
  }

  void join(RecordIndex a, RecordIndex b) {
    const RecordIndex one = group_of_[a];
    const RecordIndex other = group_of_[b];
    if (one == other) {
      return;
    }
    std::vector<RecordIndex>& left = members_of(one);
    std::vector<RecordIndex>& right = members_of(other);
    if (left.size() + right.size() > group_max || mean_weight(left, right) < least_) {
      return;
    }
    for (const RecordIndex moved : right) {
      group_of_[moved] = one;
      left.push_back(moved);
    }
    right.clear();
    right.shrink_to_fit();
  }

  std::vector<std::vector<RecordIndex>> take() {
    std::vector<std::vector<RecordIndex>> all;
    for (std::vector<RecordIndex>& members : members_) {
      if (members.size() > 1) {
        std::sort(members.begin(), members.end());
        all.push_back(std::move(members));
      }
    }
    std::sort(all.begin(), all.end());
    return all;
  }

 private:
  std::vector<RecordIndex>& members_of(RecordIndex group) {
    if (members_[group].empty()) {
      members_[group].push_back(group);
    }
    return members_[group];
  }

  [[nodiscard]] double mean_weight(const std::vector<RecordIndex>& left,
                                   const std::vector<RecordIndex>& right) const {
    double sum = 0;
    for (const RecordIndex a : left) {
      for (const RecordIndex b : right) {
        sum += weigh(model_, records_, comparer_.compare(a, b)).total();
      }
    }
    return sum / static_cast<double>(left.size() * right.size());
  }

  const Records& records_;
  const Model& model_;
  Comparer comparer_;
  double least_;
  std::vector<RecordIndex> group_of_;
  std::vector<std::vector<RecordIndex>> members_;
};

}  // namespace

std::vector<std::vector<RecordIndex>> groups(const Records& records, const Linkage& linkage,
                                             double probability_min) {
  const double least = weight_of(probability_min);
  Grouping grouping(records, linkage.model, least);
  for (const Link& link : linkage.links) {
    if (link.weight >= least) {
      grouping.join(link.a, link.b);
    }
  }
  return grouping.take();
}

}  // namespace throughline::match
