// Paths: what people do after something, before it, or around it, as a tree of steps.
//
// A path begins at an anchor: an event of a set, or the edge of a case. From there it goes on
// through the steps of the same case, up to a depth. Each node of the tree is a path so far; its
// count is that of the paths which go through it. Parts may be added on different threads and
// merged in any order. Owned by one thread at a time.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "base/result.h"
#include "journey_engine/kernel.h"
#include "journey_engine/path_trie.h"
#include "journey_engine/trace.h"
#include "journey_engine/trace_columns.h"

namespace throughline::journey_engine {

constexpr unsigned path_depth_max = 20;

enum class PathAnchors { first, every };  // Of a case.

struct PathQuestion {
  TraceRule rule = {};
  EventSet anchor = {};
  bool anchor_is_edge = false;  // Then instead: before the first step, and behind the last one.
  PathAnchors anchors = PathAnchors::first;
  // How many steps after the anchor are followed, and how many before it: from, to, or through.
  unsigned after = 5;
  unsigned before = 0;
};
Result<void> check(const PathQuestion& question);
// Whether every step of a case begins a path.
bool begins_at_each_step(const PathQuestion& question);

// The nodes from the anchor on, the anchor's own first (unless it is the edge of the case); where
// the path leads before the anchor, backwards in time.
using PathPrefix = std::vector<Value>;

using PathTree = std::map<PathPrefix, PathCount>;

// From a node at a depth (0 is the anchor) to one at the next.
struct PathLink {
  unsigned depth = 0;
  Value from = 0;
  Value to = 0;
  auto operator<=>(const PathLink&) const = default;
};

class Paths {
 public:
  // The question must outlive the paths.
  explicit Paths(const PathQuestion& question) : question_(question) {}

  void add(CustomerId customer, Line line);
  void merge(const Paths& other);
  [[nodiscard]] Kernel kernel() const;
  // The same as add() of each line, where the kernel reads columns. Says how many customers there
  // are.
  std::uint64_t add(const Columns& columns, const LookedAt& looked);
  // The same, but each customer goes into the report of their first anchor, or of their first node
  // where the edge of the case is the anchor.
  std::uint64_t add_divided(const Columns& columns, const LookedAt& looked,
                            const ReportOf<Paths>& report_of);

  [[nodiscard]] std::uint64_t customers() const { return customers_; }
  // How many anchors were found, each the root of one path.
  [[nodiscard]] std::uint64_t anchors() const { return anchors_; }
  [[nodiscard]] const PathTrie& after() const { return after_; }
  [[nodiscard]] const PathTrie& before() const { return before_; }

 private:
  // The case and the step in it.
  struct Anchor {
    std::size_t in_case = 0;
    std::size_t step = 0;
  };
  void add_anchors(const Columns& columns, const ColumnLine& line,
                   std::span<const TraceColumns::Case> cases, std::vector<Anchor>& anchors) const;
  template <class Code>
  void add_from_each(const ColumnLine& line, const TraceColumns& traces, const Code* codes,
                     std::vector<std::uint32_t>& ends);
  void add_found(std::span<const TraceColumns::Case> cases, std::span<const Anchor> anchors);

  const PathQuestion& question_;
  std::uint64_t customers_ = 0;
  std::uint64_t anchors_ = 0;
  PathTrie after_;
  PathTrie before_;
};

// Every path with its count.
PathTree tree_of(const PathTrie& trie);

// A tree as the links of a Sankey diagram: paths that share a node at a depth flow together.
std::map<PathLink, std::uint64_t> links_of(const PathTrie& trie);
// The paths of exactly `length` nodes that most go through; equals in the order of their nodes.
std::vector<std::pair<PathPrefix, PathCount>> most_frequent(const PathTrie& trie,
                                                            std::size_t length, std::size_t count);

struct PathCell {
  PathPrefix prefix = {};
  bool before = false;
  bool ended = false;  // Only those for whom it ends there.
  // Where it is set: only those who go on from there, and to none of these.
  std::optional<std::vector<Value>> other_than = {};
};
bool is_in(const PathCell& cell, const PathQuestion& question, CustomerId customer, Line line);
// Who has a path over this link.
bool takes(const PathLink& link, bool before, const PathQuestion& question, CustomerId customer,
           Line line);

}  // namespace throughline::journey_engine
