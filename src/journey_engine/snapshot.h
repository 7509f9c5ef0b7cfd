// Snapshot: all lines as they were at one position, for as long as somebody holds it.
//
// A value that is cheap to copy. Any number of threads may read one, and the writer goes on
// meanwhile; nothing here waits for a lock. What a body is given belongs to the visit and is valid
// until the body returns. A body returns nothing, or false to end the visit.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <type_traits>
#include <utility>
#include <vector>

#include "journey_engine/changed_columns.h"
#include "journey_engine/line.h"
#include "journey_engine/overlay.h"

namespace throughline::journey_engine {

// A place in the record (timeline/position.h): everything up to it is in the snapshot.
struct EnginePosition {
  std::int64_t xid = 0;
  std::int64_t seq = 0;
  auto operator<=>(const EnginePosition&) const = default;
};

// Which shard holds a customer. A growing number of shards splits one shard at a time (linear
// hashing): with one more shard, only customers of a single shard move, and all to the new one.
std::size_t shard_of(CustomerId customer, std::size_t shards);
// The shard whose customers are divided when there is one more than `shards`.
std::size_t splitting_shard(std::size_t shards);

class Snapshot {
 public:
  struct State {
    std::vector<Shard> shards = {};
    EnginePosition position = {};
    std::uint64_t events = 0;
  };
  explicit Snapshot(std::shared_ptr<const State> state) : state_(std::move(state)) {}

  [[nodiscard]] std::size_t shards() const { return state_->shards.size(); }
  [[nodiscard]] EnginePosition position() const { return state_->position; }
  [[nodiscard]] std::uint64_t events() const { return state_->events; }
  [[nodiscard]] const Shard& shard(std::size_t index) const { return state_->shards[index]; }

  // body(CustomerId, Line), each customer with events once. False if a body ended the visit.
  template <class Body>
  bool visit(ShardRange range, Body&& body) const {
    return visit(range, body, [](CustomerId) { return true; });
  }
  // The same for those customers only of whom wanted(CustomerId) is true.
  template <class Body, class Wanted>
  bool visit(ShardRange range, Body&& body, const Wanted& wanted) const;
  // body(const Columns&): the blocks as they lie in memory, and the changed customers of each shard
  // put together in columns of their own.
  template <class Body>
  bool visit_columns(ShardRange range, Body&& body, ColumnNeeds needs = {}) const;
  // body(CustomerId, Line), if the customer has events; says whether it has.
  template <class Body>
  bool find(CustomerId customer, Body&& body) const;

  // The line of one customer into `into`.
  static void decode(const Block& block, const LineParts& parts, std::vector<LineEvent>& into);

 private:
  template <class Body, class Wanted>
  static bool visit_unchanged(const Shard& shard, std::vector<LineEvent>& scratch, Body& body,
                              const Wanted& wanted);
  template <class Body, class Wanted>
  static bool visit_changed(const Shard& shard, std::vector<LineEvent>& scratch, Body& body,
                            const Wanted& wanted);
  template <class Body, class... Values>
  static bool goes_on(Body& body, const Values&... values) {
    if constexpr (std::is_same_v<std::invoke_result_t<Body&, const Values&...>, bool>) {
      return body(values...);
    } else {
      body(values...);
      return true;
    }
  }

  std::shared_ptr<const State> state_;
};

template <class Body, class Wanted>
bool Snapshot::visit(ShardRange range, Body&& body, const Wanted& wanted) const {
  std::vector<LineEvent> scratch;
  for (std::size_t s = range.first; s < range.last; ++s) {
    if (!visit_unchanged(shard(s), scratch, body, wanted) ||
        !visit_changed(shard(s), scratch, body, wanted)) {
      return false;
    }
  }
  return true;
}

template <class Body, class Wanted>
bool Snapshot::visit_unchanged(const Shard& shard, std::vector<LineEvent>& scratch, Body& body,
                               const Wanted& wanted) {
  const Block& block = *shard.block;
  for (std::size_t c = 0; c < block.customers(); ++c) {
    if ((shard.overlay != nullptr && shard.overlay->replaces(c)) || !wanted(block.ids()[c])) {
      continue;
    }
    block.decode(c, scratch);
    if (!goes_on(body, block.ids()[c], Line(scratch))) {
      return false;
    }
  }
  return true;
}

template <class Body, class Wanted>
bool Snapshot::visit_changed(const Shard& shard, std::vector<LineEvent>& scratch, Body& body,
                             const Wanted& wanted) {
  if (shard.overlay == nullptr) {
    return true;
  }
  for (const Overlay::Entry& entry : shard.overlay->entries()) {
    if (!wanted(entry.customer)) {
      continue;
    }
    decode(*shard.block, shard.overlay->parts_of(entry), scratch);
    if (!scratch.empty() && !goes_on(body, entry.customer, Line(scratch))) {
      return false;
    }
  }
  return true;
}

template <class Body>
bool Snapshot::visit_columns(ShardRange range, Body&& body, ColumnNeeds needs) const {
  ChangedColumns changed;
  for (std::size_t s = range.first; s < range.last; ++s) {
    const Overlay* overlay = shard(s).overlay.get();
    Columns columns = shard(s).block->columns();
    columns.block = &shard(s).block;
    columns.replaced = overlay == nullptr ? nullptr : overlay->replaced().data();
    if (columns.customers != 0 && !goes_on(body, columns)) {
      return false;
    }
    if (overlay != nullptr && changed.gather(shard(s), needs) &&
        !goes_on(body, changed.columns())) {
      return false;
    }
  }
  return true;
}

template <class Body>
bool Snapshot::find(CustomerId customer, Body&& body) const {
  const Shard& shard = state_->shards[shard_of(customer, shards())];
  std::vector<LineEvent> line;
  const Overlay::Entry* entry = shard.overlay == nullptr ? nullptr : shard.overlay->find(customer);
  if (entry != nullptr) {
    decode(*shard.block, shard.overlay->parts_of(*entry), line);
  } else if (const std::uint32_t index = shard.block->index_of(customer);
             index != Block::no_customer) {
    shard.block->decode(index, line);
  }
  if (!line.empty()) {
    body(customer, Line(line));
  }
  return !line.empty();
}

}  // namespace throughline::journey_engine
