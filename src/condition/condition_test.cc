#include "condition/condition.h"

#include <gtest/gtest.h>

#include "condition/condition_json.h"
#include "condition/evaluate.h"

namespace throughline::condition {
namespace {

const Time now = *parse_time("2026-06-15T12:00:00Z");

Time days_ago(int days) {
  return {now.us - days * us_per_day};
}

Facts mara() {
  return {
      .traits = {{"plan", std::string("Pro")},
                 {"seats", 12.0},
                 {"trial", false},
                 {"renewed", std::string("2026-06-01")},
                 {"city", std::string("ÅRHUS")}},
      .identifiers = {{"user_id", "42"},
                      {"email", "mara@post.example"},
                      {"email", "m@old.example"}},
      .accounts = {{"acme", {{"tier", std::string("gold")}}}, {"home", {}}},
      .first_seen = days_ago(100),
      .last_seen = days_ago(3),
      .events = {{"Order Completed", {days_ago(90), days_ago(10), days_ago(3)}}},
  };
}

bool is(std::string_view json, const Facts& facts = mara()) {
  const auto condition = parse_condition(json);
  EXPECT_TRUE(condition.ok()) << json << ": " << (condition.ok() ? "" : condition.error().message);
  return condition.ok() && holds(*condition, facts, now);
}

TEST(Condition, ComparesTraitsByType) {
  EXPECT_TRUE(is(R"({"trait":"plan","is":"equals","value":"Pro"})"));
  EXPECT_FALSE(is(R"({"trait":"plan","is":"equals","value":"pro"})"));
  EXPECT_TRUE(is(R"({"trait":"plan","is":"contains","value":"pR"})"));
  EXPECT_TRUE(is(R"({"trait":"city","is":"starts_with","value":"år"})"));
  EXPECT_TRUE(is(R"({"trait":"seats","is":"greater","value":11.5})"));
  EXPECT_FALSE(is(R"({"trait":"seats","is":"less","value":12})"));
  EXPECT_FALSE(is(R"({"trait":"seats","is":"equals","value":"12"})"));
  EXPECT_TRUE(is(R"({"trait":"trial","is":"equals","value":false})"));
  EXPECT_TRUE(is(R"({"trait":"renewed","is":"after","value":"2026-06-01"})"));
  EXPECT_TRUE(is(R"({"trait":"renewed","is":"within_days","value":15})"));
  EXPECT_TRUE(is(R"({"trait":"plan","is":"one_of","value":["Free","Pro"]})"));
}

TEST(Condition, HoldsWithoutAValueOnlyForMissingAndNotEquals) {
  for (const char* comparison : {"equals", "contains", "greater", "before", "within_days"}) {
    const bool text = std::string(comparison) == "contains" || std::string(comparison) == "equals";
    const std::string value = std::string(comparison) == "before" ? "\"2026-01-01\""
                              : text                              ? "\"x\""
                                                                  : "1";
    EXPECT_FALSE(
        is(R"({"trait":"none","is":")" + std::string(comparison) + R"(","value":)" + value + "}"));
  }
  EXPECT_TRUE(is(R"({"trait":"none","is":"missing"})"));
  EXPECT_TRUE(is(R"({"trait":"none","is":"not_equals","value":"x"})"));
  EXPECT_FALSE(is(R"({"trait":"plan","is":"missing"})"));
}

TEST(Condition, TakesOneOfSeveralIdentifiersAndAccounts) {
  EXPECT_TRUE(is(R"({"identifier":"email","is":"ends_with","value":"OLD.example"})"));
  EXPECT_FALSE(is(R"({"identifier":"email","is":"not_equals","value":"m@old.example"})"));
  EXPECT_TRUE(is(R"({"identifier":"phone","is":"missing"})"));
  EXPECT_TRUE(is(R"({"account":"group_id","is":"equals","value":"home"})"));
  EXPECT_TRUE(is(R"({"account":"any","is":"exists"})"));
  EXPECT_FALSE(is(R"({"account":"any","is":"exists"})", Facts{}));
  EXPECT_TRUE(is(R"({"account":{"trait":"tier","is":"equals","value":"gold"}})"));
}

TEST(Condition, CountsEventsEverAndLately) {
  EXPECT_TRUE(is(R"({"event":"Order Completed"})"));
  EXPECT_TRUE(is(R"({"event":"Order Completed","count":{"is":"exactly","value":3}})"));
  EXPECT_TRUE(
      is(R"({"event":"Order Completed","count":{"is":"exactly","value":2},"within_days":10})"));
  EXPECT_TRUE(is(R"({"event":"Refunded","count":{"is":"at_most","value":0}})"));
}

TEST(Condition, KnowsWhenSomebodyWasSeen) {
  EXPECT_TRUE(is(R"({"last_seen":{"is":"within_days","value":3}})"));
  EXPECT_TRUE(is(R"({"first_seen":{"is":"not_within_days","value":99}})"));
  EXPECT_FALSE(is(R"({"last_seen":{"is":"before","value":"2026-06-01"}})"));
  EXPECT_FALSE(is(R"({"last_seen":{"is":"not_within_days","value":3}})", Facts{}));
}

TEST(Condition, CombinesWithAndOrNot) {
  EXPECT_TRUE(is(R"({"and":[]})"));
  EXPECT_FALSE(is(R"({"or":[]})"));
  EXPECT_TRUE(is(R"({"and":[{"trait":"plan","is":"exists"},
      {"not":{"or":[{"trait":"seats","is":"less","value":5},{"event":"Refunded"}]}}]})"));
}

TEST(Condition, SaysWhatIsWrong) {
  for (const auto& [json, part] : std::vector<std::pair<std::string, std::string>>{
           {R"([])", "JSON object"},
           {R"({})", "a condition is one of"},
           {R"({"trait":"plan","is":"like","value":"x"})", "unknown comparison: like"},
           {R"({"trait":"plan","is":"equals"})", "`value`"},
           {R"({"trait":"seats","is":"greater","value":"x"})", "must be a number"},
           {R"({"trait":"seats","is":"before","value":"yesterday"})", "date or time"},
           {R"({"trait":"seats","is":"within_days","value":-1})", "0 to 36500"},
           {R"({"property":"","is":"exists"})", "`property`"},
           {R"({"property":"total","is":"greater","value":"x"})", "must be a number"},
           {R"({"and":{}})", "list of conditions"},
           {R"({"event":"x","count":{"is":"at_least","value":1.5}})", "whole number"},
           {R"({"last_seen":{"is":"equals","value":"2026-01-01"}})", "before, after"}}) {
    const auto condition = parse_condition(json);
    ASSERT_FALSE(condition.ok()) << json;
    EXPECT_NE(condition.error().message.find(part), std::string::npos)
        << json << ": " << condition.error().message;
  }
  std::string deep = R"({"trait":"a","is":"exists"})";
  for (int i = 0; i < 20; ++i) {
    deep.insert(0, R"({"not":)").append("}");
  }
  EXPECT_FALSE(parse_condition(deep).ok());
}

TEST(Condition, ComparesPropertiesOfAnEvent) {
  const Facts order = {.properties = {{"total", 120.5}, {"currency", std::string("EUR")}}};
  EXPECT_TRUE(is(R"({"and":[{"property":"total","is":"greater","value":100},
      {"property":"currency","is":"equals","value":"EUR"}]})",
                 order));
  EXPECT_FALSE(is(R"({"property":"total","is":"less","value":100})", order));
  EXPECT_TRUE(is(R"({"property":"coupon","is":"missing"})", order));
  EXPECT_TRUE(is(R"({"property":"coupon","is":"not_equals","value":"A"})", order));
  EXPECT_FALSE(is(R"({"property":"coupon","is":"equals","value":"A"})", order));
  // A trait of the same name is something else.
  EXPECT_FALSE(is(R"({"property":"plan","is":"exists"})"));
  const PropertyTest test = {"total", Comparison::greater, {Scalar(100.0)}};
  EXPECT_TRUE(holds(test, Fact(120.5), now));
  EXPECT_FALSE(holds(test, Fact(std::string("120.5")), now));
  EXPECT_FALSE(holds(test, std::nullopt, now));
  EXPECT_EQ(explain(Condition(test), order, now).text, "total is more than 100: it is 120.5");
}

