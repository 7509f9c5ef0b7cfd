// PathTrie: paths that begin alike share their nodes, each of which counts the paths through it.
//
// Owned by one thread at a time. Node 0 is the root; a node comes behind its parent.
#pragma once

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
};

class PathTrie {
 public:
  struct Node {
    Value value = 0;
    std::uint32_t parent = 0;
    std::uint32_t depth = 0;
    PathCount count = {};
    std::uint64_t in_line = 0;  // For whom it was last counted up.
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
      Node& node = nodes_[at];
      ++node.count.paths;
      node.count.customers += node.in_line == lines_ ? 0 : 1;
      node.in_line = lines_;
    }
    nodes_[at].count.ended += depth > 0 && depth < nodes_max ? 1 : 0;
  }
  // Customers are in one of the two alone.
  void merge(const PathTrie& other);

  // With the root.
  [[nodiscard]] std::span<const Node> nodes() const { return nodes_; }
  // How many paths there are, each with a beginning of another.
  [[nodiscard]] std::size_t size() const { return nodes_.size() - 1; }
  // From the first node to this one.
  [[nodiscard]] std::vector<Value> prefix(std::uint32_t node) const;

 private:
  std::uint32_t child(std::uint32_t parent, Value value) {
    const std::uint32_t at = children_.of(std::uint64_t{parent} << 32U | value) + 1;
    if (at == nodes_.size()) {
      nodes_.push_back({.value = value, .parent = parent, .depth = nodes_[parent].depth + 1});
    }
    return at;
  }

  FlatIndex children_;
  std::vector<Node> nodes_ = {{}};
  std::uint64_t lines_ = 0;
};

}  // namespace throughline::journey_engine
