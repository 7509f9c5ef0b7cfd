// ActivityColumns: events and people by period and code, the same as ActivityCounts of the lines.
//
// A line is in the order of time, so a customer enters each period once: for whom and in which
// period a code was last counted is one number beside the code. Nothing is looked up but the period
// of an event's second. Owned by one thread; the question must outlive it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

#include "journey_engine/activity_question.h"
#include "journey_engine/column_lines.h"
#include "journey_engine/counted_events.h"
#include "journey_engine/period_table.h"

namespace throughline::journey_engine {

// Counts by period and code. A period in which nothing happened takes no room for codes.
struct ActivityTable {
  std::int64_t first = 0;  // The period of the first row.
  // By period, then by code: where it is not broken down, empty.
  std::vector<std::vector<ActivityCount>> codes = {};
  std::vector<ActivityCount> periods = {};  // Without the events that are counted by code.
  std::vector<std::uint64_t> customers_of_codes = {};  // Each once.
  std::uint64_t customers = 0;                         // Each once.
  std::size_t cells = 0;                               // Of all codes and periods.

  void merge(const ActivityTable& other);
  // These periods have a row from now on.
  void cover(std::int64_t from, std::int64_t to);
  // body(period, code, ActivityCount), each that has events.
  template <class Body>
  void visit_codes(const Body& body) const {
    for (std::size_t row = 0; row < codes.size(); ++row) {
      for (std::size_t code = 0; code < codes[row].size(); ++code) {
        if (codes[row][code].events != 0) {
          body(first + static_cast<std::int64_t>(row), static_cast<Value>(code), codes[row][code]);
        }
      }
    }
  }
};

class ActivityColumns {
 public:
  explicit ActivityColumns(const ActivityQuestion& question);

  // The columns that are read from now on; they must live until the next call.
  void read(const Columns& columns);
  // False for a line that must be counted otherwise: its times are not in the columns or its
  // periods not in order, or the table would become too large.
  bool add(const ColumnLine& line, ActivityTable& table);

 private:
  template <class Code>
  void count(const ColumnLine& line, const Code* codes, ActivityTable& table);
  [[nodiscard]] std::vector<ActivityCount>& row_of(ActivityTable& table, std::size_t place) const;

  const ActivityQuestion* question_;
  PeriodTable periods_;
  const Columns* columns_ = nullptr;
  CountedEvents counted_;
  std::size_t codes_ = 0;            // One more than the highest in the columns.
  std::vector<std::uint32_t> seen_;  // By code: the number of the line and period, as below.
  std::uint32_t next_ = 1;           // The number of the next line in its first period.
};

}  // namespace throughline::journey_engine
