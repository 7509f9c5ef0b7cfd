// PathTrie: paths that begin alike share their nodes, each of which counts the paths through it.
//
// Owned by one thread at a time. Node 0 is the root; a node comes behind its parent.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "journey_engine/event_set.h"
#include "journey_engine/flat_index.h"

namespace throughline::journey_engine {

struct PathCount {
  std::uint64_t paths = 0;
  std::uint64_t customers = 0;
  std::uint64_t ended = 0;  // Paths for which the case has no further step, though depth is left.
  bool operator==(const PathCount&) const = default;
};

class PathTrie {
 public:
  struct Node {
    Value value = 0;
    std::uint32_t parent = 0;
    std::uint32_t depth = 0;
  };

  // The paths from now on are another customer's.
  void next_customer() { ++lines_; }
  // A path of at most so many nodes, of which these are the first.
  template <class Iterator>
  void add(Iterator begin, const Iterator& end, std::size_t nodes_max) {
    std::uint32_t at = 0;
    std::size_t depth = 0;
    for (; begin != end && depth < nodes_max; ++begin, ++depth) {
      at = child(at, *begin);
      count(at);
    }
    counts_[at].count.ended += depth > 0 && depth < nodes_max ? 1 : 0;
  }
  // One from each of these steps on: value_of(step), and behind its last step end_of(step), which
  // never decreases. All at once, each depth after the one before, so that the memory which one
  // needs comes while the others are counted.
  template <class ValueOf, class EndOf>
  void add_from_each(std::size_t steps, const ValueOf& value_of, const EndOf& end_of,
                     std::size_t nodes_max);
  // Customers are in one of the two alone.
  void merge(const PathTrie& other);

  // The root is 0; a node comes behind its parent.
  [[nodiscard]] std::span<const Node> nodes() const { return nodes_; }
  [[nodiscard]] const PathCount& count_of(std::uint32_t node) const { return counts_[node].count; }
  // How many paths there are, each with a beginning of another.
  [[nodiscard]] std::size_t size() const { return nodes_.size() - 1; }
  // From the first node to this one.
  [[nodiscard]] std::vector<Value> prefix(std::uint32_t node) const;

 private:
  struct Counts {
    PathCount count = {};
    std::uint64_t in_line = 0;  // For whom it was last counted up.
  };
  struct Walk {
    std::uint32_t step = 0;  // Where it began.
    std::uint32_t end = 0;
    std::uint32_t at = 0;
  };
  static constexpr std::size_t firsts_max = 65'536;

  static std::uint64_t key_of(std::uint32_t parent, Value value) {
    return std::uint64_t{parent} << 32U | value;
  }
  // Paths begin in few nodes: these are not looked up by their keys.
  std::uint32_t first(Value value) {
    return value < firsts_.size() && firsts_[value] != 0 ? firsts_[value] : find_first(value);
  }
  std::uint32_t find_first(Value value);
  std::uint32_t child(std::uint32_t parent, Value value) {
    return parent == 0 ? first(value) : find_child(parent, value);
  }
  std::uint32_t find_child(std::uint32_t parent, Value value) {
    const std::uint32_t at = children_.of(key_of(parent, value)) + 1;
    if (at == nodes_.size()) {
      nodes_.push_back({.value = value, .parent = parent, .depth = nodes_[parent].depth + 1});
      counts_.emplace_back();
    }
    return at;
  }
  void count(std::uint32_t node) {
    Counts& counts = counts_[node];
    ++counts.count.paths;
    counts.count.customers += counts.in_line == lines_ ? 0 : 1;
    counts.in_line = lines_;
  }

  FlatIndex children_;
  std::vector<std::uint32_t> firsts_;  // By value; 0: none yet.
  std::vector<Node> nodes_ = {{}};
  std::vector<Counts> counts_ = {{}};
  std::vector<Walk> walks_;  // That are followed together.
  std::uint64_t lines_ = 0;
};

template <class ValueOf, class EndOf>
void PathTrie::add_from_each(std::size_t steps, const ValueOf& value_of, const EndOf& end_of,
                             std::size_t nodes_max) {
  if (nodes_max == 0) {
    return;
  }
  walks_.resize(std::max(walks_.size(), steps));
  for (std::size_t step = 0; step < steps; ++step) {
    walks_[step] = {.step = static_cast<std::uint32_t>(step),
                    .end = static_cast<std::uint32_t>(end_of(step)),
                    .at = first(value_of(step))};
    count(walks_[step].at);
  }
  std::size_t walking = steps;
  for (std::size_t depth = 1; depth < nodes_max; ++depth) {
    // Who goes on moves to the front. Without branches: where cases end is as good as chance.
    std::size_t going = 0;
    for (std::size_t i = 0; i < walking; ++i) {
      const Walk walk = walks_[i];
      const bool goes_on = walk.step + depth < walk.end;
      counts_[walk.at].count.ended += goes_on ? 0 : 1;
      walks_[going] = walk;
      going += goes_on ? 1 : 0;
    }
    walking = going;
    for (std::size_t i = 0; i < walking; ++i) {
      children_.expect(key_of(walks_[i].at, value_of(walks_[i].step + depth)));
    }
    for (std::size_t i = 0; i < walking; ++i) {
      Walk& walk = walks_[i];
      walk.at = find_child(walk.at, value_of(walk.step + depth));
      __builtin_prefetch(&counts_[walk.at], 1);
    }
    for (std::size_t i = 0; i < walking; ++i) {
      count(walks_[i].at);
    }
  }
}

}  // namespace throughline::journey_engine
