#include "journey_engine/paths.h"

#include <algorithm>
#include <iterator>

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

void add(PathTrie& trie, const std::vector<Walk>& walks) {
  trie.next_customer();
  for (const Walk& walk : walks) {
    trie.add(walk.nodes.begin(), walk.nodes.end(), walk.nodes.size() + (walk.ended ? 1 : 0));
  }
}

}  // namespace

Result<void> check(const PathQuestion& question) {
  if (question.after > path_depth_max || question.before > path_depth_max) {
    return Error::invalid("Paths are followed for at most 20 steps to either side.");
  }
  return {};
}

bool begins_at_each_step(const PathQuestion& question) {
  return !question.anchor_is_edge && question.anchors == PathAnchors::every &&
         question.anchor.is_any_code() && !question.anchor.has_test();
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
  after_.merge(other.after_);
  before_.merge(other.before_);
}

Kernel Paths::kernel() const {
  std::string because = why_no_columns(question_.rule);
  return because.empty() ? Kernel{.name = "trace_columns"} : lines_kernel(std::move(because));
}

void Paths::add_anchors(const Columns& columns, const ColumnLine& line,
                        std::span<const TraceColumns::Case> cases,
                        std::vector<Anchor>& anchors) const {
  for (std::size_t c = 0; c < cases.size(); ++c) {
    const TraceColumns::Case& one = cases[c];
    for (std::size_t i = 0; i < one.nodes.size(); ++i) {
      if (!question_.anchor_is_edge &&
          (!question_.anchor.may_have(one.nodes[i]) ||
           !question_.anchor.passes(columns.ids[line.customer],
                                    event_of(columns, line, one.events[i])))) {
        continue;
      }
      anchors.push_back({c, i});
      if (question_.anchor_is_edge || question_.anchors == PathAnchors::first) {
        break;
      }
    }
  }
}

void Paths::add_found(std::span<const TraceColumns::Case> cases, std::span<const Anchor> anchors) {
  ++customers_;
  anchors_ += anchors.size();
  after_.next_customer();
  before_.next_customer();
  for (const Anchor& anchor : anchors) {
    const auto& nodes = cases[anchor.in_case].nodes;
    if (question_.anchor_is_edge) {
      after_.add(nodes.begin(), nodes.end(), question_.after);
      before_.add(nodes.rbegin(), nodes.rend(), question_.before);
    } else {
      const auto at = nodes.begin() + static_cast<std::ptrdiff_t>(anchor.step);
      after_.add(at, nodes.end(), question_.after + 1);
      before_.add(std::make_reverse_iterator(at + 1), nodes.rend(), question_.before + 1);
    }
  }
}

// Where every step of a case begins a path.
template <class Code>
void Paths::add_from_each(const ColumnLine& line, const TraceColumns& traces, const Code* codes,
                          std::vector<std::uint32_t>& ends) {
  const std::uint32_t steps = line.last - line.first;
  ends.resize(std::max<std::size_t>(ends.size(), steps));
  traces.visit_parts(line, [&](std::uint32_t first, std::uint32_t last) {
    std::fill(ends.begin() + (first - line.first), ends.begin() + (last - line.first),
              last - line.first);
  });
  ++customers_;
  anchors_ += steps;
  after_.next_customer();
  after_.add_from_each(
      steps, [&](std::size_t step) { return Value{codes[line.first + step]}; },
      [&](std::size_t step) { return ends[step]; }, question_.after + 1);
  // Backwards, the last step is the first.
  before_.next_customer();
  traces.visit_parts(line, [&](std::uint32_t first, std::uint32_t last) {
    std::fill(ends.begin() + (line.last - last), ends.begin() + (line.last - first),
              line.last - first);
  });
  before_.add_from_each(
      steps, [&](std::size_t step) { return Value{codes[line.last - 1 - step]}; },
      [&](std::size_t step) { return ends[step]; }, question_.before + 1);
}

