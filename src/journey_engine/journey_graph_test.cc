#include "journey_engine/journey_graph.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <set>
#include <string>

#include "journey_engine/graph_report.h"
#include "journey_engine/lines_test.h"

namespace throughline::journey_engine {
namespace {

constexpr CustomerId ana{1};
constexpr std::uint32_t a = 0;
constexpr std::uint32_t b = 1;
constexpr std::uint32_t c = 2;
constexpr std::uint32_t d = 3;

GraphDefinition graph(std::vector<GraphNode> nodes, std::vector<GraphEdge> edges) {
  GraphDefinition definition{.nodes = std::move(nodes), .edges = std::move(edges)};
  EXPECT_TRUE(check(definition).ok());
  return definition;
}

GraphWalk walk(const GraphDefinition& definition, const std::vector<LineEvent>& line) {
  return GraphWalker(definition).walk(ana, line);
}

// "0 - 7": when each node was reached.
std::string reached(const GraphDefinition& definition, const std::vector<LineEvent>& line) {
  std::string text;
  for (const auto& at_ms : walk(definition, line).reached_ms) {
    text += (text.empty() ? "" : " ") + (at_ms ? std::to_string(*at_ms) : "-");
  }
  return text;
}

// Two beginnings that lead to one node.
GraphDefinition joined(GraphNeeds needs, std::int64_t window_ms = no_window) {
  return graph({{EventSet{a}}, {EventSet{b}}, {EventSet{c}, needs}},
               {{0, 2, window_ms}, {1, 2, window_ms}});
}

TEST(JourneyGraph, AnyNeedsOneWayAndAllNeedsEveryWay_JA03) {
  const auto line = line_of({{a, 1}, {c, 5}, {b, 8}, {c, 9}});
  EXPECT_EQ(reached(joined(GraphNeeds::any), line), "1 8 5");
  EXPECT_EQ(reached(joined(GraphNeeds::all), line), "1 8 9");
  EXPECT_EQ(reached(joined(GraphNeeds::all), line_of({{a, 1}, {c, 5}})), "1 - -");
}

TEST(JourneyGraph, AnEdgeGoesByTheLastTimeThatItsSourceHappened_JA03) {
  EXPECT_EQ(reached(joined(GraphNeeds::all, 4), line_of({{a, 1}, {b, 6}, {a, 7}, {c, 10}})),
            "1 6 10");
  EXPECT_EQ(reached(joined(GraphNeeds::all, 4), line_of({{a, 1}, {b, 7}, {c, 10}})), "1 7 -");
  const auto found = walk(joined(GraphNeeds::any), line_of({{a, 1}, {a, 4}, {c, 10}, {c, 11}}));
  EXPECT_EQ(found.taken[0], (GraphWalk::Taken{.at_ms = 10, .took_ms = 6}));
  EXPECT_FALSE(found.taken[1]);
}

TEST(JourneyGraph, WhatWasNotReachedFulfilsNothing_JA03) {
  const GraphDefinition chain =
      graph({{EventSet{a}}, {EventSet{b}}, {EventSet{c}}}, {{0, 1, 5}, {1, 2, no_window}});
  EXPECT_EQ(reached(chain, line_of({{a, 0}, {b, 6}, {c, 7}})), "0 - -")
      << "the second came too late to count";
}

TEST(JourneyGraph, EventsOfOneInstantCountInWhicheverOrderEachForOneNode_JA03) {
  const GraphDefinition chain =
      graph({{EventSet{a}}, {EventSet{b}}, {EventSet{a}}}, {{0, 1, no_window}, {1, 2, no_window}});
  EXPECT_EQ(reached(chain, line_of({{b, 3}, {a, 3}})), "3 3 -") << "one event for both ends";
  EXPECT_EQ(reached(chain, line_of({{b, 3}, {a, 3}, {a, 3}})), "3 3 3");
  EXPECT_EQ(reached(chain, line_of({{a, 1}, {b, 3}, {a, 3}})), "1 3 3");
}

TEST(JourneyGraph, RefusesWhatHasNoMeaning_JA03) {
  const GraphNode node{EventSet{a}};
  const auto refused = [](GraphDefinition definition) {
    const auto checked = check(definition);
    return checked.ok() ? std::string() : checked.error().message;
  };
  EXPECT_EQ(refused({{node, node, node}, {{0, 1}, {1, 2}, {2, 0}}}),
            "The edges lead in a circle: a node cannot come after itself.");
  EXPECT_EQ(refused({{node, node}, {{1, 1}}}),
            "The edges lead in a circle: a node cannot come after itself.");
  EXPECT_EQ(refused({{node}, {{0, 0}}}), "A graph has 2 to 20 nodes.");
  EXPECT_EQ(refused({{node, node}, {}}), "A graph has 1 to 60 edges.");
  EXPECT_EQ(refused({{node, node}, {{0, 2}}}),
            "An edge leads from a node of the graph to another.");
  EXPECT_EQ(refused({{node, node}, {{0, 1}, {0, 1, 5}}}),
            "There is one edge at most from one node to another.");
  EXPECT_EQ(refused({{node, node}, {{0, 1, -1}}}), "The window of an edge is zero or longer.");
}

TEST(JourneyGraph, CountsWhoDidNotGoOn_JA03) {
  const GraphDefinition definition =
      graph({{EventSet{a}}, {EventSet{b}}, {EventSet{c}, GraphNeeds::all}, {EventSet{d}}},
            {{0, 2}, {1, 2}, {0, 3}});
  GraphReport report(definition);
  const auto add = [&](std::int64_t id, const std::vector<LineEvent>& line) {
    report.add({id}, line);
  };
  add(1, line_of({{a, 1}, {b, 2}, {c, 7}}));
  add(2, line_of({{a, 1}, {c, 7}}));
  add(3, line_of({{b, 1}, {a, 7}, {d, 9}}));
  add(4, line_of({{c, 1}}));
  EXPECT_EQ(report.customers(), 4U);
  EXPECT_EQ(report.started(), 3U);
  EXPECT_EQ(report.nodes()[0].reached, 3U);
  EXPECT_EQ(report.nodes()[0].stopped, 1U);
  EXPECT_EQ(report.nodes()[2].reached, 1U);
  EXPECT_EQ(report.nodes()[2].could, 2U) << "two were at both of its sources";
  EXPECT_EQ(report.nodes()[2].stopped, 0U) << "no edge leads on";
  EXPECT_EQ(report.nodes()[2].since_start_ms.median(), 6);
  EXPECT_EQ(report.edges()[0].reached_source, 3U);
  EXPECT_EQ(report.edges()[0].taken, 1U);
  EXPECT_EQ(report.edges()[1].took_ms.median(), 5);
}

// Everything that docs/queries.md says, tried out: for each instant every choice of nodes, and
// every way to give each of them an event of its own.
class Reference {
 public:
  Reference(const GraphDefinition& definition, Line line)
      : definition_(definition), happened_(definition.nodes.size()) {
    for (std::size_t first = 0; first < line.size();) {
      std::size_t last = first;
      while (last < line.size() && line[last].at_ms == line[first].at_ms) {
        ++last;
      }
      look_at(line.subspan(first, last - first));
      first = last;
    }
  }
  [[nodiscard]] GraphWalk walk() const {
    GraphWalk walk{.taken = taken_};
    for (const auto& times : happened_) {
      walk.reached_ms.push_back(times.empty() ? std::nullopt : std::optional(times.front()));
    }
    walk.taken.resize(definition_.edges.size());
    return walk;
  }

