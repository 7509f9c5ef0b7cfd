#include <algorithm>

#include "journey_engine/graph_report.h"
#include "journeys/graph_view.h"
#include "journeys/journeys.answers.h"
#include "journeys/journeys.frame.h"

namespace throughline::journeys {

using journey_engine::CustomerId;
using journey_engine::GraphCell;
using journey_engine::GraphCellKind;
using journey_engine::GraphDefinition;
using journey_engine::GraphNeeds;
using journey_engine::Line;

namespace {

constexpr std::array<std::string_view, 2> needs_names = {"any", "all"};
constexpr std::array<std::string_view, 7> cell_names = {
    "started", "not_started", "reached", "missed", "stopped", "taken", "left"};
constexpr std::size_t id_bytes_max = 100;

Result<std::size_t> place_of(const std::vector<GraphNodeAsked>& nodes, const std::string& id,
                             const std::string& field) {
  const auto found = std::find_if(nodes.begin(), nodes.end(),
                                  [&](const GraphNodeAsked& node) { return node.id == id; });
  if (found == nodes.end()) {
    return Error::invalid("`" + field + "` must be the id of a node");
  }
  return static_cast<std::size_t>(found - nodes.begin());
}

Result<void> check_ids(const std::vector<GraphNodeAsked>& nodes) {
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const std::string& id = nodes[i].id;
    TL_TRY_ASSIGN(const std::size_t first, place_of(nodes, id, "nodes"));
    if (id.empty() || id.size() > id_bytes_max || first != i) {
      return Error::invalid("every node needs an `id` of its own, at most " +
                            std::to_string(id_bytes_max) + " bytes");
    }
  }
  return {};
}

Result<GraphDefinition> definition_of(const Frame& frame, const GraphAsked& asked) {
  if (asked.nodes.size() > journey_engine::graph_nodes_max ||
      asked.edges.size() > journey_engine::graph_edges_max) {
    return Error::invalid("a graph has at most 20 nodes and 60 edges");
  }
  TL_TRY(check_ids(asked.nodes));
  GraphDefinition definition;
  for (std::size_t i = 0; i < asked.nodes.size(); ++i) {
    const std::string field = "nodes[" + std::to_string(i) + "]";
    journey_engine::GraphNode node;
    TL_TRY_ASSIGN(node.events, frame.events(asked.nodes[i].events, field + ".events"));
    TL_TRY_ASSIGN(node.needs, chosen<GraphNeeds>(asked.nodes[i].needs, needs_names, "needs"));
    definition.nodes.push_back(std::move(node));
  }
  for (std::size_t i = 0; i < asked.edges.size(); ++i) {
    const std::string field = "edges[" + std::to_string(i) + "]";
    journey_engine::GraphEdge edge;
    TL_TRY_ASSIGN(edge.from, place_of(asked.nodes, asked.edges[i].from, field + ".from"));
    TL_TRY_ASSIGN(edge.to, place_of(asked.nodes, asked.edges[i].to, field + ".to"));
    if (asked.edges[i].within_ms) {
      TL_TRY_ASSIGN(edge.window_ms, number_within(asked.edges[i].within_ms, 0, 0, duration_ms_max,
                                                  field + ".within_ms"));
    }
    definition.edges.push_back(edge);
  }
  TL_TRY(journey_engine::check(definition));
  return definition;
}

Result<GraphCell> cell_of(const GraphAsked& asked, const GraphCellAsked& cell) {
  GraphCell wanted;
  TL_TRY_ASSIGN(wanted.kind, parse_name<GraphCellKind>(cell_names, cell.kind, "cell.kind"));
  const bool of_edge = wanted.kind == GraphCellKind::taken || wanted.kind == GraphCellKind::left;
  const bool of_node = wanted.kind == GraphCellKind::reached ||
                       wanted.kind == GraphCellKind::missed ||
                       wanted.kind == GraphCellKind::stopped;
  if (cell.node.has_value() != of_node) {
    return Error::invalid(
        "`cell.node` must be given with reached, missed and stopped, and with them alone");
  }
  if (cell.from.has_value() != of_edge || cell.to.has_value() != of_edge) {
    return Error::invalid(
        "`cell.from` and `cell.to` must be given with taken and left, and with them alone");
  }
  if (of_node) {
    TL_TRY_ASSIGN(wanted.place, place_of(asked.nodes, *cell.node, "cell.node"));
  }
  if (of_edge) {
    const auto found = std::find_if(
        asked.edges.begin(), asked.edges.end(),
        [&](const GraphEdgeAsked& edge) { return edge.from == cell.from && edge.to == cell.to; });
    if (found == asked.edges.end()) {
      return Error::invalid("there is no edge from `cell.from` to `cell.to`");
    }
    wanted.place = static_cast<std::size_t>(found - asked.edges.begin());
  }
  return wanted;
}

GraphNodeView node_view(const GraphDefinition& definition, std::size_t place,
                        const journey_engine::GraphReport& report) {
  const journey_engine::GraphNodeCounts& counts = report.nodes()[place];
  GraphNodeView view{.people = static_cast<std::int64_t>(counts.reached),
                     .of_all = share_view(counts.reached, report.customers()),
                     .of_start = share_view(counts.reached, report.started()),
                     .median_ms = quantile_of(counts.since_start_ms, 0.5),
                     .p90_ms = quantile_of(counts.since_start_ms, 0.9)};
  for (const journey_engine::GraphEdge& edge : definition.edges) {
    if (edge.to == place) {
      view.of_before = share_view(counts.reached, counts.could);
    }
    if (edge.from == place) {
      view.stopped = share_view(counts.stopped, counts.reached);
    }
  }
  return view;
}

GraphEdgeView edge_view(const journey_engine::GraphEdgeCounts& counts,
                        const journey_engine::GraphReport& report) {
  return {.people = static_cast<std::int64_t>(counts.taken),
          .of_all = share_view(counts.taken, report.customers()),
          .of_start = share_view(counts.taken, report.started()),
          .of_before = share_view(counts.taken, counts.reached_source),
          .median_ms = quantile_of(counts.took_ms, 0.5),
          .p90_ms = quantile_of(counts.took_ms, 0.9)};
}

}  // namespace

