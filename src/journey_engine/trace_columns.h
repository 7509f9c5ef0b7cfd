// TraceColumns: the cases of customers in columns as rows of nodes, the same as find_traces of
// their lines. Owned by one thread; the rule must outlive it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "journey_engine/column_lines.h"
#include "journey_engine/session_marks.h"
#include "journey_engine/trace.h"

namespace throughline::journey_engine {

// Why columns do not answer; empty if they do.
std::string why_no_columns(const TraceRule& rule);

// Whether each case is of all events of a part of the line, which need not be copied then.
bool takes_all_events(const TraceRule& rule);

class TraceColumns {
 public:
  explicit TraceColumns(const TraceRule& rule) : rule_(&rule) {}

  // The columns that are read from now on; they must live until the next call.
  void read(const Columns& columns);

  [[nodiscard]] bool takes_all() const { return takes_all_events(*rule_); }
  // body(first, last): the cases where that is so, as events of the columns.
  template <class Body>
  void visit_parts(const ColumnLine& line, const Body& body) const {
    std::uint32_t first = line.first;
    while (rule_->cases.per_session && first < line.last) {
      const std::uint32_t last = end_of_session(line, first);
      body(first, last);
      first = last;
    }
    if (first < line.last) {
      body(first, line.last);
    }
  }

  // A case with a step. Until the next call of find().
  struct Case {
    std::span<const Value> nodes = {};
    std::span<const std::uint32_t> events = {};  // In the columns.
  };
  // In the order of the line.
  const std::vector<Case>& find(const ColumnLine& line);

  [[nodiscard]] std::int64_t at_ms(const ColumnLine& line, std::size_t event) const {
    return at_ms_of(*columns_, line, event);
  }

 private:
  template <class Code>
  void find_steps(const ColumnLine& line, const Code* codes);
  [[nodiscard]] bool begins_session(const ColumnLine& line, std::size_t event) const {
    return line.far ? at_ms(line, event) - at_ms(line, event - 1) > rule_->cases.session.timeout_ms
                    : sessions_.begins(event);
  }
  [[nodiscard]] std::uint32_t end_of_session(const ColumnLine& line, std::uint32_t first) const {
    if (!line.far) {
      return sessions_.next(first + 1, line.last);
    }
    std::uint32_t last = first + 1;
    while (last < line.last && !begins_session(line, last)) {
      ++last;
    }
    return last;
  }

  const TraceRule* rule_;
  const Columns* columns_ = nullptr;
  SessionMarks sessions_;
  std::vector<Value> nodes_;
  std::vector<std::uint32_t> events_;
  std::vector<Case> cases_;
};

}  // namespace throughline::journey_engine
