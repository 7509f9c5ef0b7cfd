// RouteTree: the patterns of all routes as one tree of path segments, so that finding a route costs
// the length of the path and not the number of routes.
//
// A literal segment wins over {name}, and {name} over {name...}. Filled once, then only read.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace throughline::http {

class RouteTree {
 public:
  // `index` is what `find` gives back. A second pattern of the same shape and method is a bug, and
  // so is a {name...} that is not last or a pattern that does not start with '/'.
  void add(std::string_view method, std::string_view pattern, std::size_t index);

  struct Match {
    static constexpr std::size_t nothing = static_cast<std::size_t>(-1);
    std::size_t index = nothing;
    // Still percent-encoded: an encoded slash is part of its segment.
    std::vector<std::string_view> values = {};
    const std::vector<std::string>* names = nullptr;  // As many as values.
    // Where no route has the method: the methods of the patterns without {name...} that match.
    std::vector<std::string_view> allowed = {};
  };
  [[nodiscard]] Match find(std::string_view method, std::string_view path) const;

 private:
  struct Leaf {
    std::string method;
    std::size_t index;
    std::vector<std::string> names;
  };
  struct Node {
    std::map<std::string, Node, std::less<>> literals = {};
    std::unique_ptr<Node> parameter = {};
    std::vector<Leaf> leaves = {};  // The path ends here.
    std::vector<Leaf> rest = {};    // Whatever follows, nothing included.
  };
  static bool search(const Node& node, std::string_view method, std::string_view path, bool ended,
                     Match& match);
  static bool take(const std::vector<Leaf>& leaves, std::string_view method, Match& match);

  Node root_;
};

}  // namespace throughline::http
