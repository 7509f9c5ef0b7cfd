#include "journey_engine/paths.h"

#include <algorithm>
#include <set>

namespace throughline::journey_engine {
namespace {

struct Walk {
  PathPrefix nodes = {};
  bool ended = false;
};

// Where the anchors of a trace are; for its edge, one place beyond it.
std::vector<std::size_t> find_anchors(const PathQuestion& question, CustomerId customer, Line line,
                                      const Trace& trace) {
  std::vector<std::size_t> anchors;
  for (std::size_t i = 0; i < trace.size(); ++i) {
    if (question.anchor.has(customer, line[trace[i].event])) {
      anchors.push_back(i);
      if (question.anchors == PathAnchors::first) {
        break;
      }
    }
  }
  return anchors;
}

template <class Iterator>
Walk walk(Iterator begin, const Iterator& end, std::size_t nodes_max) {
  Walk found;
  for (; begin != end && found.nodes.size() < nodes_max; ++begin) {
    found.nodes.push_back(begin->node);
  }
  found.ended = found.nodes.size() < nodes_max;
  return found;
}

struct Walks {
  std::vector<Walk> after = {};
  std::vector<Walk> before = {};
  std::uint64_t anchors = 0;
};

void add_walks(const PathQuestion& question, CustomerId customer, Line line, const Trace& trace,
               Walks& walks) {
  if (question.anchor_is_edge) {
    ++walks.anchors;
    walks.after.push_back(walk(trace.begin(), trace.end(), question.after));
    walks.before.push_back(walk(trace.rbegin(), trace.rend(), question.before));
    return;
  }
  for (const std::size_t anchor : find_anchors(question, customer, line, trace)) {
    ++walks.anchors;
    const auto behind = static_cast<std::ptrdiff_t>(trace.size() - 1 - anchor);
    walks.after.push_back(
        walk(trace.begin() + static_cast<std::ptrdiff_t>(anchor), trace.end(), question.after + 1));
    walks.before.push_back(walk(trace.rbegin() + behind, trace.rend(), question.before + 1));
  }
}

Walks find_walks(const PathQuestion& question, CustomerId customer, Line line) {
  Walks walks;
  for (const Trace& trace : find_traces(question.rule, customer, line)) {
    add_walks(question, customer, line, trace, walks);
  }
  return walks;
}

void add(PathTree& tree, const std::vector<Walk>& walks) {
  std::set<PathPrefix> mine;
  for (const Walk& walk : walks) {
    PathPrefix prefix;
    for (const Value node : walk.nodes) {
      prefix.push_back(node);
      PathCount& count = tree[prefix];
      ++count.paths;
      count.customers += mine.insert(prefix).second ? 1 : 0;
    }
    if (walk.ended && !prefix.empty()) {
      ++tree[prefix].ended;
    }
  }
}

void merge(PathTree& to, const PathTree& from) {
  for (const auto& [prefix, count] : from) {
    PathCount& sum = to[prefix];
    sum.paths += count.paths;
    sum.customers += count.customers;
    sum.ended += count.ended;
  }
}

}  // namespace

Result<void> check(const PathQuestion& question) {
  if (question.after > path_depth_max || question.before > path_depth_max) {
    return Error::invalid("Paths are followed for at most 20 steps to either side.");
  }
  return {};
}

void Paths::add(CustomerId customer, Line line) {
  const Walks walks = find_walks(question_, customer, line);
  anchors_ += walks.anchors;
  customers_ += walks.anchors > 0 ? 1 : 0;
  journey_engine::add(after_, walks.after);
  journey_engine::add(before_, walks.before);
}

void Paths::merge(const Paths& other) {
  customers_ += other.customers_;
  anchors_ += other.anchors_;
  journey_engine::merge(after_, other.after_);
  journey_engine::merge(before_, other.before_);
}

std::map<PathLink, std::uint64_t> links_of(const PathTree& tree) {
  std::map<PathLink, std::uint64_t> links;
  for (const auto& [prefix, count] : tree) {
    if (prefix.size() > 1) {
      const auto depth = static_cast<unsigned>(prefix.size() - 2);
      links[{depth, prefix[depth], prefix.back()}] += count.paths;
    }
  }
  return links;
}

std::vector<std::pair<PathPrefix, PathCount>> most_frequent(const PathTree& tree,
                                                            std::size_t length, std::size_t count) {
  std::vector<std::pair<PathPrefix, PathCount>> paths;
  for (const auto& entry : tree) {
    if (entry.first.size() == length) {
      paths.emplace_back(entry);
    }
  }
  // The tree is in the order of nodes, which equals keep.
  std::stable_sort(paths.begin(), paths.end(),
                   [](const auto& a, const auto& b) { return a.second.paths > b.second.paths; });
  paths.resize(std::min(paths.size(), count));
  return paths;
}

namespace {

bool goes_elsewhere(const Walk& walk, std::size_t length, const std::vector<Value>& nodes) {
  return walk.nodes.size() > length &&
         std::find(nodes.begin(), nodes.end(), walk.nodes[length]) == nodes.end();
}

}  // namespace

bool is_in(const PathCell& cell, const PathQuestion& question, CustomerId customer, Line line) {
  const Walks walks = find_walks(question, customer, line);
  const std::vector<Walk>& side = cell.before ? walks.before : walks.after;
  return std::any_of(side.begin(), side.end(), [&](const Walk& walk) {
    return walk.nodes.size() >= cell.prefix.size() &&
           std::equal(cell.prefix.begin(), cell.prefix.end(), walk.nodes.begin()) &&
           (!cell.ended || (walk.ended && walk.nodes.size() == cell.prefix.size())) &&
           (!cell.other_than || goes_elsewhere(walk, cell.prefix.size(), *cell.other_than));
  });
}

bool takes(const PathLink& link, bool before, const PathQuestion& question, CustomerId customer,
           Line line) {
  const Walks walks = find_walks(question, customer, line);
  const std::vector<Walk>& side = before ? walks.before : walks.after;
  return std::any_of(side.begin(), side.end(), [&](const Walk& walk) {
    return walk.nodes.size() > link.depth + 1 && walk.nodes[link.depth] == link.from &&
           walk.nodes[link.depth + 1] == link.to;
  });
}

}  // namespace throughline::journey_engine
