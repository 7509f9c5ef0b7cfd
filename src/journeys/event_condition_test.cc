// Conditions over columns against the same conditions over one event's facts.
#include <gtest/gtest.h>

#include <array>
#include <map>

#include "base/random.h"
#include "condition/condition_json.h"
#include "condition/evaluate.h"
#include "journeys/journeys.breakdown.h"
#include "journeys/journeys.event_condition.h"
#include "journeys/journeys.event_property.h"

namespace throughline::journeys {
namespace {

using journey_engine::PropertyColumns;
using journey_engine::PropertyValue;

constexpr Time now = {1'780'000'000 * us_per_second};
constexpr std::uint64_t rows_count = 600;

// A record of JSON by row.
class Events : public journey_engine::PropertySource {
 public:
  Result<void> read(const std::string& property, std::uint64_t first, std::uint64_t last,
                    const Sink& sink) override {
    for (auto found = all.lower_bound(first); found != all.end() && found->first < last; ++found) {
      const auto document = codec::JsonDocument::parse(found->second);
      if (auto value = property_of(document->root(), property)) {
        EXPECT_TRUE(may_have_property(found->second, property));
        sink(found->first, *std::move(value));
      }
    }
    return {};
  }
  std::map<std::uint64_t, std::string> all;
};

class Generator {
 public:
  explicit Generator(std::uint64_t seed) : random_(seed) {}

  std::string event() {
    std::string json = "{\"always\":1";
    for (const std::string& key : keys) {
      if (random_.below(3) != 0) {
        json += ",\"" + key + "\":" + value();
      }
    }
    return json + "}";
  }
  std::string condition(int depth) {
    switch (random_.below(depth > 0 ? 8 : 5)) {
      case 5:
        return R"({"not":)" + condition(depth - 1) + "}";
      case 6:
        return R"({"and":[)" + conditions(depth) + "]}";
      case 7:
        return R"({"or":[)" + conditions(depth) + "]}";
      default:
        return R"({"property":")" + pick(keys) + R"(",)" + test() + "}";
    }
  }
  std::uint64_t below(std::uint64_t bound) { return random_.below(bound); }

 private:
  static const inline std::array<std::string, 3> keys = {"total", "currency", "at"};
  static const inline std::array<std::string, 12> values = {
      "1",     "7.5",      "1e300",      "-3",    "9007199254740993",
      "true",  R"("EUR")", R"("ÄRGER")", R"("")", R"("2026-05-20T10:00:00Z")",
      "[1,2]", "null"};

  template <std::size_t size>
  const std::string& pick(const std::array<std::string, size>& from) {
    return from.at(random_.below(size));
  }
  std::string value() { return pick(values); }
  std::string scalar() {
    static const std::array<std::string, 6> scalars = {"1",        "7.5",   "true",
                                                       R"("EUR")", R"("")", R"("eur")"};
    return pick(scalars);
  }
  std::string conditions(int depth) {
    std::string list;
    for (std::uint64_t i = random_.below(3); i > 0; --i) {
      list += (list.empty() ? "" : ",") + condition(depth - 1);
    }
    return list;
  }
  std::string test() {
    static const std::array<std::string, 14> names = {
        "equals",    "not_equals", "one_of",      "contains",       "starts_with",
        "ends_with", "greater",    "less",        "exists",         "missing",
        "before",    "after",      "within_days", "not_within_days"};
    const std::string& name = pick(names);
    std::string is = R"("is":")" + name + "\"";
    if (name == "exists" || name == "missing") {
      return is;
    }
    if (name == "one_of") {
      return is + ",\"value\":[" + scalar() + "," + scalar() + "]";
    }
    if (name == "contains" || name == "starts_with" || name == "ends_with") {
      return is + R"(,"value":"är")";
    }
    if (name == "before" || name == "after") {
      return is + R"(,"value":"2026-05-20")";
    }
    if (name == "equals" || name == "not_equals") {
      return is + ",\"value\":" + scalar();
    }
    return is + ",\"value\":" + std::to_string(random_.below(20));
  }

  SeededRandom random_;
};

condition::Facts facts_of(const std::string& json) {
  condition::Facts facts;
  const auto document = codec::JsonDocument::parse(json);
  for (const auto& [key, value] : document->root().members()) {
    if (const auto found = value_of(value)) {
      facts.properties.emplace(key, fact_of(*found));
    }
  }
  return facts;
}

TEST(EventCondition, HoldsWhereItHoldsOfTheEventItself) {
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    Generator generator(seed);
    Events events;
    for (std::uint64_t row = 1; row < rows_count; ++row) {
      if (generator.below(5) != 0) {
        events.all[row] = generator.event();
      }
    }
    std::map<std::uint64_t, condition::Facts> facts;
    for (const auto& [row, event] : events.all) {
      facts.emplace(row, facts_of(event));
    }
    PropertyColumns columns(events);
    const ReadProperty read_property = [&](const std::string& name) {
      return columns.view(name, rows_count);
    };
    for (int i = 0; i < 60; ++i) {
      const std::string json = generator.condition(3);
      const auto condition = condition::parse_condition(json);
      ASSERT_TRUE(condition.ok()) << json;
      const auto tested = EventCondition::make(*condition, read_property, now);
      ASSERT_TRUE(tested.ok()) << json << ": " << tested.error().message;
      for (const auto& [row, event] : events.all) {
        ASSERT_EQ(tested->holds(row), condition::holds(*condition, facts.at(row), now))
            << json << " of " << event;
      }
    }
  }
}

TEST(EventCondition, RefusesWhatEventsCannotAnswer) {
  Events events;
  events.all = {{1, R"({"total":12,"currency":"EUR"})"}};
  PropertyColumns columns(events);
  const auto refusal = [&](std::string_view json) {
    const auto condition = condition::parse_condition(json);
    EXPECT_TRUE(condition.ok());
    const auto tested = EventCondition::make(
        *condition, [&](const std::string& name) { return columns.view(name, 1); }, now);
    return tested.ok() ? "" : tested.error().message;
  };
  EXPECT_EQ(refusal(R"({"property":"total","is":"greater","value":10})"), "");
  EXPECT_NE(refusal(R"({"trait":"plan","is":"exists"})").find("`property`"), std::string::npos);
  EXPECT_NE(refusal(R"({"not":{"event":"Paid"}})").find("`people`"), std::string::npos);
  EXPECT_EQ(refusal(R"({"property":"currency","is":"greater","value":10})"),
            "`currency` is never a number: `greater` cannot hold");
  EXPECT_EQ(refusal(R"({"property":"total","is":"contains","value":"1"})"),
            "`total` is never text: `contains` cannot hold");
  EXPECT_EQ(refusal(R"({"property":"currency","is":"within_days","value":7})"),
            "`currency` is never a date or time: `within_days` cannot hold");
}

TEST(EventProperty, IsFoundByItsNameOrByAPath) {
  const auto found = [](std::string_view json, std::string_view key) {
    const auto document = codec::JsonDocument::parse(json);
    const auto value = property_of(document->root(), key);
    return value ? json_of(*value) : "none";
  };
  EXPECT_EQ(found(R"({"a":{"b":{"c":3}}})", "a.b.c"), "3");
  EXPECT_EQ(found(R"({"a.b":1,"a":{"b":2}})", "a.b"), "1");
  EXPECT_EQ(found(R"({"a":{"b.c":true}})", "a.b.c"), "true");
  EXPECT_EQ(found(R"({"a":{"b":null}})", "a.b"), "none");
  EXPECT_EQ(found(R"({"a":[1,"x"]})", "a"), R"("[1,\"x\"]")");
  EXPECT_EQ(found(R"({"a":1.50})", "a"), "1.5");
  EXPECT_FALSE(may_have_property(R"({"total":1})", "currency"));
  EXPECT_TRUE(may_have_property(R"({"a\"b":1})", "a\"b"));
}

