// Paths, as the API asks and answers: what people do after something, before it, or around it.
// Values only; their meaning is in docs/queries.md.
#pragma once

#include "journeys/question_view.h"

namespace throughline::journeys {

struct PathsAsked : LooksAsked {
  std::optional<EventChoice> anchor = {};     // Without: the edge of the case.
  std::optional<std::string> direction = {};  // from, to or through the anchor.
  std::optional<std::string> anchors = {};    // first or every, of a case.
  std::optional<std::int64_t> depth = {};     // Steps to each side; 5 without.
  std::optional<EventChoice> events = {};     // Others are left out.
  std::optional<std::int64_t> session_ms = {};
  std::optional<EventChoice> session_starts = {};  // With `session_ms`: always begin one.
  std::optional<bool> collapse_repeats = {};
  std::optional<std::int64_t> limit = {};  // Of paths of each length, and of links; 50 without.
};
BOOST_DESCRIBE_STRUCT(PathsAsked, (LooksAsked),
                      (anchor, direction, anchors, depth, events, session_ms, session_starts,
                       collapse_repeats, limit))

struct PathView {
  std::vector<std::int64_t> nodes = {};  // From the anchor on; before it, backwards in time.
  std::int64_t paths = 0;
  std::int64_t people = 0;
  std::int64_t ended = 0;  // Paths for which the case has no further step.
};
BOOST_DESCRIBE_STRUCT(PathView, (), (nodes, paths, people, ended))

struct PathLinkView {
  std::int64_t depth = 0;
  std::int64_t from = 0;
  std::int64_t to = 0;
  std::int64_t paths = 0;
};
BOOST_DESCRIBE_STRUCT(PathLinkView, (), (depth, from, to, paths))

struct PathSideView {
  std::vector<PathView> paths = {};  // Of each length those that most go through.
  std::int64_t all_paths = 0;        // Shown or not.
  std::vector<PathLinkView> links = {};
  std::int64_t all_links = 0;
};
BOOST_DESCRIBE_STRUCT(PathSideView, (), (paths, all_paths, links, all_links))

struct PathsAnswer {
  std::vector<NodeNameView> nodes = {};
  std::int64_t anchors = 0;
  std::int64_t people = 0;  // With an anchor.
  std::optional<PathSideView> after = {};
  std::optional<PathSideView> before = {};
  AnswerNote note = {};
};
BOOST_DESCRIBE_STRUCT(PathsAnswer, (), (nodes, anchors, people, after, before, note))

struct PathLinkAsked {
  std::int64_t depth = 0;
  std::int64_t from = 0;
  std::int64_t to = 0;
};
BOOST_DESCRIBE_STRUCT(PathLinkAsked, (), (depth, from, to))

// Those on a path, or on a link.
struct PathsCellAsked {
  std::optional<std::string> side = {};  // after or before.
  std::optional<std::vector<std::int64_t>> nodes = {};
  std::optional<bool> ended = {};  // Only those for whom it ends there.
  // Only those who go on from there, and to none of these; then `nodes` may be empty.
  std::optional<std::vector<std::int64_t>> other_than = {};
  std::optional<PathLinkAsked> link = {};
};
BOOST_DESCRIBE_STRUCT(PathsCellAsked, (), (side, nodes, ended, other_than, link))

}  // namespace throughline::journeys
