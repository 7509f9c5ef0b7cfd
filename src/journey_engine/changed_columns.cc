#include "journey_engine/changed_columns.h"

#include <algorithm>
#include <cstring>
#include <limits>

namespace throughline::journey_engine {
namespace {

constexpr std::size_t behind = 64;  // Events that may be read past the end.

template <class To>
void copy_codes(To* to, const Columns& from, std::size_t first, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    to[i] = static_cast<To>(from.code(first + i));
  }
}

template <class T>
void expect(const T* column, std::uint32_t first, std::uint32_t last) {
  constexpr std::size_t line = 64 / sizeof(T);
  for (std::size_t event = first; event < last; event += line) {
    __builtin_prefetch(column + event);
  }
}

// Has the beginning of a customer's line on its way into the cache: of a longer one the processor
// fetches the rest.
void expect(const Block& block, const OverlayEntry& entry, ColumnNeeds needs) {
  constexpr std::uint32_t events_max = 64;
  if (entry.base_counts == 0) {
    return;
  }
  const Columns from = block.columns();
  const std::uint32_t first = block.first_event(entry.base);
  const std::uint32_t last = std::min(block.last_event(entry.base), first + events_max);
  if (from.codes8 != nullptr) {
    expect(from.codes8, first, last);
  } else if (from.codes16 != nullptr) {
    expect(from.codes16, first, last);
  } else {
    expect(from.codes32, first, last);
  }
  if (needs.times) {
    expect(from.seconds, first, last);
    expect(from.millis, first, last);
  }
  if (needs.rows && from.rows32 != nullptr) {
    expect(from.rows32, first, last);
  }
}

}  // namespace

void ChangedColumns::choose_widths(const Block& block, const Overlay& overlay) {
  const BlockShape& shape = block.shape();
  const std::uint32_t highest = overlay.highest_code();
  const std::uint32_t needed = highest <= 0xff ? 1 : highest <= 0xffff ? 2 : 4;
  code_width_ = std::max(shape.code_width, needed);
  const bool none = overlay.inserts() == 0;
  const std::uint64_t lowest =
      none ? shape.row_base : std::min(shape.row_base, overlay.lowest_row());
  const std::uint64_t last =
      none ? shape.row_last : std::max(shape.row_last, overlay.highest_row());
  row_base_ = block.events() == 0 && !none ? overlay.lowest_row() : lowest;
  row_width_ = last - row_base_ <= std::numeric_limits<std::uint32_t>::max() ? 4 : 8;
}

void ChangedColumns::grow(std::size_t events) {
  const std::size_t wanted = events_ + events + behind;
  if (seconds_.size() < wanted) {
    const std::size_t size = wanted + wanted / 2;
    codes_.resize(size);
    seconds_.resize(size);
    millis_.resize(size);
    rows_.resize(size);
  }
}

bool ChangedColumns::gather(const Shard& shard, ColumnNeeds needs) {
  needs_ = needs;
  ids_.clear();
  offsets_.assign(1, 0);
  flags_.clear();
  far_.clear();
  runs_.clear();
  shard_ = &shard;
  events_ = 0;
  choose_widths(*shard.block, *shard.overlay);
  constexpr std::size_t ahead = 3;
  const auto entries = shard.overlay->entries();
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (i + ahead < entries.size()) {
      expect(*shard.block, entries[i + ahead], needs);
    }
    add(entries[i].customer, *shard.block, shard.overlay->parts_of(entries[i]));
  }
  return events_ != 0;
}

void ChangedColumns::add(CustomerId customer, const Block& block, const LineParts& parts) {
  const std::size_t events = parts.events(block);
  if (events == 0) {
    return;
  }
  grow(events);
  const std::size_t begin = events_;
  const Columns from = block.columns();
  walk(
      block, parts,
      [&](std::uint32_t first, std::uint32_t last) { add_run(block, from, first, last); },
      [&](const Insert& insert) { add_insert(insert); });
  ids_.push_back(customer);
  offsets_.push_back(static_cast<std::uint32_t>(events_));
  flags_.push_back(needs_.times
                       ? flags_of(seconds_.data() + begin, millis_.data() + begin, events_ - begin)
                       : std::uint8_t{has_ties});
}

