// PeriodTable: the periods of seconds, by looking them up: what Calendar says, for kernels.
//
// Time is cut into cells of 16,384 seconds; each holds the period in which it begins and where in
// it the next one does. It covers the seconds that were asked for so far and some around them.
// Where a calendar has what no cell can hold (two changes of period within one cell, or one that is
// not to the next period, as where clocks go back over midnight), it says so, and Calendar must be
// asked. Owned by one thread; the calendar must outlive it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/calendar.h"
#include "journey_engine/line.h"

namespace throughline::journey_engine {

class PeriodTable {
 public:
  PeriodTable(const Calendar& calendar, PeriodUnit unit) : calendar_(&calendar), unit_(unit) {}

  // Seconds of columns. False if the table cannot tell.
  bool covers(std::int32_t first, std::int32_t last) {
    return (first >= first_ && last < end_ && first <= last) || extend(first, last);
  }
  // Of a second that is covered: counted from base().
  [[nodiscard]] std::uint32_t place_of(std::int32_t second) const {
    const auto at = static_cast<std::uint32_t>(second) - static_cast<std::uint32_t>(begin_);
    const std::uint32_t cell = cells_[at >> cell_bits];
    return (cell >> place_shift) + ((at & cell_mask) >= (cell & change_mask) ? 1 : 0);
  }
  [[nodiscard]] std::int64_t base() const { return base_; }

  // For those who look up many at once. A cell is its period's place << 15 and, in its lowest 15
  // bits, after how many seconds the next period begins, or 16,384.
  static constexpr unsigned cell_bits = 14;
  static constexpr unsigned place_shift = cell_bits + 1;
  static constexpr std::uint32_t cell_mask = (1U << cell_bits) - 1;
  static constexpr std::uint32_t change_mask = (1U << place_shift) - 1;
  [[nodiscard]] const std::uint32_t* cells() const { return cells_.data(); }
  [[nodiscard]] std::int32_t begin() const { return begin_; }

 private:
  bool extend(std::int32_t first, std::int32_t last);
  [[nodiscard]] bool is_last_change(std::int64_t at_ms, std::int64_t until_s) const;
  bool fill(std::int64_t first_cell, std::int64_t last_cell);

  const Calendar* calendar_;
  PeriodUnit unit_;
  bool fits_ = true;
  std::int32_t first_ = 0;  // Covered: [first_, end_).
  std::int32_t end_ = 0;
  std::int32_t begin_ = 0;  // Where the first cell does.
  std::int64_t base_ = 0;
  std::vector<std::uint32_t> cells_;
};

// For each event of a line whose seconds these are, how many periods after `from` it is: a bit for
// each number below 32. They are covered, in ascending order, and 64 bytes behind them may be read.
std::uint32_t periods_after(const PeriodTable& table, const std::int32_t* seconds,
                            std::size_t count, std::uint32_t from);

}  // namespace throughline::journey_engine
