// Process maps and variants of public event logs against pm4py's figures. Needs the folder named by
// THROUGHLINE_TEST_DATA.
#include "testing/event_log.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "journey_engine/map_detail.h"
#include "journey_engine/process_map.h"
#include "journey_engine/variants.h"
#include "testing/test_data.h"

namespace throughline::journey_engine {
namespace {

using codec::Json;
using testing::at;
using testing::EventLog;
using Counts = std::map<std::string, std::uint64_t>;

struct Found {
  ProcessMap map;
  Variants variants;
};

Found analyse(const TraceRule& rule, const EventLog& log) {
  // In two parts, merged: nothing may depend on who counted what.
  Found found{ProcessMap(rule), Variants(rule)};
  Found other{ProcessMap(rule), Variants(rule)};
  for (std::size_t i = 0; i < log.cases.size(); ++i) {
    Found& part = i % 3 == 0 ? other : found;
    part.map.add({static_cast<std::int64_t>(i + 1)}, log.cases[i]);
    part.variants.add({static_cast<std::int64_t>(i + 1)}, log.cases[i]);
  }
  found.map.merge(other.map);
  found.variants.merge(other.variants);
  return found;
}

std::uint64_t count_at(const Json& object, std::string_view key) {
  return static_cast<std::uint64_t>(at(object, {key}).integer().value_or(-1));
}

Counts counts_of(const Json& object) {
  Counts counts;
  for (const auto& [key, value] : object.members()) {
    counts[key] = static_cast<std::uint64_t>(value.integer().value_or(-1));
  }
  return counts;
}

Counts nodes_by(const ProcessMap& map, const EventLog& log, std::uint64_t MapNode::* field) {
  Counts counts;
  for (const auto& [value, node] : map.nodes()) {
    if (node.*field > 0) {
      counts[log.activities[value]] = node.*field;
    }
  }
  return counts;
}

void expect_nodes(const ProcessMap& map, const EventLog& log, const Json& reference) {
  EXPECT_EQ(nodes_by(map, log, &MapNode::events), counts_of(at(reference, {"activity_counts"})));
  EXPECT_EQ(nodes_by(map, log, &MapNode::starts), counts_of(at(reference, {"start_activities"})));
  EXPECT_EQ(nodes_by(map, log, &MapNode::ends), counts_of(at(reference, {"end_activities"})));
  EXPECT_EQ(nodes_by(map, log, &MapNode::rework_cases),
            counts_of(at(reference, {"rework_cases_per_activity"})));
}

void expect_edges(const ProcessMap& map, const EventLog& log, const Json& reference) {
  const auto& edges = at(reference, {"dfg"}).items();
  const std::vector<MapEdge> found = map.edges();
  EXPECT_EQ(found.size(), edges.size());
  for (const Json& expected : edges) {
    const std::string from(at(expected, {"src"}).text_or(""));
    const std::string to(at(expected, {"dst"}).text_or(""));
    const auto edge =
        std::ranges::find(found, MapStep{log.codes.at(from), log.codes.at(to)}, &MapEdge::step);
    ASSERT_NE(edge, found.end()) << from << " to " << to;
    EXPECT_EQ(edge->count, count_at(expected, "count")) << from << " to " << to;
    const double mean_ms = *at(expected, {"mean_s"}).number() * 1000;
    EXPECT_NEAR(edge->took_ms().mean(), mean_ms, 1e-12 * mean_ms + 1e-6);
    EXPECT_NEAR(edge->took_ms().median(), *at(expected, {"median_s"}).number() * 1000, 1e-3);
  }
}

void expect_variants(const Variants& variants, const EventLog& log, const Json& reference) {
  EXPECT_EQ(variants.count(), count_at(reference, "variants"));
  const std::vector<Variant> all = variants.most_frequent(variants.count());
  const auto counts = testing::numbers_of(at(reference, {"variant_counts"}));
  ASSERT_EQ(all.size(), counts.size());
  for (std::size_t i = 0; i < all.size(); ++i) {
    EXPECT_EQ(static_cast<double>(all[i].cases), counts[i]);
  }
  for (const Json& top : at(reference, {"top_variants"}).items()) {
    std::vector<Value> nodes;
    for (const Json& activity : at(top, {"activities"}).items()) {
      nodes.push_back(log.codes.at(std::string(activity.text_or(""))));
    }
    const auto same = std::find_if(all.begin(), all.end(),
                                   [&](const Variant& variant) { return variant.nodes == nodes; });
    ASSERT_NE(same, all.end());
    EXPECT_EQ(same->cases, count_at(top, "count"));
  }
}

void expect_durations(const ProcessMap& map, const Json& reference) {
  const auto number = [&](const char* part, const char* key) {
    return *at(reference, {part, key}).number();
  };
  EXPECT_NEAR(map.lasted_ms().quantile(0) / 1000, number("case_duration_s", "min"), 1e-9);
  EXPECT_NEAR(map.lasted_ms().quantile(1) / 1000, number("case_duration_s", "max"), 1e-9);
  EXPECT_NEAR(map.lasted_ms().median() / 1000, number("case_duration_s", "median"), 1e-6);
  const double mean = number("case_duration_s", "mean");
  EXPECT_NEAR(map.lasted_ms().mean() / 1000, mean, 1e-12 * mean);
}

void compare(const EventLog& log, const std::string& reference_path) {
  const Json reference = testing::read_test_json(reference_path);
  const TraceRule rule;
  const Found found = analyse(rule, log);
  EXPECT_EQ(found.map.cases(), count_at(reference, "cases"));
  EXPECT_EQ(found.map.events(), count_at(reference, "events"));
  EXPECT_EQ(log.activities.size(), count_at(reference, "activities"));
  expect_nodes(found.map, log, reference);
  expect_edges(found.map, log, reference);
  expect_variants(found.variants, log, reference);
  expect_durations(found.map, reference);
}

TEST(EventLogs, GiveTheGraphsVariantsAndDurationsOfPm4py_AN04) {
  const auto folder = testing::test_data_folder("event-logs");
  if (!folder) {
    GTEST_SKIP() << "THROUGHLINE_TEST_DATA is not set";
  }
  for (const char* file : {"running-example.xes", "roadtraffic100traces.xes", "08_receipt.xes.gz",
                           "helpdesk.xes.gz", "03_repairExample.xes.gz"}) {
    SCOPED_TRACE(file);
    compare(testing::read_xes_log(*folder + "/" + file),
            *folder + "/reference/" + std::string(file).substr(0, std::string(file).rfind(".gz")) +
                ".ref.json");
  }
}

TEST(EventLogs, AreTheSameReadFromCsv_AN04) {
  const auto folder = testing::test_data_folder("event-logs");
  if (!folder) {
    GTEST_SKIP() << "THROUGHLINE_TEST_DATA is not set";
  }
  compare(testing::read_csv_log(*folder + "/running-example.csv"),
          *folder + "/reference/running-example.xes.ref.json");
  compare(testing::read_csv_log(*folder + "/receipt.csv"),
          *folder + "/reference/08_receipt.xes.ref.json");
}

// The names one a line; how many begin and end where; "from>toxcount".
TEST(EventLogs, GiveTheGraphThatPm4pyExported_AN04) {
  const auto folder = testing::test_data_folder("event-logs");
  if (!folder) {
    GTEST_SKIP() << "THROUGHLINE_TEST_DATA is not set";
  }
  const EventLog log = testing::read_xes_log(*folder + "/running-example.xes");
  const TraceRule rule;
  const Found found = analyse(rule, log);
  std::istringstream file(testing::read_test_file(*folder + "/running-example.dfg"));
  std::string text;
  const auto next = [&] {
    std::getline(file, text);
    return text;
  };
  std::vector<std::string> names(std::stoul(next()));
  std::generate(names.begin(), names.end(), next);
  for (const auto field : {&MapNode::starts, &MapNode::ends}) {
    Counts expected;
    for (std::size_t left = std::stoul(next()); left > 0; --left) {
      const std::string entry = next();
      const std::size_t x = entry.find('x');
      expected[names.at(std::stoul(entry))] = std::stoul(entry.substr(x + 1));
    }
    EXPECT_EQ(nodes_by(found.map, log, field), expected);
  }
  const std::vector<MapEdge> edges = found.map.edges();
  std::size_t count = 0;
  for (; !next().empty(); ++count) {
    const std::size_t to = text.find('>') + 1;
    const std::size_t times = text.find('x') + 1;
    const MapStep step{log.codes.at(names.at(std::stoul(text))),
                       log.codes.at(names.at(std::stoul(text.substr(to))))};
    const auto edge = std::ranges::find(edges, step, &MapEdge::step);
    ASSERT_NE(edge, edges.end());
    EXPECT_EQ(edge->count, std::stoul(text.substr(times)));
  }
  EXPECT_EQ(count, edges.size());
  EXPECT_GT(count, 10U);
}

TEST(EventLogs, LessDetailKeepsTheBusiestAndLeavesNothingInTheAir_JM05) {
  const auto folder = testing::test_data_folder("event-logs");
  if (!folder) {
    GTEST_SKIP() << "THROUGHLINE_TEST_DATA is not set";
  }
  const EventLog log = testing::read_xes_log(*folder + "/08_receipt.xes.gz");
  const TraceRule rule;
  const Found found = analyse(rule, log);
  const MapDetail all = choose_detail(found.map, 1, 1);
  EXPECT_EQ(all.nodes.size(), found.map.nodes().size());
  EXPECT_EQ(all.edges.size(), found.map.edges().size());
  EXPECT_EQ(all.events, found.map.events());
  const MapDetail some = choose_detail(found.map, 0.3, 0.1);
  EXPECT_EQ(some.nodes.size(), 9U);  // Of 27.
  EXPECT_LT(some.edges.size(), all.edges.size() / 3);
  EXPECT_TRUE(some.nodes.contains(log.codes.at("Confirmation of receipt")));
  for (const Value node : some.nodes) {
    EXPECT_TRUE(std::any_of(some.edges.begin(), some.edges.end(), [&](const MapEdge& edge) {
      const auto& [from, to] = edge.step;
      return from != to && (from == node || to == node);
    })) << log.activities[node];
  }
  EXPECT_EQ(choose_detail(found.map, 0, 0).nodes.size(), 1U);
}

}  // namespace
}  // namespace throughline::journey_engine
