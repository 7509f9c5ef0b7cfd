// ChangedColumns: the customers of a shard that changed, put together for kernels.
//
// Used by one thread at a time; its memory is used again for the next shard.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "journey_engine/overlay.h"

namespace throughline::journey_engine {

struct Shard {
  std::shared_ptr<const Block> block = {};      // Never null.
  std::shared_ptr<const Overlay> overlay = {};  // Null: nothing changed.
};

// Which columns of events a reader wants; the pointers of the others may be null in Columns. What
// lies only in memory that nobody else reads is what changed customers cost.
struct ColumnNeeds {
  bool times = true;
  bool rows = true;
};

class ChangedColumns {
 public:
  // False if no changed customer has events left. The shard has an overlay, and outlives columns().
  bool gather(const Shard& shard, ColumnNeeds needs);
  // Until the next gather().
  [[nodiscard]] Columns columns() const;

 private:
  void choose_widths(const Block& block, const Overlay& overlay);
  void grow(std::size_t events);
  void add(CustomerId customer, const Block& block, const LineParts& parts);
  void add_run(const Block& block, const Columns& from, std::uint32_t first, std::uint32_t last);
  void add_insert(const Insert& insert);
  void add_codes(const Block& block, const Columns& from, std::uint32_t first, std::size_t count);
  void add_rows(const Block& block, const Columns& from, std::uint32_t first, std::size_t count);
  void put_row(std::size_t place, std::uint64_t row);

  ColumnNeeds needs_;
  std::vector<CustomerId> ids_;
  std::vector<std::uint32_t> offsets_;
  std::vector<std::uint8_t> flags_;
  // Of events_ events; there is always more memory behind them.
  std::size_t events_ = 0;
  std::uint32_t code_width_ = 1;
  std::uint32_t row_width_ = 4;
  std::uint64_t row_base_ = 0;
  std::vector<std::uint32_t> codes_;  // Of code_width_ bytes each.
  std::vector<std::int32_t> seconds_;
  std::vector<std::uint16_t> millis_;
  std::vector<std::uint64_t> rows_;  // Of row_width_ bytes each.
  std::vector<Columns::FarTime> far_;
  std::vector<Columns::Run> runs_;
  const Shard* shard_ = nullptr;
};

}  // namespace throughline::journey_engine
