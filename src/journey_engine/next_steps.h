// NextSteps: what people whose line reads like this one did next.
//
// Looks in all cases for the last nodes of the given one, the longest match counting by itself and
// each shorter one too, so that the caller can take the longest with enough people behind it. Parts
// may be added on different threads and merged in any order. Owned by one thread at a time.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "journey_engine/code_marks.h"
#include "journey_engine/column_lines.h"
#include "journey_engine/kernel.h"
#include "journey_engine/session_columns.h"
#include "journey_engine/trace.h"
#include "stats/sample.h"

namespace throughline::journey_engine {

struct NextQuestion {
  TraceRule rule = {};
  std::vector<Value> so_far = {};           // The last nodes, in their order.
  std::optional<CustomerId> left_out = {};  // Is not counted.
};

struct NextCount {
  std::uint64_t times = 0;
  std::uint64_t customers = 0;
  stats::Sample after_ms = {};  // From the last of the nodes so far.
};

// Under no_value: those for whom the case ended there.
using NextCounts = std::map<Value, NextCount>;

class NextSteps {
 public:
  // The question must outlive this.
  explicit NextSteps(const NextQuestion& question)
      : question_(question),
        matches_(question.so_far.size()),
        customers_(question.so_far.size()),
        sessions_(question.rule.cases.session) {}

  void add(CustomerId customer, Line line);
  void merge(const NextSteps& other);
  [[nodiscard]] Kernel kernel() const;
  // The same as add() of each line, where the kernel reads columns. Says how many customers there
  // are.
  std::uint64_t add(const Columns& columns, const LookedAt& looked);

  // Of those whose case holds the last `length` nodes, from 1 to all of them.
  [[nodiscard]] const NextCounts& after(std::size_t length) const { return matches_[length - 1]; }
  [[nodiscard]] std::uint64_t customers(std::size_t length) const { return customers_[length - 1]; }
  // The greatest length that at least so many customers stand behind; 0 if none.
  [[nodiscard]] std::size_t longest(std::uint64_t customers_min) const;

 private:
  using Seen = std::vector<std::set<Value>>;  // By length, what this customer did next.
  void add_match(const Trace& trace, std::size_t at, Seen& seen);

  // What some did next, while columns are added.
  struct Cell {
    NextCount* count = nullptr;
    std::uint64_t last = 0;  // The last customer that was counted, by its number.
  };
  struct Cells {
    std::vector<Cell> near = {};  // By node + 1, those of low numbers; the first one is no node.
    std::map<Value, Cell> far = {};
  };
  // The events [begin, end) of one case. Says how long the longest match is.
  std::size_t add_case(const Columns& columns, std::size_t begin, std::size_t end);
  void add_next(std::size_t place, Value next, std::int64_t after_ms);

  const NextQuestion& question_;
  std::vector<NextCounts> matches_;
  std::vector<std::uint64_t> customers_;
  SessionColumns sessions_;
  Marks last_nodes_;
  std::vector<Cells> cells_;  // By length, as matches_.
  std::uint64_t added_ = 0;   // Customers of columns.
  std::vector<LineEvent> scratch_;
};

struct NextCell {
  std::size_t length = 1;
  Value next = no_value;
};
bool is_in(const NextCell& cell, const NextQuestion& question, CustomerId customer, Line line);

}  // namespace throughline::journey_engine
