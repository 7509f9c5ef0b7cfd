// Block: the events of the customers of one shard, as columns in one piece of memory.
//
// Immutable once built, so any number of threads may read it. Customers are in ascending order of
// their ids; a customer's events are in the total order. Beside what Columns shows, a block keeps
// the microseconds below the millisecond (only if an event has some), and to which key identifier
// each event belongs: a customer has a list of strands, and where there are several, one small
// number per event says which. That is enough to take a merge apart again without the record.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "base/id.h"
#include "journey_engine/line.h"

namespace throughline::journey_engine {

// One event as values. `strand` is the key identifier: the event belongs to whoever owns it.
struct StoredEvent {
  std::int64_t at_us = 0;
  std::uint64_t row = 0;
  IdentifierId strand = {};
  std::uint32_t code = 0;
};

// How much of everything there is and how wide; decides where each column lies. In files as it is.
struct BlockShape {
  std::uint64_t customers = 0;
  std::uint64_t events = 0;
  std::uint64_t strands = 0;
  std::uint64_t mixed_customers = 0;  // Those with more than one strand.
  std::uint64_t mixed_events = 0;     // Their events.
  std::uint64_t far_times = 0;
  std::uint64_t row_base = 0;  // No row is below.
  std::uint64_t row_last = 0;  // No row is above.
  std::uint32_t code_width = 1;
  std::uint32_t row_width = 4;
  std::uint32_t strand_width = 1;
  std::uint32_t micros_width = 0;  // 0: no event has microseconds.
};

// Where the columns of a block begin, in bytes.
struct BlockLayout {
  std::size_t ids = 0;
  std::size_t offsets = 0;
  std::size_t flags = 0;
  std::size_t strand_offsets = 0;
  std::size_t strands = 0;
  std::size_t codes = 0;
  std::size_t seconds = 0;
  std::size_t millis = 0;
  std::size_t micros = 0;
  std::size_t rows = 0;
  std::size_t mixed = 0;          // Indexes of the mixed customers, ascending.
  std::size_t mixed_offsets = 0;  // Where their events begin in strand_of.
  std::size_t strand_of = 0;
  std::size_t far = 0;
  std::size_t bytes = 0;
};
BlockLayout layout_of(const BlockShape& shape);

class Block {
 public:
  // Not filled yet; for BlockWriter and for reading files.
  explicit Block(const BlockShape& shape);

  [[nodiscard]] const BlockShape& shape() const { return shape_; }
  [[nodiscard]] std::span<const std::byte> bytes() const { return {memory_.get(), layout_.bytes}; }
  [[nodiscard]] std::span<std::byte> bytes() { return {memory_.get(), layout_.bytes}; }

  [[nodiscard]] std::size_t customers() const { return shape_.customers; }
  [[nodiscard]] std::size_t events() const { return shape_.events; }
  [[nodiscard]] std::span<const CustomerId> ids() const;
  static constexpr std::uint32_t no_customer = ~0U;
  [[nodiscard]] std::uint32_t index_of(CustomerId customer) const;  // Or no_customer.

  [[nodiscard]] std::uint32_t first_event(std::size_t customer) const {
    return offsets()[customer];
  }
  [[nodiscard]] std::uint32_t last_event(std::size_t customer) const {
    return offsets()[customer + 1];
  }
  [[nodiscard]] std::span<const IdentifierId> strands_of(std::size_t customer) const;

  [[nodiscard]] std::uint32_t code(std::size_t event) const;
  [[nodiscard]] std::uint64_t row(std::size_t event) const;
  [[nodiscard]] std::int64_t at_us(std::size_t event) const;
  // The first event in [first, last) that is not before that time, or last.
  [[nodiscard]] std::uint32_t lower_bound(std::uint32_t first, std::uint32_t last,
                                          std::int64_t at_us_wanted) const;
  // Which of the customer's strands each event belongs to: by the index within its line.
  class StrandIndexes {
   public:
    std::uint32_t operator[](std::size_t event_of_line) const;

   private:
    friend class Block;
    const std::byte* values_ = nullptr;  // Null: all 0.
    std::uint32_t width_ = 0;
  };
  [[nodiscard]] StrandIndexes strand_indexes(std::size_t customer) const;

  [[nodiscard]] Columns columns() const;
  // The far times of the events [first, last).
  [[nodiscard]] std::span<const Columns::FarTime> far_in(std::uint32_t first,
                                                         std::uint32_t last) const;
  // Without micros and strands: what queries see.
  void decode(std::size_t customer, std::vector<LineEvent>& into) const;

 private:
  friend class BlockPlan;
  friend class BlockWriter;
  struct Free {
    void operator()(std::byte* memory) const;
  };
  template <class T>
  [[nodiscard]] T* column(std::size_t place) const {
    return reinterpret_cast<T*>(memory_.get() + place);
  }
  [[nodiscard]] const std::uint32_t* offsets() const {
    return column<const std::uint32_t>(layout_.offsets);
  }
  [[nodiscard]] std::span<const Columns::FarTime> far() const {
    return {column<const Columns::FarTime>(layout_.far), shape_.far_times};
  }

  BlockShape shape_;
  BlockLayout layout_;
  std::unique_ptr<std::byte, Free> memory_;
};

// What a time is in columns.
struct TimeParts {
  std::int32_t seconds = 0;
  std::uint16_t millis = 0;
  std::uint16_t micros = 0;
  bool far = false;
};
TimeParts parts_of(std::int64_t at_us);
// The flags of a line in columns.
std::uint8_t flags_of(const std::int32_t* seconds, const std::uint16_t* millis, std::size_t events);

// Adds up the shape of a block to be written.
class BlockPlan {
 public:
  void add_customers(const Block& from, std::size_t first, std::size_t last);
  void begin_customer(std::size_t strands);
  void add_base_events(const Block& from, std::uint32_t first, std::uint32_t last);
  void add_event(const StoredEvent& event);
  void end_customer();
  [[nodiscard]] BlockShape shape() const;

 private:
  void take_widths(const Block& from);

  BlockShape shape_;
  bool any_event_ = false;
  std::size_t strands_ = 0;  // Of the customer at hand.
  std::uint64_t events_before_ = 0;
};

// Fills a block in the order of its customers. The calls must be those that the plan was made of.
class BlockWriter {
 public:
  explicit BlockWriter(const BlockShape& shape);
  void add_customers(const Block& from, std::size_t first, std::size_t last);
  void begin_customer(CustomerId customer, std::span<const IdentifierId> strands);
  // Events of `customer` in `from`, whose strands are the first ones of the customer being written.
  void add_base_events(const Block& from, std::size_t customer, std::uint32_t first,
                       std::uint32_t last);
  void add_event(const StoredEvent& event, std::uint32_t strand_index);
  void end_customer();
  std::shared_ptr<const Block> finish();

 private:
  void copy_events(const Block& from, std::uint32_t first, std::uint32_t last);
  void put_strand(std::uint32_t index);

  std::shared_ptr<Block> block_;
  std::uint64_t customers_ = 0;
  std::uint64_t events_ = 0;
  std::uint64_t strands_ = 0;
  std::uint64_t mixed_customers_ = 0;
  std::uint64_t mixed_events_ = 0;
  std::uint64_t far_times_ = 0;
  std::uint64_t begun_ = 0;  // Where the events of the customer at hand begin.
  bool mixed_ = false;       // And whether it has several strands.
};

}  // namespace throughline::journey_engine