TEST(Breakdown, GivesEqualValuesOneKeyAndFindsItAgain) {
  Events events;
  events.all = {{1, R"({"v":1})"}, {2, R"({"v":1.0})"},  {3, R"({"v":"1"})"}, {4, R"({"v":true})"},
                {5, R"({"w":1})"}, {6, R"({"v":-0.0})"}, {7, R"({"v":0})"}};
  PropertyColumns columns(events);
  const Breakdown breakdown(*columns.view("v", 7));
  const auto key = [&](std::uint64_t row) { return breakdown.key_of({}, row); };
  EXPECT_EQ(key(1), key(2));
  EXPECT_EQ(key(6), key(7));
  EXPECT_NE(key(1), key(3));
  EXPECT_EQ(key(5), no_value_key);
  for (std::uint64_t row = 1; row <= 7; ++row) {
    if (row != 5) {
      EXPECT_EQ(breakdown.find(breakdown.json_of(key(row))), key(row)) << row;
    }
  }
  EXPECT_EQ(breakdown.find(R"("2")"), std::nullopt);
  EXPECT_EQ(breakdown.find("null"), std::nullopt);

  TraitValues trait;
  trait.set({3}, 12.0);
  trait.set({900}, 12.0);
  trait.set({4}, std::string("12"));
  const Breakdown by_trait(std::move(trait));
  EXPECT_EQ(by_trait.key_of({3}, 0), by_trait.key_of({900}, 0));
  EXPECT_NE(by_trait.key_of({3}, 0), by_trait.key_of({4}, 0));
  EXPECT_EQ(by_trait.key_of({5}, 0), no_value_key);
  EXPECT_EQ(by_trait.find("12"), by_trait.key_of({3}, 0));
  EXPECT_EQ(by_trait.json_of(by_trait.key_of({4}, 0)), R"("12")");
}

}  // namespace
}  // namespace throughline::journeys