 private:
  void look_at(Line instant) {
    const std::int64_t at_ms = instant.front().at_ms;
    const std::size_t nodes = definition_.nodes.size();
    std::set<std::size_t> now;
    std::vector<std::set<std::size_t>> choices;
    for (std::uint32_t bits = 1; bits < (1U << nodes); ++bits) {
      std::set<std::size_t> chosen;
      for (std::size_t node = 0; node < nodes; ++node) {
        if (((bits >> node) & 1U) != 0) {
          chosen.insert(node);
        }
      }
      if (is_story(chosen, at_ms) && has_events(chosen, instant)) {
        now.insert(chosen.begin(), chosen.end());
        choices.push_back(std::move(chosen));
      }
    }
    note_edges(choices, at_ms);
    for (const std::size_t node : now) {
      happened_[node].push_back(at_ms);
    }
  }
  [[nodiscard]] std::optional<std::int64_t> since(const GraphEdge& edge, std::int64_t at_ms) const {
    std::optional<std::int64_t> least;
    for (const std::int64_t before : happened_[edge.from]) {
      if (at_ms - before <= edge.window_ms) {
        least = std::min(least.value_or(at_ms - before), at_ms - before);
      }
    }
    return least;
  }
  // Whether each has what it needs.
  [[nodiscard]] bool is_story(const std::set<std::size_t>& chosen, std::int64_t at_ms) const {
    return std::all_of(chosen.begin(), chosen.end(), [&](std::size_t node) {
      std::size_t edges = 0;
      std::size_t fulfilled = 0;
      for (const GraphEdge& edge : definition_.edges) {
        if (edge.to == node) {
          ++edges;
          fulfilled += chosen.contains(edge.from) || since(edge, at_ms) ? 1 : 0;
        }
      }
      return edges == 0 || (definition_.nodes[node].needs == GraphNeeds::all ? fulfilled == edges
                                                                             : fulfilled > 0);
    });
  }
  [[nodiscard]] bool has_events(const std::set<std::size_t>& chosen, Line instant) const {
    if (chosen.size() > instant.size()) {
      return false;
    }
    std::vector<std::size_t> places(instant.size());
    std::iota(places.begin(), places.end(), 0U);
    do {
      std::size_t i = 0;
      if (std::all_of(chosen.begin(), chosen.end(), [&](std::size_t node) {
            return definition_.nodes[node].events.has(ana, instant[places[i++]]);
          })) {
        return true;
      }
    } while (std::next_permutation(places.begin(), places.end()));
    return false;
  }
  void note_edges(const std::vector<std::set<std::size_t>>& choices, std::int64_t at_ms) {
    taken_.resize(definition_.edges.size());
    for (std::size_t i = 0; i < taken_.size(); ++i) {
      const GraphEdge& edge = definition_.edges[i];
      if (taken_[i]) {
        continue;
      }
      for (const auto& chosen : choices) {
        if (!chosen.contains(edge.to)) {
          continue;
        }
        const auto took =
            chosen.contains(edge.from) ? std::optional<std::int64_t>(0) : since(edge, at_ms);
        if (took && (!taken_[i] || *took < taken_[i]->took_ms)) {
          taken_[i] = {.at_ms = at_ms, .took_ms = *took};
        }
      }
    }
  }

