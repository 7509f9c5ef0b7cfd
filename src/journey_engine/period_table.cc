#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE \
  "journey_engine/period_table.cc"  // NOLINT(cppcoreguidelines-macro-usage)
#include <hwy/foreach_target.h>
// Behind it: this file is compiled once for each kind of processor.
#include <hwy/highway.h>

#include <algorithm>
#include <limits>

#include "journey_engine/period_table.h"

HWY_BEFORE_NAMESPACE();
namespace throughline::journey_engine {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

std::uint32_t find_periods(const PeriodTable& table, const std::int32_t* seconds, std::size_t count,
                           std::uint32_t from) {
  const hn::ScalableTag<std::uint32_t> tag;
  const hn::RebindToSigned<decltype(tag)> signed_tag;
  const auto begin = hn::Set(tag, static_cast<std::uint32_t>(table.begin()));
  const auto first = hn::Set(tag, from);
  const auto in_cell = hn::Set(tag, PeriodTable::cell_mask);
  const auto of_change = hn::Set(tag, PeriodTable::change_mask);
  const auto one = hn::Set(tag, 1U);
  const auto most = hn::Set(tag, 31U);
  const auto* const cells = table.cells();
  auto all = hn::Zero(tag);
  const std::size_t lanes = hn::Lanes(tag);
  for (std::size_t i = 0; i < count; i += lanes) {
    const auto inside = hn::FirstN(tag, count - i);
    const auto second = hn::BitCast(tag, hn::LoadU(signed_tag, seconds + i));
    const auto at = hn::IfThenElseZero(inside, hn::Sub(second, begin));
    const auto index = hn::BitCast(signed_tag, hn::ShiftRight<PeriodTable::cell_bits>(at));
    const auto cell = hn::GatherIndex(tag, cells, index);
    const auto place = hn::ShiftRight<PeriodTable::place_shift>(cell);
    const auto change = hn::And(cell, of_change);
    const auto later = hn::Not(hn::Lt(hn::And(at, in_cell), change));
    const auto period = hn::Add(place, hn::IfThenElseZero(later, one));
    const auto after = hn::Sub(period, first);
    const auto counts = hn::And(inside, hn::Not(hn::Gt(after, most)));
    const auto bit = hn::Shl(one, hn::Min(after, most));
    all = hn::Or(all, hn::IfThenElseZero(counts, bit));
  }
  HWY_ALIGN std::uint32_t words[HWY_MAX_BYTES / 4] = {};
  hn::Store(all, tag, words);
  std::uint32_t found = 0;
  for (std::size_t lane = 0; lane < lanes; ++lane) {
    found |= words[lane];
  }
  return found;
}

}  // namespace HWY_NAMESPACE
}  // namespace throughline::journey_engine
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace throughline::journey_engine {

HWY_EXPORT(find_periods);

namespace {

constexpr std::int64_t cell_seconds = std::int64_t{1} << PeriodTable::cell_bits;
constexpr std::int64_t margin_cells = 8 * 86'400 / cell_seconds;  // Neighbours are asked for next.
constexpr std::int64_t places_max = std::int64_t{1} << (32 - PeriodTable::place_shift);

std::int64_t cell_of(std::int64_t second) {
  return second >> PeriodTable::cell_bits;
}

}  // namespace

bool PeriodTable::extend(std::int32_t first, std::int32_t last) {
  if (!fits_) {
    return false;
  }
  constexpr std::int64_t lowest_cell =
      std::numeric_limits<std::int32_t>::min() >> PeriodTable::cell_bits;
  constexpr std::int64_t highest_cell =
      std::numeric_limits<std::int32_t>::max() >> PeriodTable::cell_bits;
  // Half as much again each time, so that a table does not grow in many small steps.
  const std::int64_t margin = std::max(margin_cells, static_cast<std::int64_t>(cells_.size() / 2));
  std::int64_t from = cell_of(first) - margin;
  std::int64_t until = cell_of(last) + margin;
  if (!cells_.empty()) {
    from = first < first_ ? from : cell_of(first_);
    until = last >= end_ ? until : cell_of(std::int64_t{end_} - 1);
  }
  // A second at either end of what a column holds stands for times beyond it.
  fits_ = fill(std::max(from, lowest_cell), std::min(until, highest_cell - 1)) && first >= first_ &&
          last < end_;
  if (!fits_) {
    first_ = end_ = 0;  // Covers nothing from now on.
  }
  return fits_;
}

// Whether the period that begins here goes on up to a second, though the clocks may change.
bool PeriodTable::is_last_change(std::int64_t at_ms, std::int64_t until_s) const {
  while (true) {
    const Calendar::Span span = calendar_->span_at(unit_, at_ms);
    if (span.to_ms >= (until_s + columns_epoch_s) * 1000) {
      return true;
    }
    if (calendar_->period_of(unit_, span.to_ms) != span.period) {
      return false;
    }
    at_ms = span.to_ms;
  }
}

bool PeriodTable::fill(std::int64_t first_cell, std::int64_t last_cell) {
  const std::int64_t begin_s = first_cell * cell_seconds;
  const std::int64_t end_s = (last_cell + 1) * cell_seconds;
  begin_ = first_ = static_cast<std::int32_t>(begin_s);
  end_ = static_cast<std::int32_t>(end_s);
  cells_.assign(static_cast<std::size_t>(last_cell - first_cell + 1), 0);
  std::int64_t at_ms = (begin_s + columns_epoch_s) * 1000;
  base_ = calendar_->period_of(unit_, at_ms);
  std::size_t next = 0;  // The first cell that is not filled.
  std::int64_t place = 0;
  while (next < cells_.size()) {
    const Calendar::Span span = calendar_->span_at(unit_, at_ms);
    const std::int64_t change_s = span.to_ms / 1000 - columns_epoch_s - begin_s;
    place = span.period - base_;
    const std::int64_t after = calendar_->period_of(unit_, span.to_ms);
    if (span.to_ms % 1000 != 0 || place < 0 || place + 1 >= places_max ||
        (after != span.period && after != span.period + 1)) {
      return false;
    }
    const auto value = static_cast<std::uint32_t>(place) << place_shift;
    for (; next < cells_.size() && static_cast<std::int64_t>(next + 1) * cell_seconds <= change_s;
         ++next) {
      cells_[next] = value | (1U << cell_bits);
    }
    at_ms = span.to_ms;
    if (after == span.period || next == cells_.size()) {
      continue;
    }
    const std::int64_t in_cell = change_s - static_cast<std::int64_t>(next) * cell_seconds;
    if (in_cell == 0) {
      continue;
    }
    cells_[next] = value | static_cast<std::uint32_t>(in_cell);
    if (!is_last_change(at_ms, begin_s + static_cast<std::int64_t>(next + 1) * cell_seconds)) {
      return false;
    }
    ++next;
  }
  return true;
}

std::uint32_t periods_after(const PeriodTable& table, const std::int32_t* seconds,
                            std::size_t count, std::uint32_t from) {
  return HWY_DYNAMIC_DISPATCH(find_periods)(table, seconds, count, from);
}

}  // namespace throughline::journey_engine
#endif
