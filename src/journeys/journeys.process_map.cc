#include <array>
#include <map>
#include <set>

#include "journey_engine/map_counts.h"
#include "journey_engine/map_detail.h"
#include "journey_engine/process_map.h"
#include "journey_engine/variants.h"
#include "journeys/journeys.answers.h"
#include "journeys/journeys.frame.h"
#include "journeys/process_map_view.h"

namespace throughline::journeys {

using journey_engine::CustomerId;
using journey_engine::Line;
using journey_engine::MapCell;
using journey_engine::TraceRule;

namespace {

constexpr std::int64_t variants_default = 20;
constexpr std::int64_t variants_max = 1'000;

constexpr std::array<std::string_view, 5> cell_names = {"node", "edge", "start", "end", "rework"};

// A map and its variants in one pass.
class MapAndVariants {
 public:
  MapAndVariants(const TraceRule& rule, bool has_variants)
      : rule_(rule), map_(rule), variants_(rule), has_variants_(has_variants) {}
  void add(CustomerId customer, Line line) {
    map_.add(customer, line);
    if (has_variants_) {
      variants_.add(customer, line);
    }
  }
  void merge(const MapAndVariants& other) {
    map_.merge(other.map_);
    variants_.merge(other.variants_);
  }
  [[nodiscard]] journey_engine::Kernel kernel() const { return map_.kernel(); }
  std::uint64_t add(const journey_engine::Columns& columns,
                    const journey_engine::LookedAt& looked) {
    return has_variants_
               ? add_divided(columns, looked,
                             [this](const auto&, std::size_t, std::size_t) { return this; })
               : map_.add(columns, looked);
  }
  // Each customer with a case goes into the report of its first event.
  std::uint64_t add_divided(const journey_engine::Columns& columns,
                            const journey_engine::LookedAt& looked,
                            const journey_engine::ReportOf<MapAndVariants>& report_of) {
    std::uint64_t customers = 0;
    journey_engine::TraceColumns traces(rule_);
    traces.read(columns);
    journey_engine::visit_lines(columns, looked, [&](const journey_engine::ColumnLine& line) {
      ++customers;
      const auto& cases = traces.find(line);
      MapAndVariants* const report =
          cases.empty() ? nullptr : report_of(columns, line.customer, cases.front().events.front());
      if (report != nullptr) {
        report->add_found(line, traces, cases);
      }
    });
    return customers;
  }
  [[nodiscard]] const journey_engine::ProcessMap& map() const { return map_; }
  [[nodiscard]] const journey_engine::Variants& variants() const { return variants_; }

 private:
  void add_found(const journey_engine::ColumnLine& line, const journey_engine::TraceColumns& traces,
                 std::span<const journey_engine::TraceColumns::Case> cases) {
    map_.add(line, traces, cases);
    if (has_variants_) {
      variants_.add(line, traces, cases);
    }
  }

