// Engine: keeps everybody's line in columns while events come in, people merge and are taken apart.
//
// One writer at a time calls apply(), publish(), compact() and image(); any number of threads call
// snapshot() and read what they got, and never wait for the writer. Nothing is visible before
// publish(). Memory is what the columns take (about 12 bytes per event) plus what changed since the
// blocks were built.
//
// The writer's loop: apply what the record has, publish its position, then compact() as long as
// there is time before the next publication; each call rewrites one block, which takes a
// millisecond for a hundred thousand events, and changes nothing that readers see.
//
// Errors: apply() answers Error::invalid for an event whose key identifier has no owner, and
// changes nothing. If the record cannot be asked for an order (OrderKeySource), an event is not
// taken and may be applied again; a change of owners that failed that way leaves the engine broken:
// from then on it answers Error::unavailable, and a new one is to be made from a file or the
// record.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "base/guarded.h"
#include "base/result.h"
#include "journey_engine/change.h"
#include "journey_engine/owners.h"
#include "journey_engine/pending.h"
#include "journey_engine/snapshot.h"

namespace throughline::journey_engine {

// What whoever follows a record says of it, to know it again by; nothing to the engine.
struct RecordMark {
  std::array<char, 16> fingerprint = {};  // Of the record up to the position.
  std::uint64_t newest_row = 0;
  std::uint64_t codes = 0;  // How many had a meaning.
};

// Everything an engine needs to begin with: what files hold (snapshot_file.h).
struct Image {
  Snapshot::State lines = {};
  Owners::Pages owners = {};
  RecordMark mark = {};
};

struct EngineOptions {
  std::size_t customers_per_shard = 2048;  // On average; above, a shard is divided.
  // A shard is due for compaction when one of so many of its customers or events has changed.
  std::size_t changed_part = 16;
  std::size_t inserts_max = 131'072;  // Or when so many events have come.
};

enum class Effort { due, any };

class Engine {
 public:
  explicit Engine(OrderKeySource& keys, EngineOptions options = {});
  Engine(OrderKeySource& keys, EngineOptions options, const Image& image);

  Result<void> apply(const EventAdded& event);
  Result<void> apply(const OwnersChanged& change);
  Result<void> apply(const RowsErased& erased);
  Result<void> apply(const CustomerErased& erased);
  // What was applied becomes visible, all of it at once, as the state at `position`.
  Result<void> publish(EnginePosition position);
  // Rewrites one block with what changed: one that is due, or with Effort::any any changed one.
  // False if there was none.
  bool compact(Effort effort = Effort::due);
  // What was published last, to be written to a file by any thread. Only while nothing was applied
  // since.
  Image image();

  // Thread-safe; never waits for the writer.
  [[nodiscard]] Snapshot snapshot() const;

  // Bytes that the lines take, about: what readers still hold of earlier positions is not counted.
  [[nodiscard]] std::size_t memory() const;

  [[nodiscard]] CustomerId owner_of(IdentifierId identifier) const {
    return owners_.find(identifier);
  }
  // Every identifier that has an owner, in the order of their ids.
  void each_owned(const std::function<void(IdentifierId)>& sink) const { owners_.each(sink); }

 private:
  struct ShardState {
    PendingShard pending = {};
    std::size_t changes = 0;  // Events that came, moved or went.
    bool touched = false;     // Since the last publication.
    bool due = false;
    bool urgent = false;  // Erased events are still in the block.
  };

  [[nodiscard]] std::size_t shard_of_customer(CustomerId customer) const {
    return shard_of(customer, shards_.size());
  }
  PendingLine& change(std::size_t shard, CustomerId customer, std::size_t events);
  void note_due(std::size_t shard);
  Result<void> move(CustomerId from, CustomerId to, std::vector<IdentifierId> strands);
  void erase_in_line(CustomerId customer, const std::vector<std::uint64_t>& rows);
  void erase_in_shard(std::size_t shard, const std::vector<std::uint64_t>& rows);
  void rewrite(std::size_t shard);
  void divide();
  void gather(std::size_t shard, std::size_t shards, Gather& stay, Gather& go) const;
  void replace(std::size_t shard, const Gather& gather);

  OrderKeySource& keys_;
  const EngineOptions options_;
  Owners owners_;
  std::vector<Shard> shards_;
  std::vector<ShardState> states_;
  std::vector<std::size_t> due_;
  std::size_t sweep_ = 0;  // Where Effort::any goes on.
  std::uint64_t events_ = 0;
  std::uint64_t block_customers_ = 0;
  bool unpublished_ = false;
  bool broken_ = false;
  Guarded<std::shared_ptr<const Snapshot::State>> published_;
};

}  // namespace throughline::journey_engine
