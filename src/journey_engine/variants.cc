#include "journey_engine/variants.h"

#include <algorithm>
#include <numeric>
#include <unordered_map>

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

// Says nothing of order; whoever finds one by its hash compares the nodes too.
std::uint64_t hash_of(std::span<const Value> nodes) {
  std::uint64_t hash = nodes.size();
  for (const Value node : nodes) {
    hash = (hash ^ node) * 0x9e3779b97f4a7c15ULL;
    hash ^= hash >> 32U;
  }
  return hash;
}

}  // namespace

void Variants::grow() {
  slots_.assign(slots_.empty() ? 64 : slots_.size() * 2, 0);
  for (std::uint32_t number = 0; number < found_.size(); ++number) {
    std::size_t at = found_[number].hash & (slots_.size() - 1);
    while (slots_[at] != 0) {
      at = (at + 1) & (slots_.size() - 1);
    }
    slots_[at] = number + 1;
  }
}

std::uint32_t Variants::find(std::span<const Value> nodes, std::uint64_t hash) {
  if (found_.size() * 2 >= slots_.size()) {
    grow();
  }
  for (std::size_t at = hash & (slots_.size() - 1);; at = (at + 1) & (slots_.size() - 1)) {
    if (slots_[at] == 0) {
      found_.push_back({.begin = nodes_.size(), .size = nodes.size(), .hash = hash});
      nodes_.insert(nodes_.end(), nodes.begin(), nodes.end());
      slots_[at] = static_cast<std::uint32_t>(found_.size());
      return slots_[at] - 1;
    }
    const Found& found = found_[slots_[at] - 1];
    if (found.hash == hash && std::ranges::equal(nodes_of(found), nodes)) {
      return slots_[at] - 1;
    }
  }
}

void Variants::add_case(std::span<const Value> nodes, std::int64_t lasted_ms) {
  const std::uint32_t number = find(nodes, hash_of(nodes));
  Found& found = found_[number];
  ++found.cases;
  found.customers += found.in_line == lines_ ? 0 : 1;
  found.in_line = lines_;
  cases_.push_back({number, lasted_ms});
}

void Variants::add(CustomerId customer, Line line) {
  ++lines_;
  for (const Trace& trace : find_traces(rule_, customer, line)) {
    add_case(journey_engine::nodes_of(trace), trace.back().at_ms - trace.front().at_ms);
  }
}

void Variants::add(const ColumnLine& line, const TraceColumns& traces,
                   std::span<const TraceColumns::Case> cases) {
  ++lines_;
  for (const TraceColumns::Case& one : cases) {
    add_case(one.nodes,
             traces.at_ms(line, one.events.back()) - traces.at_ms(line, one.events.front()));
  }
}

void Variants::merge(const Variants& other) {
  std::vector<std::uint32_t> number_here;
  number_here.reserve(other.found_.size());
  for (const Found& from : other.found_) {
    number_here.push_back(find(other.nodes_of(from), from.hash));
    Found& to = found_[number_here.back()];
    to.cases += from.cases;
    to.customers += from.customers;
  }
  for (const Case& one : other.cases_) {
    cases_.push_back({number_here[one.variant], one.lasted_ms});
  }
}

std::vector<Variant> Variants::most_frequent(std::size_t count) const {
  std::vector<std::uint32_t> order(found_.size());
  std::iota(order.begin(), order.end(), 0);
  const std::size_t size = std::min(count, order.size());
  std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(size), order.end(),
                    [&](std::uint32_t a, std::uint32_t b) {
                      return found_[a].cases != found_[b].cases
                                 ? found_[a].cases > found_[b].cases
                                 : std::ranges::lexicographical_compare(nodes_of(found_[a]),
                                                                        nodes_of(found_[b]));
                    });
  std::vector<Variant> most(size);
  std::unordered_map<std::uint32_t, std::size_t> place_of;
  for (std::size_t i = 0; i < size; ++i) {
    const Found& found = found_[order[i]];
    const auto nodes = nodes_of(found);
    most[i] = {
        .nodes = {nodes.begin(), nodes.end()}, .cases = found.cases, .customers = found.customers};
    place_of[order[i]] = i;
  }
  for (const Case& one : cases_) {
    if (const auto place = place_of.find(one.variant); place != place_of.end()) {
      most[place->second].lasted_ms.add(one.lasted_ms);
    }
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