  const TraceRule& rule_;
  journey_engine::ProcessMap map_;
  journey_engine::Variants variants_;
  bool has_variants_;
};

Result<double> share_of(const std::optional<double>& asked, const std::string& field) {
  const double share = asked.value_or(1);
  if (!(share >= 0 && share <= 1)) {
    return Error::invalid("`" + field + "` must be from 0 to 1");
  }
  return share;
}

void add_nodes(const EventCodes& codes,
               const std::map<journey_engine::Value, journey_engine::MapNode>& nodes,
               const std::set<journey_engine::Value>& shown, MapAnswer& answer) {
  for (const auto& [value, node] : nodes) {
    if (!shown.contains(value)) {
      continue;
    }
    const NamedEvent& event = codes.at(value);
    answer.nodes.push_back({.id = value,
                            .kind = std::string(name_of(event.kind)),
                            .name = event.name,
                            .events = static_cast<std::int64_t>(node.events),
                            .cases = static_cast<std::int64_t>(node.cases),
                            .people = static_cast<std::int64_t>(node.customers),
                            .starts = static_cast<std::int64_t>(node.starts),
                            .ends = static_cast<std::int64_t>(node.ends),
                            .rework_cases = static_cast<std::int64_t>(node.rework_cases)});
  }
}

// Medians of many edges are worth the work of several processors.
Result<void> add_edges(const Cancelled& cancelled, const journey_engine::MapDetail& detail,
                       MapAnswer& answer) {
  answer.edges.resize(detail.edges.size());
  return on_all_processors(answer.edges.size(), cancelled, [&](std::size_t i) {
    const journey_engine::MapEdge& edge = detail.edges[i];
    const stats::Sample took = edge.took_ms();
    answer.edges[i] = {.from = edge.step.from,
                       .to = edge.step.to,
                       .count = static_cast<std::int64_t>(edge.count),
                       .cases = static_cast<std::int64_t>(edge.counts.cases),
                       .people = static_cast<std::int64_t>(edge.counts.customers),
                       .mean_ms = took.mean(),
                       .median_ms = took.median(),
                       .p90_ms = took.quantile(0.9)};
  });
}

void add_variants(const journey_engine::Variants& variants, std::size_t count, MapAnswer& answer) {
  const auto all = static_cast<double>(variants.cases());
  std::uint64_t covered = 0;
  for (const auto& variant : variants.most_frequent(count)) {
    covered += variant.cases;
    answer.variants.push_back({.nodes = {variant.nodes.begin(), variant.nodes.end()},
                               .cases = static_cast<std::int64_t>(variant.cases),
                               .people = static_cast<std::int64_t>(variant.customers),
                               .median_ms = variant.lasted_ms.median(),
                               .share = static_cast<double>(variant.cases) / all,
                               .coverage = static_cast<double>(covered) / all});
  }
}

Result<IsIn> in_cell(const EventCodes& codes, TraceRule rule, const MapCellAsked& asked) {
  if (asked.kind == "variant") {
    TL_TRY_ASSIGN(auto nodes,
                  nodes_of(codes, asked.nodes.value_or(std::vector<std::int64_t>()), "cell.nodes"));
    return IsIn([nodes = std::move(nodes), rule = std::move(rule)](CustomerId customer, Line line) {
      return journey_engine::has_variant(nodes, rule, customer, line);
    });
  }
  MapCell cell;
  TL_TRY_ASSIGN(cell.kind, parse_name<MapCell::Kind>(cell_names, asked.kind, "kind of cell"));
  TL_TRY_ASSIGN(cell.node, node_of(codes, asked.node.value_or(-1), "cell.node"));
  if (cell.kind == MapCell::Kind::edge) {
    TL_TRY_ASSIGN(cell.to, node_of(codes, asked.to.value_or(-1), "cell.to"));
  }
  return IsIn([cell, rule = std::move(rule)](CustomerId customer, Line line) {
    return journey_engine::is_in(cell, rule, customer, line);
  });
}

// How much of a map is shown.
struct Detail {
  double nodes_share = 1;
  double edges_share = 1;
  std::size_t variants = 0;
};

Result<Detail> detail_of(const MapAsked& asked) {
  Detail detail;
  TL_TRY_ASSIGN(detail.nodes_share, share_of(asked.nodes_share, "nodes_share"));
  TL_TRY_ASSIGN(detail.edges_share, share_of(asked.edges_share, "edges_share"));
  TL_TRY_ASSIGN(const std::int64_t variants,
                number_within(asked.variants, variants_default, 0, variants_max, "variants"));
  detail.variants = static_cast<std::size_t>(variants);
  return detail;
}

void add_lasted(const stats::Sample& lasted, MapAnswer& answer) {
  answer.cases = static_cast<std::int64_t>(lasted.count());
  if (lasted.count() > 0) {
    answer.lasted = LastedView{.min_ms = lasted.quantile(0),
                               .mean_ms = lasted.mean(),
                               .median_ms = lasted.median(),
                               .p90_ms = lasted.quantile(0.9),
                               .max_ms = lasted.quantile(1)};
  }
}

Result<MapAnswer> answer_of(const Frame& frame, const MapAndVariants& found, const Detail& asked) {
  const journey_engine::ProcessMap& map = found.map();
  const auto detail = journey_engine::choose_detail(map, asked.nodes_share, asked.edges_share);
  const auto nodes = map.nodes();
  MapAnswer answer{.events = static_cast<std::int64_t>(map.events()),
                   .all_nodes = static_cast<std::int64_t>(nodes.size()),
                   .all_edges = static_cast<std::int64_t>(detail.all_edges)};
  if (asked.variants > 0) {
    answer.all_variants = static_cast<std::int64_t>(found.variants().count());
  }
  add_lasted(map.lasted_ms(), answer);
  add_nodes(frame.codes(), nodes, detail.nodes, answer);
  TL_TRY(add_edges(frame.cancelled, detail, answer));
  add_variants(found.variants(), asked.variants, answer);
  return answer;
}

MapAnswer answer_of(const Frame& frame, const journey_engine::MapFigures& map,
                    const Detail& asked) {
  const auto detail = journey_engine::choose_detail(map, asked.nodes_share, asked.edges_share);
  MapAnswer answer{.events = static_cast<std::int64_t>(map.events),
                   .all_nodes = static_cast<std::int64_t>(map.nodes.size()),
                   .all_edges = static_cast<std::int64_t>(map.edges.size())};
  add_lasted(map.lasted_ms, answer);
  add_nodes(frame.codes(), map.nodes, detail.nodes, answer);
  for (const journey_engine::EdgeFigures& edge : detail.edges) {
    answer.edges.push_back({.from = edge.step.from,
                            .to = edge.step.to,
                            .count = static_cast<std::int64_t>(edge.count),
                            .cases = static_cast<std::int64_t>(edge.counts.cases),
                            .people = static_cast<std::int64_t>(edge.counts.customers),
                            .mean_ms = edge.mean_ms,
                            .median_ms = edge.median_ms,
                            .p90_ms = edge.p90_ms});
  }
  return answer;
}

// Why a map is not counted from node to node; empty if it is.
std::string why_no_streams(const Frame& frame, const TraceRule& rule, const Detail& detail) {
  if (frame.one_pass != nullptr) {
    return "parts are found in one pass";
  }
  return detail.variants > 0 ? "variants are asked for"
                             : journey_engine::why_no_streams(rule, frame.codes().size(),
                                                              frame.view.lines.events());
}

// Nothing if some event has a name that is not known yet.
Result<std::optional<MapAnswer>> answer_by_nodes(const Frame& frame, const TraceRule& rule,
                                                 const Detail& detail) {
  using journey_engine::MapCounts;
  TL_TRY_ASSIGN(const auto counted,
                frame.count(MapCounts(rule, static_cast<std::uint32_t>(frame.codes().size()))));
  const MapCounts& counts = counted.report();
  if (!counts.is_right()) {
    return std::optional<MapAnswer>();
  }
  std::vector<std::vector<journey_engine::EdgeFigures>> edges(counts.nodes());
  TL_TRY(on_all_processors(edges.size(), frame.cancelled, MapCounts::Worker(),
                           [&](MapCounts::Worker& worker, std::size_t node) {
                             edges[node] = counts.edges_from(
                                 static_cast<journey_engine::Value>(node), worker);
                           }));
  MapAnswer answer = answer_of(frame, counts.figures(edges), detail);
  answer.note = frame.note(counted);
  return std::optional(std::move(answer));
}

}  // namespace

Result<MapAnswer> answer(const Frame& frame, const MapAsked& asked) {
  TL_TRY_ASSIGN(const TraceRule rule, frame.trace_rule(asked));
  TL_TRY_ASSIGN(const Detail detail, detail_of(asked));
  std::string because = why_no_streams(frame, rule, detail);
  if (because.empty()) {
    TL_TRY_ASSIGN(auto by_nodes, answer_by_nodes(frame, rule, detail));
    if (by_nodes) {
      return *std::move(by_nodes);
    }
    because = "some events have a name that is not known yet";
  }
  TL_TRY_ASSIGN(const auto counted, frame.count(MapAndVariants(rule, detail.variants > 0)));
  TL_TRY_ASSIGN(MapAnswer answer, answer_of(frame, counted.report(), detail));
  journey_engine::Kernel kernel = counted.kernel();
  if (kernel.reads_columns()) {
    kernel.because = std::move(because);
  }
  answer.note = note_of(frame.view, counted.people(), frame.begun, kernel, frame.explanation);
  return answer;
}

Result<IsIn> who_is_in(const Frame& frame, const MapAsked& asked, const MapCellAsked& cell) {
  TL_TRY_ASSIGN(TraceRule rule, frame.trace_rule(asked));
  return in_cell(frame.codes(), std::move(rule), cell);
}

Result<FirstCounted> first_counted(const Frame& frame, const MapAsked& asked) {
  TL_TRY_ASSIGN(auto events, frame.events(asked.events, "events"));
  return first_of(std::move(events));
}

}  // namespace throughline::journeys
