#include "journey_engine/path_trie.h"

namespace throughline::journey_engine {

std::uint32_t PathTrie::find_first(Value value) {
  const std::uint32_t at = find_child(0, value);
  if (value < firsts_max) {
    firsts_.resize(std::max<std::size_t>(firsts_.size(), value + 1));
    firsts_[value] = at;
  }
  return at;
}

void PathTrie::merge(const PathTrie& other) {
  std::vector<std::uint32_t> here(other.nodes_.size());
  for (std::size_t i = 1; i < other.nodes_.size(); ++i) {
    const Node& from = other.nodes_[i];
    here[i] = child(here[from.parent], from.value);
    const PathCount& count = other.counts_[i].count;
    PathCount& to = counts_[here[i]].count;
    to.paths += count.paths;
    to.customers += count.customers;
    to.ended += count.ended;
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
