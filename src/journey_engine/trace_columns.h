// TraceColumns: the cases of customers in columns as rows of nodes, the same as find_traces of
// their lines. Owned by one thread; the rule must outlive it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "journey_engine/column_lines.h"
#include "journey_engine/trace.h"

namespace throughline::journey_engine {

// Why columns do not answer; empty if they do.
std::string why_no_columns(const TraceRule& rule);

class TraceColumns {
 public:
  explicit TraceColumns(const TraceRule& rule) : rule_(&rule) {}

  // The columns that are read from now on; they must live until the next call.
  void read(const Columns& columns) { columns_ = &columns; }

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
    return at_ms(line, event) - at_ms(line, event - 1) > rule_->cases.session.timeout_ms;
  }

  const TraceRule* rule_;
  const Columns* columns_ = nullptr;
  std::vector<Value> nodes_;
  std::vector<std::uint32_t> events_;
  std::vector<Case> cases_;
};

}  // namespace throughline::journey_engine
