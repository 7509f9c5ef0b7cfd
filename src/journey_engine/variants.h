// Variants: the different rows of nodes that cases go through, by how many cases each has.
//
// Cases are never cut, so there may be as many variants as cases; each is kept once. Parts may be
// added on different threads and merged in any order. Owned by one thread at a time.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "journey_engine/trace.h"
#include "stats/sample.h"

namespace throughline::journey_engine {

struct Variant {
  std::vector<Value> nodes = {};
  std::uint64_t cases = 0;
  std::uint64_t customers = 0;
  stats::Sample lasted_ms = {};
};

class Variants {
 public:
  // The rule must outlive the variants.
  explicit Variants(const TraceRule& rule) : rule_(rule) {}

  void add(CustomerId customer, Line line);
  void merge(const Variants& other);

  [[nodiscard]] std::size_t count() const { return found_.size(); }
  [[nodiscard]] std::uint64_t cases() const { return cases_; }
  // The `count` with most cases; equals in the order of their nodes.
  [[nodiscard]] std::vector<Variant> most_frequent(std::size_t count) const;

 private:
  const TraceRule& rule_;
  std::uint64_t cases_ = 0;
  std::map<std::vector<Value>, Variant> found_;
};

// Who has a case of exactly these nodes.
bool has_variant(const std::vector<Value>& nodes, const TraceRule& rule, CustomerId customer,
                 Line line);

}  // namespace throughline::journey_engine
