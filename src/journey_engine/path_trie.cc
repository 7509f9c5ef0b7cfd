#include "journey_engine/path_trie.h"

namespace throughline::journey_engine {

void PathTrie::merge(const PathTrie& other) {
  std::vector<std::uint32_t> here(other.nodes_.size());
  for (std::size_t i = 1; i < other.nodes_.size(); ++i) {
    const Node& from = other.nodes_[i];
    here[i] = child(here[from.parent], from.value);
    PathCount& to = nodes_[here[i]].count;
    to.paths += from.count.paths;
    to.customers += from.count.customers;
    to.ended += from.count.ended;
  }
}

std::vector<Value> PathTrie::prefix(std::uint32_t node) const {
  std::vector<Value> prefix(nodes_[node].depth);
  for (std::size_t i = prefix.size(); i-- > 0; node = nodes_[node].parent) {
    prefix[i] = nodes_[node].value;
  }
  return prefix;
}

}  // namespace throughline::journey_engine