  const GraphDefinition& definition_;
  std::vector<std::vector<std::int64_t>> happened_;
  std::vector<std::optional<GraphWalk::Taken>> taken_;
};

GraphDefinition random_graph(std::mt19937& random, std::uint32_t codes) {
  GraphDefinition definition;
  const std::size_t nodes = 2 + random() % 4;
  for (std::size_t node = 0; node < nodes; ++node) {
    std::vector<std::uint32_t> own = {below(random, codes)};
    if (random() % 3 == 0) {
      own.push_back(below(random, codes));
    }
    definition.nodes.push_back({.events = EventSet(std::span<const std::uint32_t>(own)),
                                .needs = random() % 2 == 0 ? GraphNeeds::any : GraphNeeds::all});
  }
  // Forward in an order that the numbers of the nodes do not tell.
  std::vector<std::size_t> order(nodes);
  std::iota(order.begin(), order.end(), 0U);
  std::shuffle(order.begin(), order.end(), random);
  for (std::size_t from = 0; from < nodes; ++from) {
    for (std::size_t to = from + 1; to < nodes; ++to) {
      if (random() % 5 < 3) {
        definition.edges.push_back(
            {.from = order[from],
             .to = order[to],
             .window_ms = random() % 2 == 0 ? no_window : static_cast<std::int64_t>(random() % 9)});
      }
    }
  }
  if (definition.edges.empty()) {
    definition.edges.push_back({.from = 0, .to = 1});
  }
  return definition;
}

TEST(JourneyGraph, EqualsWhatTryingEverythingFinds_JA03) {
  std::mt19937 random(31);  // NOLINT(cert-msc51-cpp,bugprone-random-generator-seed): repeatable.
  std::size_t reached_all = 0;
  for (int round = 0; round < 6'000; ++round) {
    const std::uint32_t codes = 1 + below(random, 4);
    const GraphDefinition definition = random_graph(random, codes);
    ASSERT_TRUE(check(definition).ok());
    const auto line = random_line(random, 6, codes, 5, 1);
    const GraphWalk found = walk(definition, line);
    ASSERT_EQ(found, Reference(definition, line).walk()) << "round " << round;
    reached_all += std::all_of(found.reached_ms.begin(), found.reached_ms.end(),
                               [](const auto& at) { return at.has_value(); })
                       ? 1
                       : 0;
  }
  EXPECT_GT(reached_all, 300U);
}

TEST(JourneyGraph, AChainIsAFunnelWithItsWindowFromStepToStep_JA03) {
  std::mt19937 random(7);  // NOLINT(cert-msc51-cpp,bugprone-random-generator-seed): repeatable.
  for (int round = 0; round < 3'000; ++round) {
    const auto window_ms = static_cast<std::int64_t>(random() % 9);
    std::vector<EventSet> steps;
    GraphDefinition definition;
    for (std::size_t step = 0; step < 4; ++step) {
      steps.push_back(EventSet{below(random, 3)});
      definition.nodes.push_back({.events = steps.back()});
      if (step > 0) {
        definition.edges.push_back({.from = step - 1, .to = step, .window_ms = window_ms});
      }
    }
    FunnelDefinition funnel{
        .steps = 4, .window_ms = window_ms, .window_kind = WindowKind::between_steps};
    funnel.match({.steps = steps});
    const auto line = random_line(random, 8, 3, 5, 1);
    const auto attempts = find_attempts(funnel, ana, line);
    const std::size_t level = attempts.empty() ? 0 : attempts.front().level();
    const GraphWalk found = walk(definition, line);
    for (std::size_t node = 0; node < 4; ++node) {
      ASSERT_EQ(found.reached_ms[node].has_value(), node < level) << "round " << round;
    }
  }
}

TEST(JourneyGraph, EachFigureIsTheNumberOfThoseBehindIt_JA03) {
  std::mt19937 random(5);  // NOLINT(cert-msc51-cpp,bugprone-random-generator-seed): repeatable.
  for (int round = 0; round < 60; ++round) {
    const GraphDefinition definition = random_graph(random, 4);
    std::vector<std::vector<LineEvent>> lines;
    GraphReport whole(definition);
    GraphReport half(definition);
    for (std::int64_t id = 1; id <= 40; ++id) {
      lines.push_back(random_line(random, 9, 4, 5, 1));
      (id % 2 == 0 ? whole : half).add({id}, lines.back());
    }
    whole.merge(half);
    const auto count = [&](GraphCellKind kind, std::size_t place) {
      std::uint64_t found = 0;
      for (std::size_t i = 0; i < lines.size(); ++i) {
        found += is_in({.kind = kind, .place = place}, definition,
                       {static_cast<std::int64_t>(i) + 1}, lines[i])
                     ? 1
                     : 0;
      }
      return found;
    };
    EXPECT_EQ(count(GraphCellKind::started, 0), whole.started());
    EXPECT_EQ(count(GraphCellKind::not_started, 0), whole.customers() - whole.started());
    for (std::size_t node = 0; node < definition.nodes.size(); ++node) {
      const GraphNodeCounts& counts = whole.nodes()[node];
      EXPECT_EQ(count(GraphCellKind::reached, node), counts.reached);
      EXPECT_EQ(count(GraphCellKind::stopped, node), counts.stopped);
      if (counts.could > 0) {
        EXPECT_EQ(count(GraphCellKind::missed, node), counts.could - counts.reached);
      }
    }
    for (std::size_t edge = 0; edge < definition.edges.size(); ++edge) {
      const GraphEdgeCounts& counts = whole.edges()[edge];
      EXPECT_EQ(count(GraphCellKind::taken, edge), counts.taken);
      EXPECT_EQ(count(GraphCellKind::left, edge), counts.reached_source - counts.taken);
    }
  }
}

}  // namespace
}  // namespace throughline::journey_engine