TEST(Condition, ComesBackFromJsonAsItWent) {
  for (const char* json :
       {R"({"property":"total","is":"greater","value":100})",
        R"({"and":[{"trait":"plan","is":"one_of","value":["a",2,true]},{"or":[]}]})",
        R"({"not":{"account":{"trait":"tier","is":"missing"}}})",
        R"({"first_seen":{"is":"before","value":"2026-03-01T00:00:00Z"}})",
        R"({"event":"Order \"A\"","count":{"is":"at_most","value":0},"within_days":7})",
        R"({"not":{"segment":"segment_1"}})",
        R"({"identifier":"email","is":"contains","value":"ä"})"}) {
    const auto condition = parse_condition(json);
    ASSERT_TRUE(condition.ok());
    EXPECT_EQ(to_json(*condition), json);
  }
}

TEST(Condition, AsksWhoIsInASegmentAndSaysItsName) {
  const auto condition = parse_condition(R"({"not":{"segment":"segment_1"}})");
  ASSERT_TRUE(condition.ok());
  EXPECT_TRUE(holds(*condition, {}, now));
  EXPECT_FALSE(holds(*condition, {.segments = {"segment_1"}}, now));
  EXPECT_EQ(segments_of(*condition), (std::vector<std::string>{"segment_1"}));
  EXPECT_EQ(sentence(*condition), "is not in segment_1");
  EXPECT_EQ(sentence(*condition, [](const std::string&) { return "VIP"; }), "is not in VIP");
  EXPECT_FALSE(parse_condition(R"({"segment":7})").ok());
}

TEST(Condition, ExplainsWhyAndWhyNot) {
  const auto condition = parse_condition(R"({"and":[{"trait":"plan","is":"equals","value":"free"},
                                 {"event":"Order Completed"}]})");
  const Reason reason = explain(*condition, mara(), now);
  EXPECT_FALSE(reason.holds);
  ASSERT_EQ(reason.because.size(), 2U);
  EXPECT_EQ(reason.because[0].text, "plan is free: it is Pro");
  EXPECT_FALSE(reason.because[0].holds);
  EXPECT_EQ(reason.because[1].text, "did Order Completed at least 1 time: 3 found");
  EXPECT_TRUE(reason.because[1].holds);
}

}  // namespace
}  // namespace throughline::condition