void ChangedColumns::put_row(std::size_t place, std::uint64_t row) {
  if (row_width_ == 4) {
    reinterpret_cast<std::uint32_t*>(rows_.data())[place] =
        static_cast<std::uint32_t>(row - row_base_);
  } else {
    rows_[place] = row - row_base_;
  }
}

void ChangedColumns::add_codes(const Block& block, const Columns& from, std::uint32_t first,
                               std::size_t count) {
  auto* codes8 = reinterpret_cast<std::uint8_t*>(codes_.data());
  auto* codes16 = reinterpret_cast<std::uint16_t*>(codes_.data());
  if (code_width_ == 1) {
    std::memcpy(codes8 + events_, from.codes8 + first, count);
  } else if (code_width_ == 2 && block.shape().code_width == 2) {
    std::memcpy(codes16 + events_, from.codes16 + first, count * 2);
  } else if (code_width_ == 2) {
    copy_codes(codes16 + events_, from, first, count);
  } else {
    copy_codes(codes_.data() + events_, from, first, count);
  }
}

void ChangedColumns::add_rows(const Block& block, const Columns& from, std::uint32_t first,
                              std::size_t count) {
  const BlockShape& shape = block.shape();
  if (row_width_ == 4 && shape.row_width == 4 && row_base_ == shape.row_base) {
    std::memcpy(reinterpret_cast<std::uint32_t*>(rows_.data()) + events_, from.rows32 + first,
                count * 4);
    return;
  }
  for (std::size_t i = 0; i < count; ++i) {
    put_row(events_ + i, from.row(first + i));
  }
}

void ChangedColumns::add_run(const Block& block, const Columns& from, std::uint32_t first,
                             std::uint32_t last) {
  const std::size_t count = last - first;
  runs_.push_back({.event = static_cast<std::uint32_t>(events_),
                   .in_block = first,
                   .count = static_cast<std::uint32_t>(count)});
  add_codes(block, from, first, count);
  if (needs_.times) {
    std::memcpy(seconds_.data() + events_, from.seconds + first, count * 4);
    std::memcpy(millis_.data() + events_, from.millis + first, count * 2);
  }
  if (needs_.rows) {
    add_rows(block, from, first, count);
  }
  if (block.shape().far_times != 0) {
    for (const Columns::FarTime& time : block.far_in(first, last)) {
      far_.push_back(
          {.event = static_cast<std::uint32_t>(events_ + time.event - first), .at_us = time.at_us});
    }
  }
  events_ += count;
}

void ChangedColumns::add_insert(const Insert& insert) {
  const TimeParts parts = journey_engine::parts_of(insert.at_us);
  if (code_width_ == 1) {
    reinterpret_cast<std::uint8_t*>(codes_.data())[events_] =
        static_cast<std::uint8_t>(insert.code);
  } else if (code_width_ == 2) {
    reinterpret_cast<std::uint16_t*>(codes_.data())[events_] =
        static_cast<std::uint16_t>(insert.code);
  } else {
    codes_[events_] = insert.code;
  }
  seconds_[events_] = parts.seconds;
  millis_[events_] = parts.millis;
  put_row(events_, insert.row);
  if (parts.far) {
    far_.push_back({.event = static_cast<std::uint32_t>(events_), .at_us = insert.at_us});
  }
  ++events_;
}

Columns ChangedColumns::columns() const {
  Columns out;
  out.customers = ids_.size();
  out.ids = ids_.data();
  out.offsets = offsets_.data();
  out.flags = flags_.data();
  if (code_width_ == 1) {
    out.codes8 = reinterpret_cast<const std::uint8_t*>(codes_.data());
  } else if (code_width_ == 2) {
    out.codes16 = reinterpret_cast<const std::uint16_t*>(codes_.data());
  } else {
    out.codes32 = codes_.data();
  }
  out.far_times = far_;
  out.changed_of = shard_;
  out.runs = runs_;
  out.seconds = needs_.times ? seconds_.data() : nullptr;
  out.millis = needs_.times ? millis_.data() : nullptr;
  if (!needs_.rows) {
    return out;
  }
  if (row_width_ == 4) {
    out.rows32 = reinterpret_cast<const std::uint32_t*>(rows_.data());
  } else {
    out.rows64 = rows_.data();
  }
  out.row_base = row_base_;
  return out;
}

}  // namespace throughline::journey_engine
