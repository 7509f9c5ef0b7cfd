// CustomerPage: who stands behind a cell, a page at a time, ordered by customer id.
//
// A second pass over the lines adds those who belong to the cell; pages of parts of the customers,
// each from its own thread, are merged. Owned by one thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <queue>
#include <vector>

#include "journey_engine/line.h"

namespace throughline::journey_engine {

class CustomerPage {
 public:
  // The first `limit` customers beyond `after`.
  explicit CustomerPage(std::size_t limit, CustomerId after = {}) : limit_(limit), after_(after) {}

  void add(CustomerId customer);
  void merge(const CustomerPage& other);

  // Ascending.
  [[nodiscard]] std::vector<CustomerId> customers() const;
  // How many belong to the cell, those on other pages included.
  [[nodiscard]] std::uint64_t total() const { return total_; }

 private:
  void keep(CustomerId customer);

  std::size_t limit_;
  CustomerId after_;
  std::uint64_t total_ = 0;
  std::priority_queue<CustomerId> kept_;  // The highest on top.
};

}  // namespace throughline::journey_engine
