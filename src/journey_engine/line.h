// The line as queries see it: one customer's events in the total order, as values or as columns.
//
// Pure values, without ownership: what a Line or Columns refers to belongs to the snapshot or to
// the scratch buffer that it was made from, and is valid as long as that is and is not used again.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "base/id.h"

namespace throughline::journey_engine {

class Block;
struct Shard;

// The canonical profile.
using CustomerId = ProfileId;

// Codes number the names of events. The engine only carries them; it takes any below 2^32 - 1.
struct LineEvent {
  std::uint32_t code = 0;
  std::int64_t at_ms = 0;  // Unix time in milliseconds, rounded down; any year.
  std::uint64_t row = 0;   // The event's seq in the record.
};

// In the total order (occurred_at in microseconds, the source's own sequence, message_id).
using Line = std::span<const LineEvent>;

// Customers are spread over shards by a hash of their id. [first, last) of snapshot.shards().
struct ShardRange {
  std::size_t first = 0;
  std::size_t last = 0;
};

// Seconds in columns count from 2000-01-01T00:00:00Z.
constexpr std::int64_t columns_epoch_s = 946'684'800;

// Of a customer in Columns.
enum CustomerFlag : std::uint8_t {
  has_ties = 1,       // Two events in the same millisecond; may be set without, never missing.
  has_far_times = 2,  // An event before 1931-12 or after 2068-01: its second is not in the column.
};

// The columns of some customers: customer c has the events [offsets[c], offsets[c + 1]). Exactly
// one of codes8, codes16, codes32 is set, and exactly one of rows32 and rows64. At least 64 bytes
// behind the end of every column of events may be read, so that vector kernels need no tail loop.
struct Columns {
  std::size_t customers = 0;
  const CustomerId* ids = nullptr;
  const std::uint32_t* offsets = nullptr;
  const std::uint8_t* flags = nullptr;  // CustomerFlag; customers with far times need far_times.
  const std::uint8_t* codes8 = nullptr;
  const std::uint16_t* codes16 = nullptr;
  const std::uint32_t* codes32 = nullptr;
  const std::int32_t* seconds = nullptr;  // Far times: the lowest or the highest int32.
  const std::uint16_t* millis = nullptr;  // Of the second.
  const std::uint32_t* rows32 = nullptr;  // From row_base.
  const std::uint64_t* rows64 = nullptr;  // From row_base.
  std::uint64_t row_base = 0;
  // A bit per customer, 64 to a word, or null: those whose bit is set are to be left out here; they
  // come again, as they are now, in other Columns of the same visit.
  const std::uint64_t* replaced = nullptr;

  // Times outside the range of the column, by the index of their event, ascending.
  struct FarTime {
    std::uint32_t event = 0;
    std::int64_t at_us = 0;
  };
  std::span<const FarTime> far_times = {};
  // Whose columns these are; null where they are no block's and hold only for this visit.
  const std::shared_ptr<const Block>* block = nullptr;
  // Then: the shard whose changed customers these are, and which of the events lie in its block, in
  // the order of both.
  struct Run {
    std::uint32_t event = 0;
    std::uint32_t in_block = 0;
    std::uint32_t count = 0;
  };
  const Shard* changed_of = nullptr;
  std::span<const Run> runs = {};

  [[nodiscard]] bool skips(std::size_t customer) const {
    return replaced != nullptr && ((replaced[customer / 64] >> (customer % 64)) & 1U) != 0;
  }
  [[nodiscard]] std::uint32_t code(std::size_t event) const {
    return codes8 != nullptr ? codes8[event] : codes16 != nullptr ? codes16[event] : codes32[event];
  }
  [[nodiscard]] std::uint64_t row(std::size_t event) const {
    return row_base + (rows32 != nullptr ? rows32[event] : rows64[event]);
  }
  // Right unless the customer has far times.
  [[nodiscard]] std::int64_t near_at_ms(std::size_t event) const {
    return (columns_epoch_s + seconds[event]) * 1000 + millis[event];
  }
};

// What snapshot.h offers (one position, held for as long as the Snapshot lives, from any thread):
//   snapshot.shards()                              how many there are
//   snapshot.visit(ShardRange, body)               body(CustomerId, Line) for each customer
//   snapshot.visit_columns(ShardRange, body)       body(const Columns&), each customer exactly once
//   snapshot.find(CustomerId, body)                body(CustomerId, Line) for one
// A body may return bool: false ends the visit. Customers without events are not visited.

}  // namespace throughline::journey_engine
