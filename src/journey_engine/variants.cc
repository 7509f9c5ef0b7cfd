#include "journey_engine/variants.h"

#include <algorithm>
#include <set>

namespace throughline::journey_engine {
namespace {

std::vector<Value> nodes_of(const Trace& trace) {
  std::vector<Value> nodes;
  nodes.reserve(trace.size());
  for (const TraceStep& step : trace) {
    nodes.push_back(step.node);
  }
  return nodes;
}

}  // namespace

void Variants::add(CustomerId customer, Line line) {
  std::set<std::vector<Value>> mine;
  for (const Trace& trace : find_traces(rule_, customer, line)) {
    std::vector<Value> nodes = nodes_of(trace);
    Variant& variant = found_[nodes];
    ++variant.cases;
    ++cases_;
    variant.lasted_ms.add(trace.back().at_ms - trace.front().at_ms);
    variant.customers += mine.insert(std::move(nodes)).second ? 1 : 0;
  }
}

void Variants::merge(const Variants& other) {
  cases_ += other.cases_;
  for (const auto& [nodes, from] : other.found_) {
    Variant& to = found_[nodes];
    to.cases += from.cases;
    to.customers += from.customers;
    to.lasted_ms.merge(from.lasted_ms);
  }
}

std::vector<Variant> Variants::most_frequent(std::size_t count) const {
  using Entry = std::pair<const std::vector<Value>, Variant>;
  std::vector<const Entry*> entries;
  entries.reserve(found_.size());
  for (const Entry& entry : found_) {
    entries.push_back(&entry);
  }
  const std::size_t size = std::min(count, entries.size());
  std::partial_sort(entries.begin(), entries.begin() + static_cast<std::ptrdiff_t>(size),
                    entries.end(), [](const Entry* a, const Entry* b) {
                      return a->second.cases != b->second.cases ? a->second.cases > b->second.cases
                                                                : a->first < b->first;
                    });
  std::vector<Variant> most;
  for (std::size_t i = 0; i < size; ++i) {
    most.push_back(entries[i]->second);
    most.back().nodes = entries[i]->first;
  }
  return most;
}

bool has_variant(const std::vector<Value>& nodes, const TraceRule& rule, CustomerId customer,
                 Line line) {
  const std::vector<Trace> traces = find_traces(rule, customer, line);
  return std::any_of(traces.begin(), traces.end(),
                     [&](const Trace& trace) { return nodes_of(trace) == nodes; });
}

}  // namespace throughline::journey_engine
