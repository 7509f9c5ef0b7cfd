#include "journey_engine/next_steps.h"

#include <algorithm>

namespace throughline::journey_engine {
namespace {

// How many of the last nodes so far end at this place of a trace.
std::size_t match_at(const std::vector<Value>& so_far, const Trace& trace, std::size_t at) {
  std::size_t length = 0;
  while (length < so_far.size() && length <= at &&
         trace[at - length].node == so_far[so_far.size() - 1 - length]) {
    ++length;
  }
  return length;
}

Value next_of(const Trace& trace, std::size_t at) {
  return at + 1 < trace.size() ? trace[at + 1].node : no_value;
}

}  // namespace

void NextSteps::add_match(const Trace& trace, std::size_t at, Seen& seen) {
  const std::size_t longest = match_at(question_.so_far, trace, at);
  const Value next = next_of(trace, at);
  for (std::size_t i = 0; i < longest; ++i) {
    NextCount& count = matches_[i][next];
    ++count.times;
    count.customers += seen[i].insert(next).second ? 1 : 0;
    if (at + 1 < trace.size()) {
      count.after_ms.add(trace[at + 1].at_ms - trace[at].at_ms);
    }
  }
}

void NextSteps::add(CustomerId customer, Line line) {
  if (customer == question_.left_out) {
    return;
  }
  Seen seen(matches_.size());
  for (const Trace& trace : find_traces(question_.rule, customer, line)) {
    for (std::size_t at = 0; at < trace.size(); ++at) {
      add_match(trace, at, seen);
    }
  }
  for (std::size_t i = 0; i < seen.size(); ++i) {
    customers_[i] += seen[i].empty() ? 0 : 1;
  }
}

Kernel NextSteps::kernel() const {
  const TraceRule& rule = question_.rule;
  if (rule.node) {
    return lines_kernel("nodes are not the names of events");
  }
  if (!rule.events.is_any_code() || rule.events.has_test()) {
    return lines_kernel("some events are left out");
  }
  if (rule.repeats == Repeats::collapse) {
    return lines_kernel("repeats are collapsed");
  }
  return question_.so_far.empty() ? lines_kernel("nothing came so far")
                                  : vector_kernel("next_columns");
}

std::uint64_t NextSteps::add(const Columns& columns, const LookedAt& looked) {
  const CaseRule& cases = question_.rule.cases;
  std::uint64_t customers = 0;
  // A node that no event is in ends no match.
  const Value last_node = question_.so_far.back();
  last_nodes_.read(columns, last_node == no_value ? EventSet() : EventSet{last_node});
  if (cases.per_session) {
    sessions_.read(columns);
  }
  cells_.assign(matches_.size(), {});
  visit_lines(columns, looked, [&](const ColumnLine& line) {
    ++customers;
    ++added_;
    if (last_nodes_.next(line.first, line.last) == Marks::none ||
        columns.ids[line.customer] == question_.left_out) {
      return;
    }
    if (line.far) {
      add(columns.ids[line.customer], put_together(columns, line, scratch_));
      return;
    }
    std::size_t longest = 0;
    if (cases.per_session) {
      sessions_.visit(line, [&](std::uint32_t begin, std::uint32_t end) {
        longest = std::max(longest, add_case(columns, begin, end));
      });
    } else {
      longest = add_case(columns, line.first, line.last);
    }
    for (std::size_t i = 0; i < longest; ++i) {
      ++customers_[i];
    }
  });
  return customers;
}

std::size_t NextSteps::add_case(const Columns& columns, std::size_t begin, std::size_t end) {
  const std::vector<Value>& so_far = question_.so_far;
  std::size_t longest = 0;
  for (std::size_t at = last_nodes_.next(begin, end); at != Marks::none;
       at = last_nodes_.next(at + 1, end)) {
    std::size_t length = 1;
    while (length < so_far.size() && length <= at - begin &&
           columns.code(at - length) == so_far[so_far.size() - 1 - length]) {
      ++length;
    }
    const bool goes_on = at + 1 < end;
    const Value next = goes_on ? columns.code(at + 1) : no_value;
    const std::int64_t after_ms =
        goes_on ? columns.near_at_ms(at + 1) - columns.near_at_ms(at) : -1;
    for (std::size_t place = 0; place < length; ++place) {
      add_next(place, next, after_ms);
    }
    longest = std::max(longest, length);
  }
  return longest;
}

// Less than zero: it ended there.
void NextSteps::add_next(std::size_t place, Value next, std::int64_t after_ms) {
  constexpr Value near_max = 65'536;
  Cells& cells = cells_[place];
  const Value slot = next + 1;  // None: 0.
  if (slot < near_max && slot >= cells.near.size()) {
    cells.near.resize(std::max<std::size_t>(slot + 1, cells.near.size() * 2));
  }
  Cell& cell = slot < near_max ? cells.near[slot] : cells.far[next];
  if (cell.count == nullptr) {
    cell.count = &matches_[place][next];
  }
  ++cell.count->times;
  cell.count->customers += cell.last == added_ ? 0 : 1;
  cell.last = added_;
  if (after_ms >= 0) {
    cell.count->after_ms.add(after_ms);
  }
}

void NextSteps::merge(const NextSteps& other) {
  for (std::size_t i = 0; i < matches_.size(); ++i) {
    customers_[i] += other.customers_[i];
    for (const auto& [next, from] : other.matches_[i]) {
      NextCount& to = matches_[i][next];
      to.times += from.times;
      to.customers += from.customers;
      to.after_ms.merge(from.after_ms);
    }
  }
}

std::size_t NextSteps::longest(std::uint64_t customers_min) const {
  for (std::size_t length = customers_.size(); length > 0; --length) {
    if (customers_[length - 1] >= customers_min) {
      return length;
    }
  }
  return 0;
}

bool is_in(const NextCell& cell, const NextQuestion& question, CustomerId customer, Line line) {
  for (const Trace& trace : find_traces(question.rule, customer, line)) {
    for (std::size_t at = 0; at < trace.size(); ++at) {
      if (match_at(question.so_far, trace, at) >= cell.length && next_of(trace, at) == cell.next) {
        return true;
      }
    }
  }
  return false;
}

}  // namespace throughline::journey_engine
