// Journey graphs, as the API asks and answers. Values only; their meaning is in docs/queries.md.
#pragma once

#include "journeys/question_view.h"

namespace throughline::journeys {

struct GraphNodeAsked {
  std::string id = {};  // The asker's own; edges and cells name the node by it.
  EventChoice events = {};
  std::optional<std::string> needs = {};  // any or all of the edges that lead to it.
};
BOOST_DESCRIBE_STRUCT(GraphNodeAsked, (), (id, events, needs))

struct GraphEdgeAsked {
  std::string from = {};
  std::string to = {};
  std::optional<std::int64_t> within_ms = {};  // None: however long.
};
BOOST_DESCRIBE_STRUCT(GraphEdgeAsked, (), (from, to, within_ms))

struct GraphAsked : LooksAsked {
  std::vector<GraphNodeAsked> nodes = {};
  std::vector<GraphEdgeAsked> edges = {};
};
BOOST_DESCRIBE_STRUCT(GraphAsked, (LooksAsked), (nodes, edges))

struct GraphNodeView {
  std::string id = {};
  std::int64_t people = 0;
  ShareView of_all = {};    // With an event in the time that was asked about.
  ShareView of_start = {};  // Who reached a node to which no edge leads.
  // Of those who reached what leads to it: any of its sources, or all where it needs all.
  std::optional<ShareView> of_before = {};
  // Who went no further, where edges lead on.
  std::optional<ShareView> stopped = {};
  std::optional<double> median_ms = {};  // Since the start.
  std::optional<double> p90_ms = {};
};
BOOST_DESCRIBE_STRUCT(GraphNodeView, (),
                      (id, people, of_all, of_start, of_before, stopped, median_ms, p90_ms))

struct GraphEdgeView {
  std::string from = {};
  std::string to = {};
  std::int64_t people = 0;
  ShareView of_all = {};
  ShareView of_start = {};
  ShareView of_before = {};              // Of those who reached its source.
  std::optional<double> median_ms = {};  // Since the source last happened.
  std::optional<double> p90_ms = {};
};
BOOST_DESCRIBE_STRUCT(GraphEdgeView, (),
                      (from, to, people, of_all, of_start, of_before, median_ms, p90_ms))

struct GraphAnswer {
  ShareView started = {};                 // Of all.
  std::vector<GraphNodeView> nodes = {};  // In the order of the question.
  std::vector<GraphEdgeView> edges = {};
  AnswerNote note = {};
};
BOOST_DESCRIBE_STRUCT(GraphAnswer, (), (started, nodes, edges, note))

struct GraphCellAsked {
  std::string kind = {};  // started, not_started, reached, missed, stopped, taken or left.
  std::optional<std::string> node = {};  // With reached, missed and stopped.
  std::optional<std::string> from = {};  // An edge, with taken and left.
  std::optional<std::string> to = {};
};
BOOST_DESCRIBE_STRUCT(GraphCellAsked, (), (kind, node, from, to))

}  // namespace throughline::journeys
