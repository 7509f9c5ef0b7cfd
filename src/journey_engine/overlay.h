// Overlay: what has changed in a shard since its block was built.
//
// Immutable once built, so any number of threads may read it. Few customers of a shard change
// between two compactions; an overlay holds, for each of these, the events that came in addition,
// each with its place in the block's line, and the places of those that are gone. Whoever reads
// the line merges the two as it goes: no comparison of times is needed.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "journey_engine/block.h"

namespace throughline::journey_engine {

// An event beside the block's line, before the event at `position` of that line, and after those
// that stand before it in the list.
struct Insert {
  std::int64_t at_us = 0;
  std::uint64_t row = 0;
  IdentifierId strand = {};
  std::uint32_t code = 0;
  std::uint32_t position = 0;
};

inline StoredEvent event_of(const Insert& insert) {
  return {.at_us = insert.at_us, .row = insert.row, .strand = insert.strand, .code = insert.code};
}

// How one customer's line is put together. Everything belongs to whoever made it.
struct LineParts {
  std::uint32_t base = Block::no_customer;       // Its index in the block, if it counts.
  std::span<const Insert> inserts = {};          // In the total order.
  std::span<const std::uint32_t> removals = {};  // Places in the block's line, ascending.

  [[nodiscard]] bool has_base() const { return base != Block::no_customer; }
  [[nodiscard]] std::size_t events(const Block& block) const {
    const std::size_t kept =
        has_base() ? block.last_event(base) - block.first_event(base) - removals.size() : 0;
    return kept + inserts.size();
  }
};

// Calls from_block(first, last) for runs of the block's events and inserted(insert) for others, in
// the total order.
template <class FromBlock, class Inserted>
void walk(const Block& block, const LineParts& parts, FromBlock&& from_block, Inserted&& inserted) {
  const std::uint32_t first = parts.has_base() ? block.first_event(parts.base) : 0;
  const std::uint32_t length = parts.has_base() ? block.last_event(parts.base) - first : 0;
  std::uint32_t place = 0;
  std::size_t next = 0;
  std::size_t gone = 0;
  while (true) {
    std::uint32_t stop = length;
    if (next < parts.inserts.size()) {
      stop = std::min(stop, parts.inserts[next].position);
    }
    if (gone < parts.removals.size()) {
      stop = std::min(stop, parts.removals[gone]);
    }
    if (stop > place) {
      from_block(first + place, first + stop);
      place = stop;
    }
    if (next < parts.inserts.size() && parts.inserts[next].position <= place) {
      inserted(parts.inserts[next++]);
    } else if (gone < parts.removals.size() && parts.removals[gone] == place) {
      ++gone;
      ++place;
    } else {
      return;
    }
  }
}

struct OverlayEntry {
  CustomerId customer = {};
  std::uint32_t base = Block::no_customer;
  std::uint32_t base_counts =
      0;  // 1: its line there counts. No hole: files hold entries as they are.
  std::uint32_t first_insert = 0;
  std::uint32_t last_insert = 0;
  std::uint32_t first_removal = 0;
  std::uint32_t last_removal = 0;
};

struct OverlayLists {
  std::vector<OverlayEntry> entries = {};
  std::vector<Insert> inserts = {};
  std::vector<std::uint32_t> removals = {};
};

class Overlay {
 public:
  // Customers in ascending order. `base` is the index in the block even where it no longer counts,
  // so that readers leave it out.
  void add(CustomerId customer, std::uint32_t base, const LineParts& parts);
  // `customers`: how many the block has.
  void finish(std::size_t customers);
  // As a file had it.
  static std::shared_ptr<const Overlay> restored(OverlayLists lists, std::size_t customers);
  [[nodiscard]] const OverlayLists& lists() const { return lists_; }

  using Entry = OverlayEntry;
  [[nodiscard]] std::span<const Entry> entries() const { return lists_.entries; }
  [[nodiscard]] const Entry* find(CustomerId customer) const;  // Or null.
  [[nodiscard]] LineParts parts_of(const Entry& entry) const;
  // A bit per customer of the block: set if it is not to be read from there.
  [[nodiscard]] std::span<const std::uint64_t> replaced() const { return replaced_; }
  [[nodiscard]] bool replaces(std::size_t customer) const {
    return ((replaced_[customer / 64] >> (customer % 64)) & 1U) != 0;
  }
  [[nodiscard]] std::size_t inserts() const { return lists_.inserts.size(); }
  // Of the inserted events; the lowest above the highest if there are none.
  [[nodiscard]] std::uint32_t highest_code() const { return highest_code_; }
  [[nodiscard]] std::uint64_t lowest_row() const { return lowest_row_; }
  [[nodiscard]] std::uint64_t highest_row() const { return highest_row_; }

 private:
  OverlayLists lists_;
  std::vector<std::uint64_t> replaced_;
  std::uint32_t highest_code_ = 0;
  std::uint64_t lowest_row_ = ~std::uint64_t{0};
  std::uint64_t highest_row_ = 0;
};

// The strands of a customer as it is put together: those of the block first, so that the small
// numbers there stay right.
class StrandList {
 public:
  explicit StrandList(std::span<const IdentifierId> known) : list_(known.begin(), known.end()) {}
  std::uint32_t index_of(IdentifierId strand);  // Adds it if it is new.
  [[nodiscard]] std::span<const IdentifierId> list() const { return list_; }

 private:
  std::vector<IdentifierId> list_;
  std::vector<std::pair<IdentifierId, std::uint32_t>> sorted_;  // Once there are many.
};

// Gathers customers of a block and its overlay into a new block, in ascending order of their ids.
// `block` and what the parts refer to must outlive it.
class Gather {
 public:
  explicit Gather(const Block& block) : block_(block) {}
  void add_unchanged(std::uint32_t customer);
  // Nothing for a customer without events.
  void add(CustomerId customer, const LineParts& parts);
  [[nodiscard]] bool empty() const { return pieces_.empty(); }
  [[nodiscard]] std::size_t events() const { return events_; }
  [[nodiscard]] std::shared_ptr<const Block> build() const;

 private:
  struct Piece {
    CustomerId customer = {};  // None: the unchanged customers [first, last).
    std::uint32_t first = 0;
    std::uint32_t last = 0;
    LineParts parts = {};
    std::vector<StoredEvent> line = {};  // Where removals may have taken a strand's last event.
  };
  [[nodiscard]] StrandList strands_of(const Piece& piece) const;
  void plan(const Piece& piece, const StrandList& strands, BlockPlan& plan) const;
  void write(const Piece& piece, StrandList& strands, BlockWriter& writer) const;

  const Block& block_;
  std::vector<Piece> pieces_;
  std::size_t events_ = 0;
};

}  // namespace throughline::journey_engine