Result<GraphAnswer> answer(const Frame& frame, const GraphAsked& asked) {
  TL_TRY_ASSIGN(const GraphDefinition definition, definition_of(frame, asked));
  TL_TRY_ASSIGN(const auto counted, frame.count(journey_engine::GraphReport(definition)));
  const journey_engine::GraphReport& report = counted.report();
  GraphAnswer answer{.started = share_view(report.started(), report.customers())};
  for (std::size_t i = 0; i < asked.nodes.size(); ++i) {
    answer.nodes.push_back(node_view(definition, i, report));
    answer.nodes.back().id = asked.nodes[i].id;
  }
  for (std::size_t i = 0; i < asked.edges.size(); ++i) {
    answer.edges.push_back(edge_view(report.edges()[i], report));
    answer.edges.back().from = asked.edges[i].from;
    answer.edges.back().to = asked.edges[i].to;
  }
  answer.note = frame.note(counted);
  return answer;
}

Result<IsIn> who_is_in(const Frame& frame, const GraphAsked& asked, const GraphCellAsked& cell) {
  TL_TRY_ASSIGN(GraphDefinition definition, definition_of(frame, asked));
  TL_TRY_ASSIGN(const GraphCell wanted, cell_of(asked, cell));
  return IsIn([wanted, definition = std::move(definition)](CustomerId customer, Line line) {
    return journey_engine::is_in(wanted, definition, customer, line);
  });
}

Result<FirstCounted> first_counted(const Frame& frame, const GraphAsked& asked) {
  TL_TRY_ASSIGN(GraphDefinition definition, definition_of(frame, asked));
  return FirstCounted([definition = std::move(definition)](CustomerId customer, Line line) {
    return journey_engine::first_event(definition, customer, line);
  });
}

}  // namespace throughline::journeys
