#include "journey_engine/attribution.h"

#include <gtest/gtest.h>

#include <sstream>

#include "journey_engine/lines_test.h"
#include "testing/test_data.h"

namespace throughline::journey_engine {
namespace {

std::vector<Touch> touches(std::initializer_list<std::int64_t> days_before) {
  std::vector<Touch> touches;
  for (const std::int64_t days : days_before) {
    touches.push_back({static_cast<Value>(touches.size()), days * test_day});
  }
  return touches;
}

void expect_shares(AttributionModel model, std::size_t count,
                   const std::vector<double>& hundredths) {
  std::vector<Touch> path(count);
  for (std::size_t i = 0; i < count; ++i) {
    path[i].channel = static_cast<Value>(i);
  }
  const auto shares = share_credit({.model = model}, path);
  ASSERT_EQ(shares.size(), hundredths.size());
  for (std::size_t i = 0; i < count; ++i) {
    EXPECT_NEAR(shares[i] * 100, hundredths[i], 1e-9) << static_cast<int>(model) << " " << i;
  }
}

TEST(Attribution, GivesTheKnownSharesOfAPathOfFour_JA05) {
  using enum AttributionModel;
  expect_shares(first, 4, {100, 0, 0, 0});
  expect_shares(last, 4, {0, 0, 0, 100});
  expect_shares(linear, 4, {25, 25, 25, 25});
  expect_shares(u_shaped, 4, {40, 10, 10, 40});
  expect_shares(j_shaped, 4, {20, 10, 10, 60});
  expect_shares(inverse_j, 4, {60, 10, 10, 20});
  expect_shares(participation, 4, {100, 100, 100, 100});
  expect_shares(shapley, 4, {25, 25, 25, 25});
  expect_shares(u_shaped, 2, {50, 50});
  expect_shares(j_shaped, 2, {25, 75});
  expect_shares(inverse_j, 2, {75, 25});
  expect_shares(same, 2, {0, 0});
  for (const auto model : {first, last, linear, u_shaped, j_shaped, inverse_j, custom, time_decay,
                           participation, shapley, markov}) {
    expect_shares(model, 1, {100});
    expect_shares(model, 0, {});
  }
  const auto own = share_credit({custom, {1, 0, 3}}, touches({9, 5, 1}));
  EXPECT_EQ(own, (std::vector<double>{0.25, 0, 0.75}));
}

TEST(Attribution, TimeDecayOfTheKnownOrderOf50_JA05) {
  const auto shares = share_credit({.model = AttributionModel::time_decay}, touches({9, 6, 0, 0}));
  const std::vector<double> expected = {6.92, 9.32, 16.88, 16.88};
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_NEAR(shares[i] * 50, expected[i], 0.005);
  }
  // However long ago, somebody gets it.
  const auto old = share_credit({.model = AttributionModel::time_decay, .half_life_ms = 1},
                                touches({90'000, 80'000}));
  EXPECT_EQ(old, (std::vector<double>{0, 1}));
}

constexpr std::uint32_t buy = 9;

AttributionQuestion question() {
  return {.touches = EventSet{0, 1, 2}, .conversions = EventSet{buy}};
}

double credit(const AttributionQuestion& asked, AttributionModel model, Line line, Value channel) {
  Attribution found(asked, {{.model = model}});
  found.add({1}, line);
  const auto channels = found.channels();
  const auto credit = channels.find(channel);
  return credit == channels.end() ? 0 : credit->second.models[0].conversions;
}

TEST(Attribution, CreditIsByValueWhereAConversionHasOne_JA05) {
  AttributionQuestion asked{.touches = EventSet{0, 1, 2, 3}, .conversions = EventSet{buy}};
  asked.value = [](const LineEvent& event) {
    return event.row == 99 ? std::nullopt : std::optional<double>(50);
  };
  const std::vector<LineEvent> order = {{0, 0, 1},
                                        {1, 3 * test_day, 2},
                                        {2, 9 * test_day, 3},
                                        {3, 9 * test_day, 4},
                                        {buy, 9 * test_day, 5}};
  Attribution found(
      asked, {{.model = AttributionModel::time_decay}, {.model = AttributionModel::participation}});
  found.add({1}, order);
  const std::vector<LineEvent> without_value = {{0, 0, 1}, {buy, 5, 99}};
  found.add({2}, without_value);
  const std::vector<LineEvent> untouched = {{buy, 5, 6}};
  found.add({3}, untouched);
  const auto channels = found.channels();
  const std::vector<double> expected = {6.92, 9.32, 16.88, 16.88};
  for (Value channel = 0; channel < 4; ++channel) {
    EXPECT_NEAR(channels.at(channel).models[0].value, expected[channel], 0.005);
    EXPECT_EQ(channels.at(channel).models[1].value, 50);
  }
  EXPECT_EQ(channels.at(0).models[1].conversions, 2);
  EXPECT_EQ(found.value(), 100);
  EXPECT_EQ(found.without_value(), 1U);
  EXPECT_EQ(found.unattributed(0).conversions, 1U);
  EXPECT_EQ(found.unattributed(0).value, 50);
}

TEST(Attribution, TouchesAreThoseBeforeInTheLineWithinTheLookBackAndCase_JA05) {
  using enum AttributionModel;
  const auto line = line_of({{0, 0}, {1, 50}, {buy, 60}, {2, 60}, {buy, 70}});
  AttributionQuestion asked = question();
  EXPECT_DOUBLE_EQ(credit(asked, linear, line, 0), 0.5 + 1.0 / 3);
  EXPECT_DOUBLE_EQ(credit(asked, linear, line, 2), 1.0 / 3);
  asked.look_back_ms = 60;
  EXPECT_DOUBLE_EQ(credit(asked, linear, line, 0), 0.5);
  asked.look_back_ms = unlimited;
  asked.touches_once = true;
  EXPECT_DOUBLE_EQ(credit(asked, linear, line, 2), 1);
  asked.cases = {.per_session = true, .session = {.timeout_ms = 49}};
  EXPECT_DOUBLE_EQ(credit(asked, linear, line, 0), 0);
  EXPECT_DOUBLE_EQ(credit(asked, linear, line, 1), 1);
}

TEST(Attribution, SameCreditsTheConversionItselfAndTellsWhoConvertedWithoutAny_JA05) {
  const AttributionRule same{.model = AttributionModel::same};
  const AttributionRule last{.model = AttributionModel::last};
  AttributionQuestion asked = question();
  asked.touches = EventSet{0, buy};
  const auto line = line_of({{0, 0}, {buy, 5}});
  EXPECT_EQ(credit(asked, AttributionModel::same, line, buy), 1);
  EXPECT_TRUE(gave_credit(buy, same, asked, {1}, line));
  EXPECT_FALSE(gave_credit(0, same, asked, {1}, line));
  EXPECT_TRUE(gave_credit(no_value, last, question(), {1}, line_of({{buy, 5}})));
  EXPECT_FALSE(gave_credit(no_value, last, question(), {1}, line));
  EXPECT_FALSE(gave_credit(no_value, last, question(), {1}, line_of({{0, 5}})));
}

TEST(Attribution, WhoTouchedAndWhoGaveCreditAreCountedApart_JA05) {
  const AttributionQuestion asked = question();
  const auto twice = line_of({{0, 0}, {1, 1}, {buy, 2}, {1, 3}, {buy, 4}});
  const auto without = line_of({{buy, 5}});
  Attribution found(asked, {{.model = AttributionModel::last}});
  found.add({1}, twice);
  found.add({2}, without);
  EXPECT_EQ(found.customers(), 2U);
  EXPECT_EQ(found.conversions(), 3U);
  const auto channels = found.channels();
  EXPECT_EQ(channels.at(0).customers, 1U);
  EXPECT_EQ(channels.at(0).models[0].customers, 0U) << "the last touch was another";
  EXPECT_EQ(channels.at(1).models[0].customers, 1U) << "one person, for both conversions";
  EXPECT_TRUE(converted(Value{0}, asked, {1}, twice));
  EXPECT_FALSE(converted(Value{0}, asked, {2}, without));
  EXPECT_TRUE(converted(std::nullopt, asked, {2}, without));
  EXPECT_FALSE(converted(std::nullopt, asked, {3}, line_of({{0, 0}})));
}

TEST(Attribution, PathsEndInConversionsOrInNothing_JA05) {
  AttributionQuestion asked = question();
  const auto channels_of = [&](Line line) {
    std::vector<std::pair<bool, std::vector<Value>>> paths;
    for (const TouchPath& path : find_touch_paths(asked, {1}, line)) {
      auto& [converts, channels] = paths.emplace_back(path.conversion.has_value(), 0);
      for (const Touch& touch : path.touches) {
        channels.push_back(touch.channel);
      }
    }
    return paths;
  };
  using Paths = std::vector<std::pair<bool, std::vector<Value>>>;
  const auto line = line_of({{0, 0}, {buy, 1}, {1, 2}, {buy, 3}, {2, 10}, {0, 20}});
  EXPECT_EQ(channels_of(line), (Paths{{true, {0}}, {true, {0, 1}}, {false, {2, 0}}}));
  asked.touches_once = true;
  EXPECT_EQ(channels_of(line), (Paths{{true, {0}}, {true, {1}}, {false, {2, 0}}}));
  asked.look_back_ms = 9;
  EXPECT_EQ(channels_of(line), (Paths{{true, {0}}, {true, {1}}, {false, {0}}}));
}

constexpr std::uint32_t conversion = 100;

struct PathData {
  std::vector<LineEvent> line = {};
  double value = 0;  // Of each conversion.
};

// Each path of the file as the line of one customer, with its conversions at the end.
std::vector<PathData> read_paths(const std::string& file,
                                 const std::map<std::string, Value>& channels) {
  std::vector<PathData> paths;
  for (const auto& row : testing::read_test_csv(file)) {
    PathData& path = paths.emplace_back();
    std::istringstream text(row.at(0));
    for (std::string word; text >> word;) {
      if (word != ">") {
        path.line.push_back({channels.at(word), static_cast<std::int64_t>(path.line.size()), 0});
      }
    }
    const std::size_t count = std::stoul(row.at(1));
    path.line.insert(path.line.end(), count, LineEvent{conversion, 1000, 0});
    path.value = count == 0 ? 0 : std::stod(row.at(2)) / static_cast<double>(count);
  }
  return paths;
}

Attribution attribute(const AttributionQuestion& asked, const std::vector<AttributionRule>& rules,
                      const std::vector<PathData>& paths, double& value) {
  Attribution whole(asked, rules);
  Attribution part(asked, rules);
  for (std::size_t i = 0; i < paths.size(); ++i) {
    value = paths[i].value;
    (i % 2 == 0 ? whole : part).add({static_cast<std::int64_t>(i + 1)}, paths[i].line);
  }
  whole.merge(part);
  return whole;
}

TEST(Attribution, EqualsTheFiguresOfTenThousandPaths_JA05) {
  const auto folder = testing::test_data_folder("attribution");
  if (!folder) {
    GTEST_SKIP() << "THROUGHLINE_TEST_DATA is not set";
  }
  const codec::Json reference = testing::read_test_json(*folder + "/reference.json");
  std::map<std::string, Value> channels;
  for (const codec::Json& name : testing::at(reference, {"channels"}).items()) {
    channels.emplace(name.text_or(""), static_cast<Value>(channels.size()));
  }
  const std::vector<PathData> paths = read_paths(*folder + "/Data.csv", channels);
  ASSERT_EQ(paths.size(), 10'000U);
  double value = 0;
  AttributionQuestion asked{.touches = EventSet::where([](CustomerId, const LineEvent& event) {
                              return event.code != conversion;
                            }),
                            .conversions = EventSet{conversion}};
  asked.value = [&](const LineEvent&) { return std::optional(value); };
  using enum AttributionModel;
  const std::vector<std::string> names = {"first", "last", "linear"};
  const Attribution found =
      attribute(asked, {{.model = first}, {.model = last}, {.model = linear}}, paths, value);
  EXPECT_EQ(found.conversions(), 19'785U);
  EXPECT_EQ(found.unattributed(0).conversions, 0U);
  const auto credits = found.channels();
  for (const auto& [channel, number] : channels) {
    for (std::size_t rule = 0; rule < names.size(); ++rule) {
      const auto figure = [&, of = channel](const std::string& column) {
        return testing::at(reference, {"heuristic", column, of}).number().value_or(-1);
      };
      const ModelCredit& credit = credits.at(number).models[rule];
      EXPECT_NEAR(credit.conversions, figure(names[rule]), 0.51e-6) << channel;
      EXPECT_NEAR(credit.value, figure(names[rule] + "_value"), 0.51e-6) << channel;
    }
  }
}

}  // namespace
}  // namespace throughline::journey_engine
