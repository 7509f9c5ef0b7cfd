// SessionColumns: the sessions of customers in columns, the same as find_sessions of their lines,
// but of customers with far times. Owned by one thread; the rule must outlive it.
#pragma once

#include <algorithm>
#include <cstdint>

#include "journey_engine/code_marks.h"
#include "journey_engine/column_lines.h"
#include "journey_engine/session_marks.h"
#include "journey_engine/sessions.h"

namespace throughline::journey_engine {

class SessionColumns {
 public:
  explicit SessionColumns(const SessionRule& rule) : rule_(&rule) {}

  // The columns that are read from now on; they must live until the next call.
  void read(const Columns& columns) {
    columns_ = &columns;
    gaps_.read(columns, rule_->timeout_ms);
    if (!rule_->starts.is_none()) {
      starts_.read(columns, rule_->starts);
    }
  }
  // body(begin, end), session by session.
  template <class Body>
  void visit(const ColumnLine& line, const Body& body) const {
    std::uint32_t start = rule_->starts.is_none() ? line.last : next_start(line, line.first + 1);
    for (std::uint32_t begin = line.first; begin < line.last;) {
      if (start <= begin && start < line.last) {
        start = next_start(line, begin + 1);
      }
      const std::uint32_t end = std::min(start, gaps_.next(begin + 1, line.last));
      body(begin, end);
      begin = end;
    }
  }

 private:
  // The next event that always begins a session, or the end of the line.
  [[nodiscard]] std::uint32_t next_start(const ColumnLine& line, std::size_t first) const {
    const EventSet& starts = rule_->starts;
    for (std::size_t event = starts_.next(first, line.last); event != Marks::none;
         event = starts_.next(event + 1, line.last)) {
      if (!starts.has_test() ||
          starts.passes(columns_->ids[line.customer], event_of(*columns_, line, event))) {
        return static_cast<std::uint32_t>(event);
      }
    }
    return line.last;
  }

  const SessionRule* rule_;
  const Columns* columns_ = nullptr;
  SessionMarks gaps_;
  Marks starts_;
};

}  // namespace throughline::journey_engine
