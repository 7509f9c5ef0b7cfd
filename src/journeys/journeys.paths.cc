#include <algorithm>

#include "journey_engine/path_ranking.h"
#include "journeys/journeys.answers.h"
#include "journeys/journeys.frame.h"

namespace throughline::journeys {

using journey_engine::CustomerId;
using journey_engine::Line;
using journey_engine::LineEvent;
using journey_engine::PathAnchors;
using journey_engine::PathCell;
using journey_engine::PathCounts;
using journey_engine::PathLink;
using journey_engine::PathQuestion;
using journey_engine::PathRanking;
using journey_engine::PathRanks;

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

PathSideView view_of(const PathRanks& ranks, Legend& legend) {
  PathSideView side{.all_paths = static_cast<std::int64_t>(ranks.all_paths),
                    .all_links = static_cast<std::int64_t>(ranks.all_links)};
  for (const auto& [nodes, count] : ranks.paths) {
    side.paths.push_back({.nodes = legend.ids(nodes),
                          .paths = static_cast<std::int64_t>(count.paths),
                          .people = static_cast<std::int64_t>(count.customers),
                          .ended = static_cast<std::int64_t>(count.ended)});
  }
  for (const auto& [link, paths] : ranks.links) {
    side.links.push_back({.depth = link.depth,
                          .from = legend.id(link.from),
                          .to = legend.id(link.to),
                          .paths = static_cast<std::int64_t>(paths)});
  }
  return side;
}

// What is counted of paths, whichever kernel does it.
struct PathsFound {
  std::uint64_t anchors = 0;
  std::uint64_t people = 0;
  std::optional<PathRanks> after = {};
  std::optional<PathRanks> before = {};
  std::uint64_t looked_at = 0;  // People.
  journey_engine::Kernel kernel = {};
};

Result<PathRanks> rank(const Frame& frame, const PathCounts& counts, const PathCounts::Side& side,
                       std::size_t shown) {
  PathRanking ranking(counts, side, shown);
  TL_TRY_ASSIGN(const auto workers,
                on_all_processors(ranking.parts(), frame.cancelled, ranking.worker(),
                                  [&](PathRanking::Worker& worker, std::size_t part) {
                                    ranking.count(worker, part);
                                  }));
  ranking.choose(workers);
  TL_TRY(on_all_processors(
      ranking.chosen_parts(), frame.cancelled, nullptr,
      [&](std::nullptr_t /*worker*/, std::size_t part) { ranking.count_customers(part); }));
  return ranking.ranks();
}

// Nothing if it turns out that tables do not hold what there is.
Result<std::optional<PathsFound>> find_in_tables(const Frame& frame, const PathsMeaning& meaning) {
  TL_TRY_ASSIGN(
      const auto counted,
      frame.count(PathCounts(meaning.question, static_cast<std::uint32_t>(frame.codes().size()))));
  const PathCounts& counts = counted.report();
  if (!counts.is_right()) {
    return std::optional<PathsFound>();
  }
  PathsFound found{.anchors = counts.anchors(),
                   .people = counts.customers(),
                   .looked_at = counted.people(),
                   .kernel = counted.kernel()};
  if (counts.after() != nullptr) {
    TL_TRY_ASSIGN(found.after, rank(frame, counts, *counts.after(), meaning.shown));
  }
  if (counts.before() != nullptr) {
    TL_TRY_ASSIGN(found.before, rank(frame, counts, *counts.before(), meaning.shown));
  }
  return std::optional(std::move(found));
}

Result<PathsFound> find(const Frame& frame, const PathsMeaning& meaning) {
  std::string because = "parts are found in one pass";
  if (frame.one_pass == nullptr) {
    because = journey_engine::why_no_tables(meaning.question, frame.codes().size(),
                                            frame.view.lines.events());
    if (because.empty()) {
      TL_TRY_ASSIGN(auto found, find_in_tables(frame, meaning));
      if (found) {
        return *std::move(found);
      }
      because = "some events have a name that is not known yet";
    }
  }
  TL_TRY_ASSIGN(const auto counted, frame.count(journey_engine::Paths(meaning.question)));
  const journey_engine::Paths& paths = counted.report();
  PathsFound found{.anchors = paths.anchors(),
                   .people = paths.customers(),
                   .looked_at = counted.people(),
                   .kernel = counted.kernel()};
  if (found.kernel.reads_columns()) {
    found.kernel.because = std::move(because);
  }
  if (meaning.has(Side::after)) {
    found.after = ranks_of(paths.after(), meaning.length_max(Side::after), meaning.shown);
  }
  if (meaning.has(Side::before)) {
    found.before = ranks_of(paths.before(), meaning.length_max(Side::before), meaning.shown);
  }
  return found;
}

}  // namespace

Result<PathsAnswer> answer(const Frame& frame, const PathsAsked& asked) {
  TL_TRY_ASSIGN(const PathsMeaning meaning, meaning_of(frame, asked));
  TL_TRY_ASSIGN(PathsFound found, find(frame, meaning));
  PathsAnswer answer{.anchors = static_cast<std::int64_t>(found.anchors),
                     .people = static_cast<std::int64_t>(found.people)};
  Legend legend(frame.codes());
  if (found.after) {
    answer.after = view_of(*found.after, legend);
  }
  if (found.before) {
    answer.before = view_of(*found.before, legend);
  }
  answer.nodes = legend.nodes();
  answer.note = note_of(frame.view, found.looked_at, frame.begun, found.kernel, frame.explanation);
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
