#include "journey_engine/map_counts.h"

#include <algorithm>
#include <numeric>

#include "base/assert.h"
#include "journey_engine/step_keys.h"

namespace throughline::journey_engine {
namespace {

// Of eight bytes each; beyond it the durations alone are kept.
constexpr std::uint64_t events_max = std::uint64_t{1} << 28U;

// All edges that there may be are looked through: beyond so many, or so many for each event,
// following each case takes less time.
constexpr std::uint64_t edges_always = std::uint64_t{1} << 18U;
constexpr std::uint64_t edges_for_event = 8;

// Beside where a step led.
constexpr std::uint32_t another_case = 0x4000;
constexpr std::uint32_t another_customer = 0x8000;

}  // namespace

std::string why_no_streams(const TraceRule& rule, std::size_t codes, std::uint64_t events) {
  if (std::string because = why_no_columns(rule); !because.empty()) {
    return because;
  }
  if (!takes_all_events(rule)) {
    return "not every event is a step";
  }
  if (codes == 0 || codes > step_codes_max) {
    return "there are too many names";
  }
  if (events > events_max) {
    return "there are too many events";
  }
  const std::uint64_t edges = std::uint64_t{codes} * codes;
  return edges > edges_always && edges > events * edges_for_event ? "there are few events" : "";
}

MapCounts::MapCounts(const TraceRule& rule, std::uint32_t codes)
    : rule_(rule), codes_(codes), wide_(codes), nodes_(codes), visits_(codes) {}

MapCounts::MapCounts(const MapCounts& other) : MapCounts(other.rule_, other.codes_) {
  TL_ASSERT(other.events_ == 0 && other.right_);
}

Kernel MapCounts::kernel() const {
  return vector_kernel("map_streams");
}

void MapCounts::add(CustomerId /*customer*/, Line /*line*/) {
  TL_ASSERT(false && "maps are counted from columns");
}

// A line some of whose times are not in the columns.
void MapCounts::correct_far(const Columns& columns, const ColumnLine& line) {
  for (std::uint32_t event = line.first + 1; event < line.last; ++event) {
    if (!marks_.begins(event)) {
      const std::int64_t ms = far_at_ms(columns, event) - far_at_ms(columns, event - 1);
      took_[event - steps_.first] =
          static_cast<std::uint32_t>(std::min<std::int64_t>(ms, step_ms_max));
    }
  }
}

void MapCounts::note_wide(const Columns& columns, const ColumnLine& line) {
  for (std::uint32_t event = line.first; event < line.last; ++event) {
    if (took_[event - steps_.first] == step_ms_max) {
      wide_[columns.code(event - 1)].push_back(
          {columns.code(event),
           at_ms_of(columns, line, event) - at_ms_of(columns, line, event - 1)});
    }
  }
}

void MapCounts::add_steps_of_one_case(const ColumnLine& line) {
  StepStreams& streams = *own_;
  auto* const ends = streams.ends();
  const std::uint32_t here = ++case_;
  const std::uint32_t* const keys = keys_.data() - steps_.first;
  const std::uint32_t* const took = took_.data() - steps_.first;
  for (std::uint32_t event = line.first; event < line.last; ++event) {
    const std::uint32_t key = keys[event];
    auto& end = ends[key >> step_from_shift];
    const std::uint32_t another = end.mark == here ? 0 : another_customer;
    end.mark = here;
    streams.push(end, (key & 0xffff) | another, took[event]);
  }
}

void MapCounts::add_steps(const ColumnLine& line) {
  auto* const ends = own_->ends();
  const std::uint32_t first_case = case_ + 1;
  for (std::uint32_t event = line.first; event < line.last; ++event) {
    const std::uint32_t key = keys_[event - steps_.first];
    case_ += marks_.begins(event) ? 1 : 0;
    auto& end = ends[key >> step_from_shift];
    const std::uint32_t another =
        (end.mark == case_ ? 0 : another_case) | (end.mark >= first_case ? 0 : another_customer);
    end.mark = case_;
    own_->push(end, (key & 0xffff) | another, took_[event - steps_.first]);
  }
}

// Without branches: whether a node comes again is as good as chance.
template <class Code>
void MapCounts::add_nodes(const ColumnLine& line, const Code* codes) {
  std::uint32_t in_case = case_;
  const std::uint32_t first_case = case_ + 1;
  for (std::uint32_t event = line.first; event < line.last; ++event) {
    in_case += marks_.begins(event) ? 1 : 0;
    Visit& visit = visits_[codes[event]];
    Node& node = nodes_[codes[event]];
    const std::uint32_t again = visit.in_case == in_case ? 1 : 0;
    node.cases += again ^ 1U;
    node.customers += visit.in_case < first_case ? 1 : 0;
    node.rework_cases += again & ~visit.again;
    visit = {in_case, again};
  }
}

// Lines whose steps are found at once, so that they are still in the cache when they are added.
template <class Code>
void MapCounts::add_group(const Columns& columns, std::span<const ColumnLine> lines,
                          const Code* codes) {
  steps_.first = lines.front().first / 64 * 64;
  steps_.last = lines.back().last;
  const std::size_t size = steps_.last - steps_.first;
  keys_.resize(std::max(keys_.size(), size));
  took_.resize(keys_.size());
  steps_.keys = keys_.data();
  steps_.took_ms = took_.data();
  const StepBounds bounds = find_steps(columns, codes_, marks_.words(), steps_);
  right_ = right_ && bounds.highest_code < codes_;
  if (!right_) {
    return;
  }
  for (const ColumnLine& line : lines) {
    if (line.far) {
      correct_far(columns, line);
    }
    if (line.far || bounds.longest_ms == step_ms_max) {
      note_wide(columns, line);
    }
    if (rule_.cases.per_session) {
      add_nodes(line, codes);
      add_steps(line);
    } else {
      seen_->add(std::span(codes + line.first, line.last - line.first));
      add_steps_of_one_case(line);
    }
    for (std::uint32_t first = line.first; first < line.last;) {
      const std::uint32_t last =
          rule_.cases.per_session ? marks_.next(first + 1, line.last) : line.last;
      lasted_ms_.add(at_ms_of(columns, line, last - 1) - at_ms_of(columns, line, first));
      first = last;
    }
    events_ += line.last - line.first;
  }
}

template <class Code>
void MapCounts::add_lines(const Columns& columns, const Code* codes) {
  constexpr std::uint32_t events_at_once = 4'096;
  const auto lines = marks_.lines();
  for (std::size_t begin = 0; begin < lines.size();) {
    std::size_t end = begin + 1;
    while (end < lines.size() && lines[end].last - lines[begin].first <= events_at_once) {
      ++end;
    }
    add_group(columns, lines.subspan(begin, end - begin), codes);
    begin = end;
  }
}

std::uint64_t MapCounts::add(const Columns& columns, const LookedAt& looked) {
  if (own_ == nullptr) {
    own_ = std::make_shared<StepStreams>(nodes());
    streams_.push_back(own_);
    if (!rule_.cases.per_session) {
      seen_.emplace(codes_);
    }
  }
  marks_.read(columns, looked, rule_.cases);
  if (columns.codes8 != nullptr) {
    add_lines(columns, columns.codes8);
  } else if (columns.codes16 != nullptr) {
    add_lines(columns, columns.codes16);
  } else {
    add_lines(columns, columns.codes32);
  }
  customers_ += marks_.lines().size();
  return marks_.lines().size();
}

std::vector<MapCounts::Node> MapCounts::counted_nodes() const {
  std::vector<Node> nodes = nodes_;
  if (seen_) {
    const auto lines = seen_->lines();
    const auto twice = seen_->lines_with_two();
    for (std::size_t node = 0; node < nodes.size(); ++node) {
      nodes[node].cases += lines[node];
      nodes[node].customers += lines[node];
      nodes[node].rework_cases += twice[node];
    }
  }
  return nodes;
}

void MapCounts::merge(const MapCounts& other) {
  right_ = right_ && other.right_;
  customers_ += other.customers_;
  events_ += other.events_;
  lasted_ms_.merge(other.lasted_ms_);
  streams_.insert(streams_.end(), other.streams_.begin(), other.streams_.end());
  const std::vector<Node> others = other.counted_nodes();
  for (std::size_t node = 0; node < nodes_.size(); ++node) {
    nodes_[node].cases += others[node].cases;
    nodes_[node].customers += others[node].customers;
    nodes_[node].rework_cases += others[node].rework_cases;
    wide_[node].insert(wide_[node].end(), other.wide_[node].begin(), other.wide_[node].end());
  }
}

// Counts the steps from a node and puts their durations in the order of where they led.
template <bool per_session>
void MapCounts::sort_steps(Value node, Worker& worker) const {
  worker.edges.assign(codes_, {});
  worker.counts.assign(codes_, 0);
  std::uint32_t* const counts = worker.counts.data();
  for (const auto& streams : streams_) {
    streams->visit(node, [&](const StepStreams::Chunk& chunk, std::size_t size) {
      for (std::size_t i = 0; i < size; ++i) {
        ++counts[chunk.to[i] & step_to_mask];
      }
    });
  }
  if (node == codes_) {
    return;
  }
  worker.ends.resize(codes_);
  std::uint32_t steps = 0;
  for (Value to = 0; to < codes_; ++to) {
    worker.ends[to] = steps;
    steps += counts[to];
  }
  worker.took_ms.resize(std::max<std::size_t>(worker.took_ms.size(), steps + 1));
  std::uint32_t* const took_ms = worker.took_ms.data();
  std::uint32_t* const ends = worker.ends.data();
  Edge* const edges = worker.edges.data();
  std::uint32_t here = 0;
  std::uint32_t first_case = 0;
  for (const auto& streams : streams_) {
    streams->visit(node, [&](const StepStreams::Chunk& chunk, std::size_t size) {
      for (std::size_t i = 0; i < size; ++i) {
        const std::uint32_t step = chunk.to[i];
        const std::uint32_t to = step & step_to_mask;
        const std::uint32_t took = chunk.took_ms[i];
        Edge& edge = edges[to];
        edge.back_and_forth += step / step_and_back % 2;
        if constexpr (per_session) {
          here += step / another_case % 2;
          first_case = step >= another_customer ? here : first_case;
          edge.customers += edge.last_case < first_case ? 1 : 0;
        } else {
          here += step / another_customer;
        }
        edge.cases += edge.last_case == here ? 0 : 1;
        edge.last_case = here;
        took_ms[ends[to]] = took;
        ends[to] += took == step_ms_max ? 0 : 1;
      }
    });
  }
}

std::vector<EdgeFigures> MapCounts::edges_from(Value node, Worker& worker) const {
  constexpr double p90 = 0.9;
  if (rule_.cases.per_session) {
    sort_steps<true>(node, worker);
  } else {
    sort_steps<false>(node, worker);
  }
  std::vector<EdgeFigures> figures;
  std::uint32_t begin = 0;
  for (Value to = 0; to < codes_; ++to) {
    const Edge& edge = worker.edges[to];
    const std::uint32_t count = worker.counts[to];
    if (count == 0) {
      continue;
    }
    EdgeFigures& here = figures.emplace_back(
        EdgeFigures{.step = {node, to},
                    .count = count,
                    .counts = {.cases = edge.cases,
                               .customers = rule_.cases.per_session ? edge.customers : edge.cases,
                               .back_and_forth = edge.back_and_forth}});
    if (node == codes_) {
      continue;  // It takes no time to begin.
    }
    const std::span<const std::uint32_t> took(worker.took_ms.data() + begin,
                                              worker.ends[to] - begin);
    begin += count;
    if (took.size() == count) {
      here.mean_ms = stats::mean_of(took);
      here.median_ms = stats::quantile_of(took, 0.5, worker.scratch);
      here.p90_ms = stats::quantile_of(took, p90, worker.scratch);
    } else {
      stats::Sample sample;
      sample.add(took);
      for (const Wide& wide : wide_[node]) {
        if (wide.to == to) {
          sample.add(wide.ms);
        }
      }
      here.mean_ms = sample.mean();
      here.median_ms = sample.median();
      here.p90_ms = sample.quantile(p90);
    }
  }
  return figures;
}

MapFigures MapCounts::figures(std::span<const std::vector<EdgeFigures>> edges) const {
  MapFigures all{.customers = customers_, .events = events_, .lasted_ms = lasted_ms_};
  std::vector<MapNode> nodes(codes_);
  const std::vector<Node> counted = counted_nodes();
  for (Value node = 0; node < codes_; ++node) {
    nodes[node].cases = counted[node].cases;
    nodes[node].customers = counted[node].customers;
    nodes[node].rework_cases = counted[node].rework_cases;
  }
  for (std::size_t from = 0; from < edges.size(); ++from) {
    for (const EdgeFigures& edge : edges[from]) {
      nodes[edge.step.to].events += edge.count;
      if (from == codes_) {
        nodes[edge.step.to].starts += edge.count;
      }
    }
  }
  for (Value node = 0; node < codes_; ++node) {
    nodes[node].ends = std::accumulate(
        edges[node].begin(), edges[node].end(), nodes[node].events,
        [](std::uint64_t left, const EdgeFigures& edge) { return left - edge.count; });
    all.edges.insert(all.edges.end(), edges[node].begin(), edges[node].end());
    if (nodes[node].events != 0) {
      all.nodes.emplace(node, nodes[node]);
    }
  }
  return all;
}

}  // namespace throughline::journey_engine