std::uint64_t Paths::add(const Columns& columns, const LookedAt& looked) {
  TraceColumns traces(question_.rule);
  if (!traces.takes_all() || !begins_at_each_step(question_)) {
    return add_divided(columns, looked,
                       [this](const Columns&, std::size_t, std::size_t) { return this; });
  }
  traces.read(columns);
  std::uint64_t customers = 0;
  std::vector<std::uint32_t> ends;
  visit_lines(columns, looked, [&](const ColumnLine& line) {
    ++customers;
    if (columns.codes8 != nullptr) {
      add_from_each(line, traces, columns.codes8, ends);
    } else if (columns.codes16 != nullptr) {
      add_from_each(line, traces, columns.codes16, ends);
    } else {
      add_from_each(line, traces, columns.codes32, ends);
    }
  });
  return customers;
}

std::uint64_t Paths::add_divided(const Columns& columns, const LookedAt& looked,
                                 const ReportOf<Paths>& report_of) {
  std::uint64_t customers = 0;
  TraceColumns traces(question_.rule);
  traces.read(columns);
  std::vector<Anchor> anchors;
  visit_lines(columns, looked, [&](const ColumnLine& line) {
    ++customers;
    const auto& cases = traces.find(line);
    anchors.clear();
    add_anchors(columns, line, cases, anchors);
    if (anchors.empty()) {
      return;
    }
    const Anchor& first = anchors.front();
    if (Paths* const report =
            report_of(columns, line.customer, cases[first.in_case].events[first.step])) {
      report->add_found(cases, anchors);
    }
  });
  return customers;
}

PathTree tree_of(const PathTrie& trie) {
  PathTree tree;
  for (std::uint32_t node = 1; node < trie.nodes().size(); ++node) {
    tree.emplace(trie.prefix(node), trie.count_of(node));
  }
  return tree;
}

std::map<PathLink, std::uint64_t> links_of(const PathTrie& trie) {
  std::vector<FlatIndex> indexes;  // By depth.
  std::vector<std::vector<std::uint64_t>> paths;
  for (std::uint32_t place = 1; place < trie.nodes().size(); ++place) {
    const PathTrie::Node& node = trie.nodes()[place];
    if (node.depth < 2) {
      continue;
    }
    const std::size_t depth = node.depth - 2;
    indexes.resize(std::max(indexes.size(), depth + 1));
    paths.resize(indexes.size());
    const Value from = trie.nodes()[node.parent].value;
    const std::uint32_t link = indexes[depth].of(std::uint64_t{from} << 32U | node.value);
    paths[depth].resize(indexes[depth].size());
    paths[depth][link] += trie.count_of(place).paths;
  }
  std::map<PathLink, std::uint64_t> links;
  for (unsigned depth = 0; depth < indexes.size(); ++depth) {
    for (std::uint32_t link = 0; link < paths[depth].size(); ++link) {
      const std::uint64_t key = indexes[depth].key(link);
      links[{depth, static_cast<Value>(key >> 32U), static_cast<Value>(key)}] = paths[depth][link];
    }
  }
  return links;
}

std::vector<std::pair<PathPrefix, PathCount>> most_frequent(const PathTrie& trie,
                                                            std::size_t length, std::size_t count) {
  const auto nodes = trie.nodes();
  std::vector<std::uint32_t> order;
  for (std::uint32_t node = 1; node < nodes.size(); ++node) {
    if (nodes[node].depth == length) {
      order.push_back(node);
    }
  }
  const std::size_t size = std::min(count, order.size());
  std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(size), order.end(),
                    [&](std::uint32_t a, std::uint32_t b) {
                      const std::uint64_t of_a = trie.count_of(a).paths;
                      const std::uint64_t of_b = trie.count_of(b).paths;
                      return of_a != of_b ? of_a > of_b : trie.prefix(a) < trie.prefix(b);
                    });
  std::vector<std::pair<PathPrefix, PathCount>> paths;
  for (std::size_t i = 0; i < size; ++i) {
    paths.emplace_back(trie.prefix(order[i]), trie.count_of(order[i]));
  }
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
