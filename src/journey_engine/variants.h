// Variants: the different rows of nodes that cases go through, by how many cases each has.
//
// Cases are never cut, so there may be as many variants as cases; each is kept once. Parts may be
// added on different threads and merged in any order. Owned by one thread at a time.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "journey_engine/trace.h"
#include "journey_engine/trace_columns.h"
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
  // Of one customer in columns, whose cases these are.
  void add(const ColumnLine& line, const TraceColumns& traces,
           std::span<const TraceColumns::Case> cases);

  [[nodiscard]] std::size_t count() const { return found_.size(); }
  [[nodiscard]] std::uint64_t cases() const { return cases_.size(); }
  // The `count` with most cases; equals in the order of their nodes.
  [[nodiscard]] std::vector<Variant> most_frequent(std::size_t count) const;

 private:
  struct Found {
    std::size_t begin = 0;  // In nodes_.
    std::size_t size = 0;
    std::uint64_t hash = 0;
    std::uint64_t cases = 0;
    std::uint64_t customers = 0;
    std::uint64_t in_line = 0;  // For whom it was last counted up.
  };
  struct Case {
    std::uint32_t variant = 0;
    std::int64_t lasted_ms = 0;
  };
  [[nodiscard]] std::span<const Value> nodes_of(const Found& found) const {
    return std::span(nodes_).subspan(found.begin, found.size);
  }
  // Its number, new or not.
  std::uint32_t find(std::span<const Value> nodes, std::uint64_t hash);
  void grow();
  void add_case(std::span<const Value> nodes, std::int64_t lasted_ms);

  const TraceRule& rule_;
  std::vector<Value> nodes_;  // Of all variants, one after another.
  std::vector<Found> found_;
  std::vector<std::uint32_t> slots_;  // By hash, a variant's number + 1, or 0.
  std::vector<Case> cases_;
  std::uint64_t lines_ = 0;
};

// Who has a case of exactly these nodes.
bool has_variant(const std::vector<Value>& nodes, const TraceRule& rule, CustomerId customer,
                 Line line);

}  // namespace throughline::journey_engine
