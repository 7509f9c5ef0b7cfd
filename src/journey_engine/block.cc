#include "journey_engine/block.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>
#include <new>
#include <utility>

#include "base/assert.h"
#include "base/time.h"

namespace throughline::journey_engine {
namespace {

constexpr std::size_t alignment = 64;
constexpr std::size_t slack = 64;  // Readable behind each column.

constexpr std::int32_t too_early = std::numeric_limits<std::int32_t>::min();
constexpr std::int32_t too_late = std::numeric_limits<std::int32_t>::max();

std::int64_t divided_down(std::int64_t value, std::int64_t by) {
  const std::int64_t quotient = value / by;
  return quotient - ((value % by) < 0 ? 1 : 0);
}

std::uint32_t width_of(std::uint64_t largest) {
  return largest <= 0xff ? 1 : largest <= 0xffff ? 2 : 4;
}

// Numbers of `from_width` bytes into those of `to_width`, which is not smaller.
void widen(std::byte* to, std::uint32_t to_width, const std::byte* from, std::uint32_t from_width,
           std::size_t count) {
  if (to_width == from_width) {
    std::memcpy(to, from, count * to_width);
    return;
  }
  for (std::size_t i = 0; i < count; ++i) {
    std::uint64_t value = 0;  // Little-endian, as every machine that this runs on.
    std::memcpy(&value, from + i * from_width, from_width);
    std::memcpy(to + i * to_width, &value, to_width);
  }
}

std::uint32_t read_small(const std::byte* from, std::uint32_t width, std::size_t index) {
  switch (width) {
    case 1:
      return static_cast<std::uint8_t>(from[index]);
    case 2:
      return reinterpret_cast<const std::uint16_t*>(from)[index];
    default:
      return reinterpret_cast<const std::uint32_t*>(from)[index];
  }
}

void write_small(std::byte* to, std::uint32_t width, std::size_t index, std::uint32_t value) {
  switch (width) {
    case 1:
      to[index] = static_cast<std::byte>(value);
      break;
    case 2:
      reinterpret_cast<std::uint16_t*>(to)[index] = static_cast<std::uint16_t>(value);
      break;
    default:
      reinterpret_cast<std::uint32_t*>(to)[index] = value;
  }
}

}  // namespace

BlockLayout layout_of(const BlockShape& shape) {
  BlockLayout layout;
  std::size_t next = 0;
  const auto take = [&next](std::size_t& place, std::size_t bytes) {
    place = next;
    next = (next + bytes + slack + alignment - 1) / alignment * alignment;
  };
  take(layout.ids, shape.customers * sizeof(CustomerId));
  take(layout.offsets, (shape.customers + 1) * 4);
  take(layout.flags, shape.customers);
  take(layout.strand_offsets, (shape.customers + 1) * 4);
  take(layout.strands, shape.strands * sizeof(IdentifierId));
  take(layout.codes, shape.events * shape.code_width);
  take(layout.seconds, shape.events * 4);
  take(layout.millis, shape.events * 2);
  take(layout.micros, shape.events * shape.micros_width);
  take(layout.rows, shape.events * shape.row_width);
  take(layout.mixed, shape.mixed_customers * 4);
  take(layout.mixed_offsets, (shape.mixed_customers + 1) * 4);
  take(layout.strand_of, shape.mixed_events * shape.strand_width);
  take(layout.far, shape.far_times * sizeof(Columns::FarTime));
  layout.bytes = next;
  return layout;
}

void Block::Free::operator()(std::byte* memory) const {
  ::operator delete(memory, std::align_val_t{alignment});
}

Block::Block(const BlockShape& shape)
    : shape_(shape),
      layout_(layout_of(shape)),
      memory_(static_cast<std::byte*>(
          ::operator new(layout_of(shape).bytes, std::align_val_t{alignment}))) {
  // What no column fills, so that equal blocks are equal bytes.
  const std::array<std::pair<std::size_t, std::size_t>, 12> ends = {
      {{layout_.ids + shape.customers * sizeof(CustomerId), layout_.offsets},
       {layout_.offsets + (shape.customers + 1) * 4, layout_.flags},
       {layout_.flags + shape.customers, layout_.strand_offsets},
       {layout_.strand_offsets + (shape.customers + 1) * 4, layout_.strands},
       {layout_.strands + shape.strands * sizeof(IdentifierId), layout_.codes},
       {layout_.codes + shape.events * shape.code_width, layout_.seconds},
       {layout_.seconds + shape.events * 4, layout_.millis},
       // Microseconds are written only where there are some, far times have a hole.
       {layout_.millis + shape.events * 2, layout_.rows},
       {layout_.rows + shape.events * shape.row_width, layout_.mixed},
       {layout_.mixed + shape.mixed_customers * 4, layout_.mixed_offsets},
       {layout_.mixed_offsets + (shape.mixed_customers + 1) * 4, layout_.strand_of},
       {layout_.strand_of + shape.mixed_events * shape.strand_width, layout_.bytes}}};
  for (const auto& [first, last] : ends) {
    std::memset(memory_.get() + first, 0, last - first);
  }
}

std::span<const CustomerId> Block::ids() const {
  return {column<const CustomerId>(layout_.ids), shape_.customers};
}

std::uint32_t Block::index_of(CustomerId customer) const {
  const auto all = ids();
  const auto found = std::lower_bound(all.begin(), all.end(), customer);
  return found != all.end() && *found == customer ? static_cast<std::uint32_t>(found - all.begin())
                                                  : no_customer;
}

std::span<const IdentifierId> Block::strands_of(std::size_t customer) const {
  const auto* first = column<const std::uint32_t>(layout_.strand_offsets) + customer;
  return {column<const IdentifierId>(layout_.strands) + first[0], first[1] - first[0]};
}

std::uint32_t Block::code(std::size_t event) const {
  return read_small(column<const std::byte>(layout_.codes), shape_.code_width, event);
}

std::uint64_t Block::row(std::size_t event) const {
  return shape_.row_base + (shape_.row_width == 4
                                ? column<const std::uint32_t>(layout_.rows)[event]
                                : column<const std::uint64_t>(layout_.rows)[event]);
}

std::int64_t Block::at_us(std::size_t event) const {
  const std::int32_t seconds = column<const std::int32_t>(layout_.seconds)[event];
  if (seconds == too_early || seconds == too_late) {
    const auto index = static_cast<std::uint32_t>(event);
    const auto found = far_in(index, index + 1);
    TL_ASSERT(found.size() == 1);
    return found.front().at_us;
  }
  const std::int64_t micros =
      shape_.micros_width == 0 ? 0 : column<const std::uint16_t>(layout_.micros)[event];
  return (columns_epoch_s + seconds) * us_per_second +
         column<const std::uint16_t>(layout_.millis)[event] * us_per_ms + micros;
}

std::span<const Columns::FarTime> Block::far_in(std::uint32_t first, std::uint32_t last) const {
  const auto before = [](const Columns::FarTime& time, std::uint32_t event) {
    return time.event < event;
  };
  const auto all = far();
  const auto begin = std::lower_bound(all.begin(), all.end(), first, before);
  return {begin, std::lower_bound(begin, all.end(), last, before)};
}

std::uint32_t Block::lower_bound(std::uint32_t first, std::uint32_t last,
                                 std::int64_t at_us_wanted) const {
  // Most events are newer than all others of their customer.
  if (first == last || at_us(last - 1) < at_us_wanted) {
    return last;
  }
  while (first < last) {
    const std::uint32_t middle = first + (last - first) / 2;
    if (at_us(middle) < at_us_wanted) {
      first = middle + 1;
    } else {
      last = middle;
    }
  }
  return first;
}

std::uint32_t Block::StrandIndexes::operator[](std::size_t event_of_line) const {
  return values_ == nullptr ? 0 : read_small(values_, width_, event_of_line);
}

Block::StrandIndexes Block::strand_indexes(std::size_t customer) const {
  StrandIndexes indexes;
  const auto* begin = column<const std::uint32_t>(layout_.mixed);
  const auto* end = begin + shape_.mixed_customers;
  const auto* found = std::lower_bound(begin, end, static_cast<std::uint32_t>(customer));
  if (found != end && *found == customer) {
    const std::size_t place = column<const std::uint32_t>(layout_.mixed_offsets)[found - begin];
    indexes.width_ = shape_.strand_width;
    indexes.values_ =
        column<const std::byte>(layout_.strand_of) + place * std::size_t{shape_.strand_width};
  }
  return indexes;
}

Columns Block::columns() const {
  Columns out;
  out.customers = shape_.customers;
  out.ids = ids().data();
  out.offsets = offsets();
  out.flags = column<const std::uint8_t>(layout_.flags);
  if (shape_.code_width == 1) {
    out.codes8 = column<const std::uint8_t>(layout_.codes);
  } else if (shape_.code_width == 2) {
    out.codes16 = column<const std::uint16_t>(layout_.codes);
  } else {
    out.codes32 = column<const std::uint32_t>(layout_.codes);
  }
  out.seconds = column<const std::int32_t>(layout_.seconds);
  out.millis = column<const std::uint16_t>(layout_.millis);
  if (shape_.row_width == 4) {
    out.rows32 = column<const std::uint32_t>(layout_.rows);
  } else {
    out.rows64 = column<const std::uint64_t>(layout_.rows);
  }
  out.row_base = shape_.row_base;
  out.far_times = far();
  return out;
}

void Block::decode(std::size_t customer, std::vector<LineEvent>& into) const {
  const Columns all = columns();
  const std::size_t first = all.offsets[customer];
  const std::size_t count = all.offsets[customer + 1] - first;
  into.resize(count);
  const bool far_ones = (all.flags[customer] & has_far_times) != 0;
  for (std::size_t i = 0; i < count; ++i) {
    into[i] = {
        .code = all.code(first + i),
        .at_ms = far_ones ? divided_down(at_us(first + i), us_per_ms) : all.near_at_ms(first + i),
        .row = all.row(first + i)};
  }
}

TimeParts parts_of(std::int64_t at_us) {
  const std::int64_t second = divided_down(at_us, us_per_second);
  const std::int64_t rest = at_us - second * us_per_second;
  const std::int64_t column = second - columns_epoch_s;
  if (column <= too_early || column >= too_late) {
    return {.seconds = column < 0 ? too_early : too_late, .far = true};
  }
  return {.seconds = static_cast<std::int32_t>(column),
          .millis = static_cast<std::uint16_t>(rest / us_per_ms),
          .micros = static_cast<std::uint16_t>(rest % us_per_ms)};
}

std::uint8_t flags_of(const std::int32_t* seconds, const std::uint16_t* millis,
                      std::size_t events) {
  std::uint8_t flags = 0;
  for (std::size_t i = 1; i < events; ++i) {
    if (seconds[i] == seconds[i - 1] && millis[i] == millis[i - 1]) {
      flags |= has_ties;
      break;
    }
  }
  // Lines are in order, so the far times are at the two ends.
  if (events != 0 && (seconds[0] == too_early || seconds[events - 1] == too_late)) {
    flags |= has_far_times;
  }
  return flags;
}

void BlockPlan::take_widths(const Block& from) {
  const BlockShape& shape = from.shape();
  shape_.code_width = std::max(shape_.code_width, shape.code_width);
  shape_.micros_width = std::max(shape_.micros_width, shape.micros_width);
  shape_.row_base = any_event_ ? std::min(shape_.row_base, shape.row_base) : shape.row_base;
  shape_.row_last = any_event_ ? std::max(shape_.row_last, shape.row_last) : shape.row_last;
  any_event_ = true;
}

void BlockPlan::add_customers(const Block& from, std::size_t first, std::size_t last) {
  if (first == last) {
    return;
  }
  take_widths(from);
  shape_.strand_width = std::max(shape_.strand_width, from.shape_.strand_width);
  shape_.customers += last - first;
  const std::uint32_t begin = from.first_event(first);
  const std::uint32_t end = from.first_event(last);
  shape_.events += end - begin;
  const auto* strand_offsets = from.column<const std::uint32_t>(from.layout_.strand_offsets);
  shape_.strands += strand_offsets[last] - strand_offsets[first];
  const auto* mixed = from.column<const std::uint32_t>(from.layout_.mixed);
  const auto* mixed_offsets = from.column<const std::uint32_t>(from.layout_.mixed_offsets);
  const auto* mixed_end = mixed + from.shape_.mixed_customers;
  const auto a = std::lower_bound(mixed, mixed_end, first) - mixed;
  const auto b = std::lower_bound(mixed, mixed_end, last) - mixed;
  shape_.mixed_customers += static_cast<std::uint64_t>(b - a);
  shape_.mixed_events += mixed_offsets[b] - mixed_offsets[a];
  shape_.far_times += from.far_in(begin, end).size();
}

void BlockPlan::begin_customer(std::size_t strands) {
  ++shape_.customers;
  shape_.strands += strands;
  strands_ = strands;
  events_before_ = shape_.events;
}

void BlockPlan::add_base_events(const Block& from, std::uint32_t first, std::uint32_t last) {
  if (first == last) {
    return;
  }
  take_widths(from);
  shape_.events += last - first;
  shape_.far_times += from.far_in(first, last).size();
}

void BlockPlan::add_event(const StoredEvent& event) {
  ++shape_.events;
  shape_.code_width = std::max(shape_.code_width, width_of(event.code));
  shape_.row_base = any_event_ ? std::min(shape_.row_base, event.row) : event.row;
  shape_.row_last = any_event_ ? std::max(shape_.row_last, event.row) : event.row;
  any_event_ = true;
  const TimeParts parts = parts_of(event.at_us);
  shape_.far_times += parts.far ? 1 : 0;
  shape_.micros_width = parts.micros != 0 ? 2 : shape_.micros_width;
}

void BlockPlan::end_customer() {
  if (strands_ > 1) {
    ++shape_.mixed_customers;
    shape_.mixed_events += shape_.events - events_before_;
    shape_.strand_width = std::max(shape_.strand_width, width_of(strands_ - 1));
  }
}

BlockShape BlockPlan::shape() const {
  TL_ASSERT(shape_.events < ~0U && shape_.strands < ~0U);
  BlockShape shape = shape_;
  shape.row_width = shape.row_last - shape.row_base <= ~0U ? 4 : 8;
  return shape;
}

BlockWriter::BlockWriter(const BlockShape& shape) : block_(std::make_shared<Block>(shape)) {}

void BlockWriter::copy_events(const Block& from, std::uint32_t first, std::uint32_t last) {
  const BlockLayout& there = from.layout_;
  const BlockLayout& here = block_->layout_;
  const BlockShape& shape = block_->shape_;
  const std::size_t count = last - first;
  const auto copy = [&](std::size_t to, std::size_t source, std::size_t width) {
    std::memcpy(block_->column<std::byte>(to) + events_ * width,
                from.column<const std::byte>(source) + first * width, count * width);
  };
  widen(block_->column<std::byte>(here.codes) + events_ * shape.code_width, shape.code_width,
        from.column<const std::byte>(there.codes) + std::size_t{first} * from.shape_.code_width,
        from.shape_.code_width, count);
  copy(here.seconds, there.seconds, 4);
  copy(here.millis, there.millis, 2);
  if (from.shape_.micros_width != 0) {
    copy(here.micros, there.micros, 2);
  }
  if (shape.row_width == from.shape_.row_width && shape.row_base == from.shape_.row_base) {
    copy(here.rows, there.rows, shape.row_width);
  } else {
    for (std::size_t i = 0; i < count; ++i) {
      const std::uint64_t row = from.row(first + i) - shape.row_base;
      std::memcpy(block_->column<std::byte>(here.rows) + (events_ + i) * shape.row_width, &row,
                  shape.row_width);
    }
  }
  for (const Columns::FarTime& time : from.far_in(first, last)) {
    block_->column<Columns::FarTime>(here.far)[far_times_++] = {
        .event = static_cast<std::uint32_t>(events_ + time.event - first), .at_us = time.at_us};
  }
  events_ += count;
}

void BlockWriter::add_customers(const Block& from, std::size_t first, std::size_t last) {
  if (first == last) {
    return;
  }
  const BlockLayout& there = from.layout_;
  const BlockLayout& here = block_->layout_;
  const std::uint32_t begin = from.first_event(first);
  const auto* strands_there = from.column<const std::uint32_t>(there.strand_offsets);
  auto* offsets = block_->column<std::uint32_t>(here.offsets);
  auto* strand_offsets = block_->column<std::uint32_t>(here.strand_offsets);
  for (std::size_t c = first; c < last; ++c) {
    const std::size_t to = customers_ + c - first;
    offsets[to] = static_cast<std::uint32_t>(events_ + from.first_event(c) - begin);
    strand_offsets[to] =
        static_cast<std::uint32_t>(strands_ + strands_there[c] - strands_there[first]);
  }
  std::memcpy(block_->column<std::byte>(here.ids) + customers_ * sizeof(CustomerId),
              from.ids().data() + first, (last - first) * sizeof(CustomerId));
  std::memcpy(block_->column<std::byte>(here.flags) + customers_,
              from.column<const std::byte>(there.flags) + first, last - first);
  const std::size_t strands = strands_there[last] - strands_there[first];
  std::memcpy(block_->column<std::byte>(here.strands) + strands_ * sizeof(IdentifierId),
              from.column<const IdentifierId>(there.strands) + strands_there[first],
              strands * sizeof(IdentifierId));
  const auto* mixed = from.column<const std::uint32_t>(there.mixed);
  const auto* mixed_offsets = from.column<const std::uint32_t>(there.mixed_offsets);
  const auto* mixed_end = mixed + from.shape_.mixed_customers;
  const std::uint32_t width = block_->shape_.strand_width;
  for (const auto* m = std::lower_bound(mixed, mixed_end, first); m != mixed_end && *m < last;
       ++m) {
    const std::size_t place = mixed_offsets[m - mixed];
    const std::size_t count = mixed_offsets[m - mixed + 1] - place;
    block_->column<std::uint32_t>(here.mixed)[mixed_customers_] =
        static_cast<std::uint32_t>(customers_ + *m - first);
    block_->column<std::uint32_t>(here.mixed_offsets)[mixed_customers_++] =
        static_cast<std::uint32_t>(mixed_events_);
    widen(block_->column<std::byte>(here.strand_of) + mixed_events_ * width, width,
          from.column<const std::byte>(there.strand_of) + place * from.shape_.strand_width,
          from.shape_.strand_width, count);
    mixed_events_ += count;
  }
  strands_ += strands;
  customers_ += last - first;
  copy_events(from, begin, from.first_event(last));
}

void BlockWriter::begin_customer(CustomerId customer, std::span<const IdentifierId> strands) {
  const BlockLayout& here = block_->layout_;
  TL_ASSERT(customers_ < block_->shape_.customers);
  TL_ASSERT(strands_ + strands.size() <= block_->shape_.strands);
  block_->column<CustomerId>(here.ids)[customers_] = customer;
  block_->column<std::uint32_t>(here.offsets)[customers_] = static_cast<std::uint32_t>(events_);
  block_->column<std::uint32_t>(here.strand_offsets)[customers_] =
      static_cast<std::uint32_t>(strands_);
  std::copy(strands.begin(), strands.end(), block_->column<IdentifierId>(here.strands) + strands_);
  strands_ += strands.size();
  begun_ = events_;
  mixed_ = strands.size() > 1;
  if (mixed_) {
    block_->column<std::uint32_t>(here.mixed)[mixed_customers_] =
        static_cast<std::uint32_t>(customers_);
    block_->column<std::uint32_t>(here.mixed_offsets)[mixed_customers_++] =
        static_cast<std::uint32_t>(mixed_events_);
  }
}

void BlockWriter::put_strand(std::uint32_t index) {
  write_small(block_->column<std::byte>(block_->layout_.strand_of), block_->shape_.strand_width,
              mixed_events_++, index);
}

void BlockWriter::add_base_events(const Block& from, std::size_t customer, std::uint32_t first,
                                  std::uint32_t last) {
  if (mixed_) {
    const auto indexes = from.strand_indexes(customer);
    const std::uint32_t begin = from.first_event(customer);
    for (std::uint32_t event = first; event < last; ++event) {
      put_strand(indexes[event - begin]);
    }
  }
  copy_events(from, first, last);
}

void BlockWriter::add_event(const StoredEvent& event, std::uint32_t strand_index) {
  const BlockLayout& here = block_->layout_;
  const BlockShape& shape = block_->shape_;
  TL_ASSERT(events_ < shape.events);
  const TimeParts parts = parts_of(event.at_us);
  write_small(block_->column<std::byte>(here.codes), shape.code_width, events_, event.code);
  block_->column<std::int32_t>(here.seconds)[events_] = parts.seconds;
  block_->column<std::uint16_t>(here.millis)[events_] = parts.millis;
  if (shape.micros_width != 0) {
    block_->column<std::uint16_t>(here.micros)[events_] = parts.micros;
  }
  const std::uint64_t row = event.row - shape.row_base;
  std::memcpy(block_->column<std::byte>(here.rows) + events_ * shape.row_width, &row,
              shape.row_width);
  if (parts.far) {
    block_->column<Columns::FarTime>(here.far)[far_times_++] = {
        .event = static_cast<std::uint32_t>(events_), .at_us = event.at_us};
  }
  if (mixed_) {
    put_strand(strand_index);
  }
  ++events_;
}

void BlockWriter::end_customer() {
  const BlockLayout& here = block_->layout_;
  const auto* seconds = block_->column<const std::int32_t>(here.seconds);
  const auto* millis = block_->column<const std::uint16_t>(here.millis);
  block_->column<std::uint8_t>(here.flags)[customers_++] =
      flags_of(seconds + begun_, millis + begun_, events_ - begun_);
}

std::shared_ptr<const Block> BlockWriter::finish() {
  const BlockShape& shape = block_->shape_;
  TL_ASSERT(customers_ == shape.customers && events_ == shape.events);
  TL_ASSERT(strands_ == shape.strands && far_times_ == shape.far_times);
  TL_ASSERT(mixed_customers_ == shape.mixed_customers && mixed_events_ == shape.mixed_events);
  const BlockLayout& here = block_->layout_;
  block_->column<std::uint32_t>(here.offsets)[customers_] = static_cast<std::uint32_t>(events_);
  block_->column<std::uint32_t>(here.strand_offsets)[customers_] =
      static_cast<std::uint32_t>(strands_);
  block_->column<std::uint32_t>(here.mixed_offsets)[mixed_customers_] =
      static_cast<std::uint32_t>(mixed_events_);
  return std::move(block_);
}

}  // namespace throughline::journey_engine
