#include "http/route_tree.h"

#include <algorithm>

#include "base/assert.h"
#include "base/text.h"

namespace throughline::http {

void RouteTree::add(std::string_view method, std::string_view pattern, std::size_t index) {
  TL_ASSERT(pattern.starts_with('/'));
  Leaf leaf = {std::string(method), index, {}};
  Node* node = &root_;
  bool rest = false;
  for (const std::string_view segment : split(pattern.substr(1), '/')) {
    TL_ASSERT(!rest);
    if (!segment.starts_with('{')) {
      node = &node->literals[std::string(segment)];
      continue;
    }
    TL_ASSERT(segment.ends_with('}'));
    std::string_view name = segment.substr(1, segment.size() - 2);
    rest = name.ends_with("...");
    if (rest) {
      name.remove_suffix(3);
    } else {
      if (!node->parameter) {
        node->parameter = std::make_unique<Node>();
      }
      node = node->parameter.get();
    }
    TL_ASSERT(!name.empty());
    leaf.names.emplace_back(name);
  }
  std::vector<Leaf>& leaves = rest ? node->rest : node->leaves;
  TL_ASSERT(
      std::ranges::none_of(leaves, [&](const Leaf& other) { return other.method == method; }));
  leaves.push_back(std::move(leaf));
}

RouteTree::Match RouteTree::find(std::string_view method, std::string_view path) const {
  Match match;
  if (path.starts_with('/')) {
    search(root_, method, path.substr(1), false, match);
  }
  return match;
}

bool RouteTree::take(const std::vector<Leaf>& leaves, std::string_view method, Match& match) {
  const auto found =
      std::ranges::find_if(leaves, [&](const Leaf& leaf) { return leaf.method == method; });
  if (found == leaves.end()) {
    return false;
  }
  match.index = found->index;
  match.names = &found->names;
  return true;
}

// `path` is what follows the node's slash; `ended` says that there was none.
bool RouteTree::search(const Node& node, std::string_view method, std::string_view path, bool ended,
                       Match& match) {
  if (ended) {
    if (take(node.leaves, method, match)) {
      return true;
    }
    for (const Leaf& leaf : node.leaves) {
      match.allowed.push_back(leaf.method);
    }
    return false;
  }
  const std::size_t slash = path.find('/');
  const std::string_view segment = path.substr(0, slash);
  const bool last = slash == std::string_view::npos;
  const std::string_view after = last ? std::string_view() : path.substr(slash + 1);
  if (const auto literal = node.literals.find(segment);
      literal != node.literals.end() && search(literal->second, method, after, last, match)) {
    return true;
  }
  if (node.parameter && !segment.empty()) {
    match.values.push_back(segment);
    if (search(*node.parameter, method, after, last, match)) {
      return true;
    }
    match.values.pop_back();
  }
  if (take(node.rest, method, match)) {
    match.values.push_back(path);
    return true;
  }
  return false;
}

}  // namespace throughline::http
