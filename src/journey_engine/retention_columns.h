// RetentionColumns: when customers in columns came back, the same as find_retention of their lines,
// where each is in one cohort and at most 64 periods are looked at.
//
// The periods of events are looked up in a table, many at once with vector instructions where every
// event counts as a return. Owned by one thread; the question must outlive it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "journey_engine/code_marks.h"
#include "journey_engine/column_lines.h"
#include "journey_engine/period_table.h"
#include "journey_engine/retention.h"

namespace throughline::journey_engine {

// Why columns do not answer; empty if they do.
std::string why_no_columns(const RetentionQuestion& question);

class RetentionColumns {
 public:
  explicit RetentionColumns(const RetentionQuestion& question);

  // The columns that are read from now on; they must live until the next call.
  void read(const Columns& columns);
  struct Found {
    std::int64_t period = 0;
    std::uint64_t back = 0;  // A bit for each offset.
    std::size_t start = 0;   // The event.
  };
  // Nothing for who never started.
  std::optional<Found> find(const ColumnLine& line);

 private:
  std::size_t next(const Marks& marks, const EventSet& set, const ColumnLine& line,
                   std::size_t first) const;
  Found by_table(const ColumnLine& line, std::size_t start) const;
  Found by_calendar(const ColumnLine& line, std::size_t start);
  [[nodiscard]] std::uint64_t elapsed(const ColumnLine& line, std::size_t start) const;
  template <class OffsetOf>
  [[nodiscard]] std::uint64_t bits_of(const ColumnLine& line, std::size_t start,
                                      const OffsetOf& offset_of) const;

  const RetentionQuestion* question_;
  PeriodTable table_;
  PeriodCursor period_of_;
  const Columns* columns_ = nullptr;
  Marks starts_;
  Marks returns_;
};

}  // namespace throughline::journey_engine
