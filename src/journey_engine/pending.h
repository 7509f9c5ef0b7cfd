// Pending: what the writer has changed in one shard since its block was built.
//
// The mutable side of an Overlay: the same changes by customer, with what is needed to put further
// events in their exact place. Used by the engine's writer alone.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "base/result.h"
#include "journey_engine/change.h"
#include "journey_engine/overlay.h"

namespace throughline::journey_engine {

// An event on its way to a line. Without a key it came from a block; the record has it.
struct Moving {
  Insert event = {};
  std::optional<OrderKey> key = {};
};

// One customer's changes.
class PendingLine {
 public:
  PendingLine(CustomerId customer, std::uint32_t base) : customer_(customer), base_(base) {}

  [[nodiscard]] CustomerId customer() const { return customer_; }
  [[nodiscard]] std::uint32_t base() const { return base_; }  // Its index in the block.
  [[nodiscard]] LineParts parts() const;

  Result<void> insert(const Block& block, OrderKeySource& keys, Moving moving);
  // `moving` is in the total order.
  Result<void> insert_all(const Block& block, OrderKeySource& keys, std::vector<Moving> moving);
  // Takes away the events of these strands, in the total order. `strands` is sorted.
  std::vector<Moving> extract(const Block& block, std::span<const IdentifierId> strands);
  // Takes away the events with these rows; says how many. `rows` is sorted.
  std::size_t erase(const Block& block, std::span<const std::uint64_t> rows);
  // The same for places in the block's line, which are ascending and may be gone already.
  std::size_t remove(const Block& block, const std::vector<std::uint32_t>& places);
  // As an overlay had it.
  void restore(const LineParts& parts);

 private:
  [[nodiscard]] bool is_removed(std::uint32_t place) const;
  Result<bool> is_before(OrderKeySource& keys, Moving& one, std::size_t insert);
  Result<std::uint32_t> place_in_block(const Block& block, OrderKeySource& keys, Moving& moving);
  void drop_base();

  CustomerId customer_;
  std::uint32_t base_;
  bool base_counts_ = true;
  std::vector<Insert> inserts_;                // In the total order.
  std::vector<std::optional<OrderKey>> keys_;  // Of the inserts.
  std::vector<std::uint32_t> removals_;        // Ascending.
};

class PendingShard {
 public:
  // The customer's changes; none yet if it is new here.
  PendingLine& line_of(const Block& block, CustomerId customer);
  [[nodiscard]] bool holds(CustomerId customer) const;
  [[nodiscard]] bool empty() const { return lines_.empty(); }
  [[nodiscard]] std::size_t size() const { return lines_.size(); }
  // In ascending order of the customers.
  [[nodiscard]] std::span<const std::unique_ptr<PendingLine>> lines() const { return lines_; }
  [[nodiscard]] std::shared_ptr<const Overlay> overlay(const Block& block) const;
  void restore(const Overlay& overlay);

 private:
  std::vector<std::unique_ptr<PendingLine>> lines_;
};

}  // namespace throughline::journey_engine
