#include "journey_engine/retention_columns.h"

#include <algorithm>
#include <bit>

namespace throughline::journey_engine {
namespace {

constexpr unsigned bits_max = 64;
constexpr unsigned bits_at_once = 32;  // What periods_after can say.

std::uint64_t lowest_bits(unsigned count) {
  return count >= bits_max ? ~std::uint64_t{0} : (std::uint64_t{1} << count) - 1;
}

// The start's own period does not have to hold a return.
std::uint64_t unbroken(std::uint64_t back) {
  const auto run = static_cast<unsigned>(std::countr_one(back >> 1U));
  return back & (lowest_bits(run + 1));
}

}  // namespace

std::string why_no_columns(const RetentionQuestion& question) {
  if (question.cohort != RetentionCohort::first_start) {
    return "somebody may be in several cohorts";
  }
  return question.offsets > bits_max ? "more than 64 periods are looked at" : "";
}

RetentionColumns::RetentionColumns(const RetentionQuestion& question)
    : question_(&question),
      table_(question.calendar, question.unit),
      period_of_(question.calendar, question.unit) {}

void RetentionColumns::read(const Columns& columns) {
  columns_ = &columns;
  starts_.read(columns, question_->starts);
  returns_.read(columns, question_->returns);
}

std::size_t RetentionColumns::next(const Marks& marks, const EventSet& set, const ColumnLine& line,
                                   std::size_t first) const {
  std::size_t event = marks.next(first, line.last);
  while (event != Marks::none && set.has_test() &&
         !set.passes(columns_->ids[line.customer], event_of(*columns_, line, event))) {
    event = marks.next(event + 1, line.last);
  }
  return event;
}

// A test is asked only of events that could add a bit.
template <class OffsetOf>
std::uint64_t RetentionColumns::bits_of(const ColumnLine& line, std::size_t start,
                                        const OffsetOf& offset_of) const {
  const EventSet& returns = question_->returns;
  const std::int64_t offsets = question_->offsets;
  const bool unbounded = question_->kind == RetentionKind::unbounded;
  std::uint64_t back = 0;
  for (std::size_t event = returns_.next(start, line.last); event != Marks::none;
       event = returns_.next(event + 1, line.last)) {
    const std::int64_t offset = offset_of(event);
    if (offset < 0 || (!unbounded && offset >= offsets)) {
      continue;
    }
    const auto last = static_cast<unsigned>(std::min(offset, offsets - 1));
    const std::uint64_t bits = unbounded ? lowest_bits(last + 1) : std::uint64_t{1} << last;
    if ((back & bits) != bits &&
        returns.passes(columns_->ids[line.customer], event_of(*columns_, line, event))) {
      back |= bits;
    }
  }
  return back;
}

RetentionColumns::Found RetentionColumns::by_table(const ColumnLine& line,
                                                   std::size_t start) const {
  const std::uint32_t from = table_.place_of(columns_->seconds[start]);
  Found found{.period = table_.base() + from, .start = start};
  if (question_->returns.is_any_code() && !question_->returns.has_test() &&
      question_->kind != RetentionKind::unbounded && question_->offsets <= bits_at_once) {
    found.back = periods_after(table_, columns_->seconds + start, line.last - start, from);
    found.back &= lowest_bits(question_->offsets);
  } else {
    found.back = bits_of(line, start, [&](std::size_t event) {
      return std::int64_t{table_.place_of(columns_->seconds[event])} - from;
    });
  }
  return found;
}

RetentionColumns::Found RetentionColumns::by_calendar(const ColumnLine& line, std::size_t start) {
  Found found{.period = period_of_(at_ms_of(*columns_, line, start)), .start = start};
  found.back = bits_of(line, start, [&](std::size_t event) {
    return period_of_(at_ms_of(*columns_, line, event)) - found.period;
  });
  return found;
}

std::uint64_t RetentionColumns::elapsed(const ColumnLine& line, std::size_t start) const {
  const std::int64_t begin_ms = at_ms_of(*columns_, line, start);
  const std::int64_t length_ms = elapsed_ms(question_->unit);
  return bits_of(line, start, [&](std::size_t event) {
    return (at_ms_of(*columns_, line, event) - begin_ms) / length_ms;
  });
}

std::optional<RetentionColumns::Found> RetentionColumns::find(const ColumnLine& line) {
  const std::size_t start = next(starts_, question_->starts, line, line.first);
  if (start == Marks::none) {
    return std::nullopt;
  }
  Found found;
  if (question_->clock == RetentionClock::elapsed) {
    found = {.period = period_of_(at_ms_of(*columns_, line, start)),
             .back = elapsed(line, start),
             .start = start};
  } else if (!line.far &&
             table_.covers(columns_->seconds[start], columns_->seconds[line.last - 1])) {
    found = by_table(line, start);
  } else {
    found = by_calendar(line, start);
  }
  if (question_->kind == RetentionKind::rolling) {
    found.back = unbroken(found.back);
  }
  return found;
}

}  // namespace throughline::journey_engine
