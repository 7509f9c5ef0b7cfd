#include <algorithm>

#include "journey_engine/paths.h"
#include "journeys/journeys.answers.h"
#include "journeys/journeys.frame.h"

namespace throughline::journeys {

using journey_engine::CustomerId;
using journey_engine::Line;
using journey_engine::LineEvent;
using journey_engine::PathAnchors;
using journey_engine::PathCell;
using journey_engine::PathLink;
using journey_engine::PathQuestion;
using journey_engine::PathTrie;

namespace {

constexpr std::int64_t depth_default = 5;
constexpr std::int64_t shown_default = 50;
constexpr std::int64_t shown_max = 1'000;

enum class Direction { from, to, through };
constexpr std::array<std::string_view, 3> direction_names = {"from", "to", "through"};
constexpr std::array<std::string_view, 2> anchors_names = {"first", "every"};
enum class Side { after, before };
constexpr std::array<std::string_view, 2> side_names = {"after", "before"};

struct PathsMeaning {
  PathQuestion question = {};
  Direction direction = Direction::from;
  std::size_t shown = 0;

  [[nodiscard]] bool has(Side side) const {
    return direction == Direction::through ||
           (direction == Direction::from) == (side == Side::after);
  }
  // Of the nodes of a path at its longest.
  [[nodiscard]] std::size_t length_max(Side side) const {
    return (side == Side::after ? question.after : question.before) +
           (question.anchor_is_edge ? 0U : 1U);
  }
};

Result<PathsMeaning> meaning_of(const Frame& frame, const PathsAsked& asked) {
  PathsMeaning meaning;
  PathQuestion& question = meaning.question;
  TL_TRY_ASSIGN(question.rule, frame.trace_rule(asked));
  TL_TRY_ASSIGN(meaning.direction,
                chosen<Direction>(asked.direction, direction_names, "direction"));
  TL_TRY_ASSIGN(question.anchors, chosen<PathAnchors>(asked.anchors, anchors_names, "anchors"));
  question.anchor_is_edge = !asked.anchor;
  if (question.anchor_is_edge && meaning.direction == Direction::through) {
    return Error::invalid("`anchor` must be given where `direction` is through");
  }
  TL_TRY_ASSIGN(question.anchor, frame.events(asked.anchor, "anchor"));
  TL_TRY_ASSIGN(const std::int64_t depth,
                number_within(asked.depth, depth_default, 1,
                              std::int64_t{journey_engine::path_depth_max}, "depth"));
  question.after = meaning.has(Side::after) ? static_cast<unsigned>(depth) : 0;
  question.before = meaning.has(Side::before) ? static_cast<unsigned>(depth) : 0;
  TL_TRY_ASSIGN(const std::int64_t shown,
                number_within(asked.limit, shown_default, 1, shown_max, "limit"));
  meaning.shown = static_cast<std::size_t>(shown);
  return meaning;
}

void add_paths(const PathTrie& tree, std::size_t length_max, std::size_t shown, Legend& legend,
               PathSideView& side) {
  side.all_paths = static_cast<std::int64_t>(tree.size());
  for (std::size_t length = 1; length <= length_max; ++length) {
    for (const auto& [nodes, count] : journey_engine::most_frequent(tree, length, shown)) {
      side.paths.push_back({.nodes = legend.ids(nodes),
                            .paths = static_cast<std::int64_t>(count.paths),
                            .people = static_cast<std::int64_t>(count.customers),
                            .ended = static_cast<std::int64_t>(count.ended)});
    }
  }
}

// Of each depth those that most take; equals in the order of their nodes.
void add_links(const PathTrie& tree, std::size_t shown, Legend& legend, PathSideView& side) {
  const auto counted = journey_engine::links_of(tree);
  std::vector<std::pair<PathLink, std::uint64_t>> links(counted.begin(), counted.end());
  side.all_links = static_cast<std::int64_t>(links.size());
  std::stable_sort(links.begin(), links.end(), [](const auto& a, const auto& b) {
    return a.first.depth != b.first.depth ? a.first.depth < b.first.depth : a.second > b.second;
  });
  std::size_t of_depth = 0;
  for (std::size_t i = 0; i < links.size(); ++i) {
    const PathLink& link = links[i].first;
    of_depth = i > 0 && links[i - 1].first.depth == link.depth ? of_depth + 1 : 0;
    if (of_depth < shown) {
      side.links.push_back({.depth = link.depth,
                            .from = legend.id(link.from),
                            .to = legend.id(link.to),
                            .paths = static_cast<std::int64_t>(links[i].second)});
    }
  }
}

PathSideView side_of(const PathTrie& tree, const PathsMeaning& meaning, Side side, Legend& legend) {
  PathSideView view;
  add_paths(tree, meaning.length_max(side), meaning.shown, legend, view);
  add_links(tree, meaning.shown, legend, view);
  return view;
}

}  // namespace

Result<PathsAnswer> answer(const Frame& frame, const PathsAsked& asked) {
  TL_TRY_ASSIGN(const PathsMeaning meaning, meaning_of(frame, asked));
  TL_TRY_ASSIGN(const auto counted, frame.count(journey_engine::Paths(meaning.question)));
  const journey_engine::Paths& paths = counted.report();
  PathsAnswer answer{.anchors = static_cast<std::int64_t>(paths.anchors()),
                     .people = static_cast<std::int64_t>(paths.customers())};
  Legend legend(frame.codes());
  if (meaning.has(Side::after)) {
    answer.after = side_of(paths.after(), meaning, Side::after, legend);
  }
  if (meaning.has(Side::before)) {
    answer.before = side_of(paths.before(), meaning, Side::before, legend);
  }
  answer.nodes = legend.nodes();
  answer.note = frame.note(counted);
  return answer;
}

Result<IsIn> who_is_in(const Frame& frame, const PathsAsked& asked, const PathsCellAsked& cell) {
  TL_TRY_ASSIGN(const PathsMeaning meaning, meaning_of(frame, asked));
  TL_TRY_ASSIGN(const Side side, chosen<Side>(cell.side, side_names, "side"));
  if (!meaning.has(side)) {
    return Error::invalid("`cell.side` must be a side that `direction` follows");
  }
  if (cell.link.has_value() == cell.nodes.has_value()) {
    return Error::invalid("`cell` must have either `nodes` or `link`");
  }
  if (cell.link) {
    TL_TRY_ASSIGN(const std::int64_t depth,
                  number_within(cell.link->depth, 0, 0,
                                std::int64_t{journey_engine::path_depth_max}, "cell.link.depth"));
    PathLink link{.depth = static_cast<unsigned>(depth)};
    TL_TRY_ASSIGN(link.from, node_of(frame.codes(), cell.link->from, "cell.link.from"));
    TL_TRY_ASSIGN(link.to, node_of(frame.codes(), cell.link->to, "cell.link.to"));
    return IsIn([=, question = meaning.question](CustomerId customer, Line line) {
      return journey_engine::takes(link, side == Side::before, question, customer, line);
    });
  }
  PathCell path{.before = side == Side::before, .ended = cell.ended.value_or(false)};
  TL_TRY_ASSIGN(path.prefix, nodes_of(frame.codes(), *cell.nodes, "cell.nodes"));
  if (cell.other_than) {
    TL_TRY_ASSIGN(path.other_than, nodes_of(frame.codes(), *cell.other_than, "cell.other_than"));
  }
  const std::size_t least = path.other_than ? 0 : 1;
  if (path.prefix.size() < least || path.prefix.size() > meaning.length_max(side)) {
    return Error::invalid("`cell.nodes` must have from " + std::to_string(least) + " to " +
                          std::to_string(meaning.length_max(side)) + " nodes");
  }
  return IsIn([path, question = meaning.question](CustomerId customer, Line line) {
    return journey_engine::is_in(path, question, customer, line);
  });
}

// The first anchor; where the edge is the anchor, the first node.
Result<FirstCounted> first_counted(const Frame& frame, const PathsAsked& asked) {
  TL_TRY_ASSIGN(PathsMeaning meaning, meaning_of(frame, asked));
  return FirstCounted(
      [question = std::move(meaning.question)](CustomerId customer, Line line) -> const LineEvent* {
        for (const auto& trace : journey_engine::find_traces(question.rule, customer, line)) {
          for (const journey_engine::TraceStep& step : trace) {
            if (question.anchor_is_edge || question.anchor.has(customer, line[step.event])) {
              return &line[step.event];
            }
          }
        }
        return nullptr;
      });
}

}  // namespace throughline::journeys
