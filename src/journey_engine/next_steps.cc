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
