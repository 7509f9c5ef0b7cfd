// Process maps, as the API asks and answers: the directly-follows graph of lines or sessions.
// Values only; their meaning is in docs/queries.md.
#pragma once

#include "journeys/question_view.h"

namespace throughline::journeys {

struct MapAsked : LooksAsked {
  std::optional<EventChoice> events = {};          // Others are left out.
  std::optional<std::int64_t> session_ms = {};     // A case is a session with this timeout.
  std::optional<EventChoice> session_starts = {};  // With `session_ms`: always begin one.
  std::optional<bool> collapse_repeats = {};
  std::optional<double> nodes_share = {};  // 0 to 1: how much is shown; all without.
  std::optional<double> edges_share = {};
  std::optional<std::int64_t> variants = {};  // How many of the most frequent; 20 without.
};
BOOST_DESCRIBE_STRUCT(MapAsked, (LooksAsked),
                      (events, session_ms, session_starts, collapse_repeats, nodes_share,
                       edges_share, variants))

struct MapNodeView {
  std::int64_t id = 0;
  std::string kind = {};
  std::string name = {};
  std::int64_t events = 0;
  std::int64_t cases = 0;
  std::int64_t people = 0;
  std::int64_t starts = 0;
  std::int64_t ends = 0;
  std::int64_t rework_cases = 0;
};
BOOST_DESCRIBE_STRUCT(MapNodeView, (),
                      (id, kind, name, events, cases, people, starts, ends, rework_cases))

struct MapEdgeView {
  std::int64_t from = 0;
  std::int64_t to = 0;
  std::int64_t count = 0;
  std::int64_t cases = 0;
  std::int64_t people = 0;
  double mean_ms = 0;
  double median_ms = 0;
  double p90_ms = 0;
};
BOOST_DESCRIBE_STRUCT(MapEdgeView, (), (from, to, count, cases, people, mean_ms, median_ms, p90_ms))

struct VariantView {
  std::vector<std::int64_t> nodes = {};
  std::int64_t cases = 0;
  std::int64_t people = 0;
  double median_ms = 0;
  double share = 0;     // Of all cases.
  double coverage = 0;  // The share of this variant and those before it together.
};
BOOST_DESCRIBE_STRUCT(VariantView, (), (nodes, cases, people, median_ms, share, coverage))

// From the first event of a case to its last.
struct LastedView {
  double min_ms = 0;
  double mean_ms = 0;
  double median_ms = 0;
  double p90_ms = 0;
  double max_ms = 0;
};
BOOST_DESCRIBE_STRUCT(LastedView, (), (min_ms, mean_ms, median_ms, p90_ms, max_ms))

struct MapAnswer {
  std::vector<MapNodeView> nodes = {};
  std::vector<MapEdgeView> edges = {};
  std::int64_t events = 0;  // Of the whole map, shown or not.
  std::int64_t cases = 0;
  std::optional<LastedView> lasted = {};  // Absent where there is no case.
  std::int64_t all_nodes = 0;
  std::int64_t all_edges = 0;
  std::vector<VariantView> variants = {};
  std::optional<std::int64_t> all_variants = {};  // Unless none were asked for.
  AnswerNote note = {};
};
BOOST_DESCRIBE_STRUCT(MapAnswer, (),
                      (nodes, edges, events, cases, lasted, all_nodes, all_edges, variants,
                       all_variants, note))

struct MapCellAsked {
  std::string kind = "node";  // node, edge, start, end, rework or variant.
  std::optional<std::int64_t> node = {};
  std::optional<std::int64_t> to = {};                  // Of an edge.
  std::optional<std::vector<std::int64_t>> nodes = {};  // Of a variant.
};
BOOST_DESCRIBE_STRUCT(MapCellAsked, (), (kind, node, to, nodes))

}  // namespace throughline::journeys
