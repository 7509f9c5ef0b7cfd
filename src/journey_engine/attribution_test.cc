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
  expect_shares(u_shaped, 2, {50, 50});
  expect_shares(j_shaped, 2, {25, 75});
  expect_shares(inverse_j, 2, {75, 25});
  expect_shares(same, 2, {0, 0});
  for (const auto model :
       {first, last, linear, u_shaped, j_shaped, inverse_j, custom, time_decay, participation}) {
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

AttributionQuestion question(AttributionModel model) {
  return {.rule = {.model = model}, .touches = EventSet{0, 1, 2}, .conversions = EventSet{buy}};
}

double credit(const AttributionQuestion& asked, Line line, Value channel) {
  Attribution found(asked);
  found.add({1}, line);
  const auto credit = found.channels().find(channel);
  return credit == found.channels().end() ? 0 : credit->second.conversions.value();
}

TEST(Attribution, TouchesAreThoseBeforeInTheLineWithinTheLookBackAndCase_JA05) {
  const auto line = line_of({{0, 0}, {1, 50}, {buy, 60}, {2, 60}, {buy, 70}});
  AttributionQuestion asked = question(AttributionModel::linear);
  EXPECT_DOUBLE_EQ(credit(asked, line, 0), 0.5 + 1.0 / 3);
  EXPECT_DOUBLE_EQ(credit(asked, line, 2), 1.0 / 3);
  asked.look_back_ms = 60;
  EXPECT_DOUBLE_EQ(credit(asked, line, 0), 0.5);
  asked.look_back_ms = unlimited;
  asked.touches_once = true;
  EXPECT_DOUBLE_EQ(credit(asked, line, 2), 1);
  asked.cases = {.per_session = true, .session = {.timeout_ms = 49}};
  EXPECT_DOUBLE_EQ(credit(asked, line, 0), 0);
  EXPECT_DOUBLE_EQ(credit(asked, line, 1), 1);
}

TEST(Attribution, SameCreditsTheConversionItselfAndTellsWhoConvertedWithoutAny_JA05) {
  AttributionQuestion asked = question(AttributionModel::same);
  asked.touches = EventSet{0, buy};
  const auto line = line_of({{0, 0}, {buy, 5}});
  EXPECT_EQ(credit(asked, line, buy), 1);
  EXPECT_TRUE(gave_credit(buy, asked, {1}, line));
  EXPECT_FALSE(gave_credit(0, asked, {1}, line));
  EXPECT_TRUE(gave_credit(no_value, question(AttributionModel::last), {1}, line_of({{buy, 5}})));
  EXPECT_FALSE(gave_credit(no_value, question(AttributionModel::last), {1}, line));
}

TEST(Attribution, WhoTouchedAndWhoGaveCreditAreCountedApart_JA05) {
  const AttributionQuestion asked = question(AttributionModel::last);
  const auto twice = line_of({{0, 0}, {1, 1}, {buy, 2}, {1, 3}, {buy, 4}});
  const auto without = line_of({{buy, 5}});
  Attribution found(asked);
  found.add({1}, twice);
  found.add({2}, without);
  EXPECT_EQ(found.customers(), 2U);
  EXPECT_EQ(found.conversions(), 3U);
  EXPECT_EQ(found.channels().at(0).customers, 1U);
  EXPECT_EQ(found.channels().at(0).credited, 0U) << "the last touch was another";
  EXPECT_EQ(found.channels().at(1).credited, 1U) << "one person, for both conversions";
  EXPECT_TRUE(converted(Value{0}, asked, {1}, twice));
  EXPECT_FALSE(converted(Value{0}, asked, {2}, without));
  EXPECT_TRUE(converted(std::nullopt, asked, {2}, without));
  EXPECT_FALSE(converted(std::nullopt, asked, {3}, line_of({{0, 0}})));
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

Attribution attribute(const AttributionQuestion& asked, const std::vector<PathData>& paths,
                      double& value) {
  Attribution whole(asked);
  Attribution part(asked);
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
  asked.value = [&](CustomerId, const LineEvent&) { return value; };
  const std::map<std::string, AttributionModel> models = {{"first", AttributionModel::first},
                                                          {"last", AttributionModel::last},
                                                          {"linear", AttributionModel::linear}};
  for (const auto& [name, model] : models) {
    asked.rule.model = model;
    const Attribution found = attribute(asked, paths, value);
    EXPECT_EQ(found.conversions(), 19'785U);
    EXPECT_EQ(found.unattributed(), 0U);
    for (const auto& [channel, number] : channels) {
      const auto figure = [&, of = channel](const std::string& column) {
        return testing::at(reference, {"heuristic", column, of}).number().value_or(-1);
      };
      const ChannelCredit& credit = found.channels().at(number);
      EXPECT_NEAR(credit.conversions.value(), figure(name), 0.51e-6) << channel;
      EXPECT_NEAR(credit.value.value(), figure(name + "_value"), 0.51e-6) << channel;
    }
  }
}

}  // namespace
}  // namespace throughline::journey_engine
