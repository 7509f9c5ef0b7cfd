#include "journey_engine/activity_columns.h"

#include <algorithm>
#include <limits>

namespace throughline::journey_engine {
namespace {

constexpr std::size_t none = std::numeric_limits<std::size_t>::max();
constexpr std::size_t cells_max = std::size_t{1} << 23U;

void add_to(std::uint64_t& to, std::uint64_t from) {
  to += from;
}

template <class T>
void add_up(std::vector<T>& to, const std::vector<T>& from) {
  to.resize(std::max(to.size(), from.size()));
  for (std::size_t i = 0; i < from.size(); ++i) {
    add_to(to[i], from[i]);
  }
}

template <class Code>
std::size_t codes_in(const Code* codes, std::size_t count) {
  Code highest = 0;
  for (std::size_t i = 0; i < count; ++i) {
    highest = std::max(highest, codes[i]);
  }
  return std::size_t{highest} + 1;
}

std::size_t codes_in(const Columns& columns) {
  const std::size_t count = columns.offsets[columns.customers];
  return columns.codes8 != nullptr    ? codes_in(columns.codes8, count)
         : columns.codes16 != nullptr ? codes_in(columns.codes16, count)
                                      : codes_in(columns.codes32, count);
}

}  // namespace

void ActivityTable::cover(std::int64_t from, std::int64_t to) {
  if (periods.empty()) {
    first = from;
  }
  if (from < first) {
    const auto more = static_cast<std::size_t>(first - from);
    codes.insert(codes.begin(), more, {});
    periods.insert(periods.begin(), more, {});
    first = from;
  }
  if (const auto rows = static_cast<std::size_t>(to - first + 1); rows > periods.size()) {
    codes.resize(rows);
    periods.resize(rows);
  }
}

void ActivityTable::merge(const ActivityTable& other) {
  if (!other.periods.empty()) {
    cover(other.first, other.first + static_cast<std::int64_t>(other.periods.size()) - 1);
  }
  for (std::size_t i = 0; i < other.periods.size(); ++i) {
    const auto row = static_cast<std::size_t>(other.first - first) + i;
    add_to(periods[row], other.periods[i]);
    add_up(codes[row], other.codes[i]);
  }
  add_up(customers_of_codes, other.customers_of_codes);
  customers += other.customers;
}

ActivityColumns::ActivityColumns(const ActivityQuestion& question)
    : question_(&question), periods_(question.calendar, question.unit), counted_(question.events) {}

void ActivityColumns::read(const Columns& columns) {
  columns_ = &columns;
  counted_.read(columns);
  if (question_->by_code) {
    codes_ = std::max(codes_, codes_in(columns));
    seen_.resize(codes_);
  }
}

std::vector<ActivityCount>& ActivityColumns::row_of(ActivityTable& table, std::size_t place) const {
  std::vector<ActivityCount>& row = table.codes[place];
  if (row.size() < codes_) {
    table.cells += codes_ - row.size();
    row.resize(codes_);
  }
  return row;
}

template <class Code>
void ActivityColumns::count(const ColumnLine& line, const Code* codes, ActivityTable& table) {
  const std::uint32_t begin = periods_.place_of(columns_->seconds[line.first]);
  const auto from = static_cast<std::size_t>(periods_.base() + begin - table.first);
  std::size_t before = none;
  if (!question_->by_code) {
    counted_.visit(line, [&](std::size_t event) {
      const std::size_t place = from + periods_.place_of(columns_->seconds[event]) - begin;
      ActivityCount& period = table.periods[place];
      ++period.events;
      period.customers += place == before ? 0 : 1;
      before = place;
    });
  } else {
    // Whether an event is in the period of the one before it is as good as chance, so all is
    // counted without asking.
    std::uint32_t* const seen = seen_.data();
    std::uint64_t* const customers_of_codes = table.customers_of_codes.data();
    const std::uint32_t next = next_;
    counted_.visit(line, [&](std::size_t event) {
      const std::uint32_t after = periods_.place_of(columns_->seconds[event]) - begin;
      const std::size_t place = from + after;
      std::vector<ActivityCount>& row = table.codes[place];
      if (row.size() < codes_) [[unlikely]] {
        static_cast<void>(row_of(table, place));
      }
      table.periods[place].customers += place == before ? 0 : 1;
      before = place;
      const std::size_t code = codes[event];
      const std::uint32_t now = next + after;
      const std::uint32_t last = seen[code];
      ++row[code].events;
      row[code].customers += last == now ? 0 : 1;
      customers_of_codes[code] += last < next ? 1 : 0;
      seen[code] = now;
    });
  }
  table.customers += before == none ? 0 : 1;
}

bool ActivityColumns::add(const ColumnLine& line, ActivityTable& table) {
  const std::int32_t first = columns_->seconds[line.first];
  const std::int32_t last = columns_->seconds[line.last - 1];
  if (line.far || !periods_.covers(first, last)) {
    return false;
  }
  const std::size_t count_of_periods =
      std::size_t{periods_.place_of(last)} - periods_.place_of(first) + 1;
  if (table.cells + count_of_periods * codes_ > cells_max) {
    return false;
  }
  table.cover(periods_.base() + periods_.place_of(first),
              periods_.base() + periods_.place_of(last));
  table.customers_of_codes.resize(std::max(table.customers_of_codes.size(), codes_));
  if (next_ > std::numeric_limits<std::uint32_t>::max() - count_of_periods) {
    std::fill(seen_.begin(), seen_.end(), 0);
    next_ = 1;
  }
  if (columns_->codes8 != nullptr) {
    count(line, columns_->codes8, table);
  } else if (columns_->codes16 != nullptr) {
    count(line, columns_->codes16, table);
  } else {
    count(line, columns_->codes32, table);
  }
  next_ += static_cast<std::uint32_t>(count_of_periods);
  return true;
}

}  // namespace throughline::journey_engine
