#include "app/journey_question.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace throughline::app {
namespace {

const JourneyCommand& command(std::string_view name) {
  const auto& all = journey_commands();
  return *std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.name == name; });
}

std::string asked(std::string_view name, const TypedOptions& typed) {
  const auto question = question_json(command(name), typed);
  return question.ok() ? *question : "refused: " + question.error().message;
}

TEST(JourneyQuestion, EventsAreNamesWithAKindOrWithout) {
  EXPECT_EQ(*event_choice_json("Order Paid"), R"({"names":["Order Paid"]})");
  EXPECT_EQ(*event_choice_json("Paid|Renewed"), R"({"names":["Paid","Renewed"]})");
  EXPECT_EQ(*event_choice_json("page:Pricing"), R"({"kind":"page","names":["Pricing"]})");
  EXPECT_EQ(*event_choice_json("page:"), R"({"kind":"page"})");
  EXPECT_EQ(*event_choice_json("*"), "{}");
  EXPECT_EQ(*event_choice_json("Case: opened"), R"({"names":["Case: opened"]})")
      << "only a kind makes a colon special";
  EXPECT_FALSE(event_choice_json("").ok());
}

TEST(JourneyQuestion, MetricsOfACohortMayHaveAThreshold_JA04) {
  EXPECT_EQ(asked("retention", {{"included.metrics", {"page:Pricing@3", "mail@home", "*"}},
                                {"included.joined", {"or"}},
                                {"rows.trait", {"plan"}},
                                {"direction", {"around"}}}),
            R"({"direction":"around",)"
            R"("included":{"joined":"or",)"
            R"("metrics":[{"events":{"kind":"page","names":["Pricing"]},"at_least":3},)"
            R"({"events":{"names":["mail@home"]}},{"events":{}}]},)"
            R"("rows":{"trait":"plan"}})");
  EXPECT_EQ(asked("retention", {{"returned.metrics", {"@3"}}}),
            R"(refused: --return must be EVENTS or EVENTS@3, not "@3")");
}

TEST(JourneyQuestion, DurationsHaveAUnit) {
  EXPECT_EQ(*parse_duration_ms("90s"), 90'000);
  EXPECT_EQ(*parse_duration_ms("1.5h"), 5'400'000);
  EXPECT_EQ(*parse_duration_ms("250ms"), 250);
  EXPECT_EQ(*parse_duration_ms("0d"), 0);
  EXPECT_EQ(*parse_duration_ms("2w"), 14 * 86'400'000LL);
  for (const char* const wrong :
       {"", "7", "d", "-1d", "7 d", "1e300d", "nans", "seven d", "infd"}) {
    EXPECT_FALSE(parse_duration_ms(wrong).ok()) << wrong;
  }
}

TEST(JourneyQuestion, OptionsBecomeTheQuestionOfTheApi) {
  EXPECT_EQ(asked("funnel", {{"steps", {"A", "B", "C"}},
                             {"window_ms", {"7d"}},
                             {"strictly_later", {"true"}},
                             {"exclusions", {"X", "Y@2-3"}},
                             {"range.from", {"2026-03-01"}}}),
            R"({"steps":[{"names":["A"]},{"names":["B"]},{"names":["C"]}],)"
            R"("window_ms":604800000,"strictly_later":true,)"
            R"("exclusions":[{"events":{"names":["X"]},"from":1,"to":3},)"
            R"({"events":{"names":["Y"]},"from":2,"to":3}],)"
            R"("range":{"from":"2026-03-01T00:00:00Z"}})");
  EXPECT_EQ(asked("funnel", {{"trend", {"week"}}, {"histogram", {"auto"}}}),
            R"({"trend":"week","histogram":{}})");
  EXPECT_EQ(asked("funnel", {{"histogram", {"1h,1d"}}}),
            R"({"histogram":{"bounds_ms":[3600000,86400000]}})");
  EXPECT_EQ(asked("funnel", {{"histogram", {"1h,soon"}}}),
            "refused: --histogram must be auto, or durations such as 1h,1d,7d, not "
            R"("1h,soon")");
  EXPECT_EQ(asked("map", {{"nodes_share", {"0.5"}}, {"variants", {"3"}}}),
            R"({"nodes_share":0.5,"variants":3})");
  EXPECT_EQ(asked("attribution", {{"models", {"first", "last"}}}),
            R"({"models":["first","last"]})");
  EXPECT_EQ(asked("attribution", {{"shape", {"50,20.5,30"}}, {"value", {"total"}}}),
            R"({"value":"total","shape":{"first":50.0,"between":20.5,"last":30.0}})");
  EXPECT_EQ(asked("survival", {{"silence_ms", {"30d"}}, {"ends_after_range", {"true"}}}),
            R"({"silence_ms":2592000000,"ends_after_range":true})");
  EXPECT_EQ(asked("counts", {}), "{}");
  EXPECT_EQ(asked("map", {{"people", {R"({ "field" : "plan" })"}}, {"breakdown.trait", {"plan"}}}),
            R"({"people":{"field":"plan"},"breakdown":{"trait":"plan"}})");
  EXPECT_EQ(asked("counts", {{"derived", {R"([{"name":"size","cases":[]}])"}}}),
            R"({"derived":[{"name":"size","cases":[]}]})");
}

TEST(JourneyQuestion, EveryQuestionHasPeopleRangesAndParts) {
  for (const JourneyCommand& one : journey_commands()) {
    if (one.name == findings_command_name) {
      continue;
    }
    EXPECT_EQ(asked(one.name, {{"people", {R"({"trait":"plan","is":"exists"})"}},
                               {"breakdown.property", {"currency"}},
                               {"breakdown.limit", {"3"}},
                               {"range.until", {"2026-03-01"}}}),
              R"({"people":{"trait":"plan","is":"exists"},)"
              R"("breakdown":{"limit":3,"property":"currency"},)"
              R"("range":{"until":"2026-03-01T00:00:00Z"}})")
        << one.name;
    EXPECT_EQ(asked(one.name, {{"compare",
                                {"spring=2026-03-01..2026-06-01", "since June=2026-06-01..",
                                 R"(pro={"trait":"plan","is":"equals","value":"a..b=c"})"}}}),
              R"({"compare":[{"name":"spring","range":{"from":"2026-03-01T00:00:00Z",)"
              R"("until":"2026-06-01T00:00:00Z"}},)"
              R"({"name":"since June","range":{"from":"2026-06-01T00:00:00Z"}},)"
              R"({"name":"pro","people":{"trait":"plan","is":"equals","value":"a..b=c"}}]})")
        << one.name;
  }
}

TEST(JourneyQuestion, FindingsHavePeopleAndARangeAndAreWaitedFor) {
  EXPECT_EQ(asked(findings_command_name, {{"people", {R"({"trait":"plan","is":"exists"})"}},
                                          {"range.until", {"2026-03-01"}}}),
            R"({"people":{"trait":"plan","is":"exists"},"wait":true,)"
            R"("range":{"until":"2026-03-01T00:00:00Z"}})");
}

TEST(JourneyQuestion, WhatCannotBeReadNamesTheOption) {
  EXPECT_EQ(asked("next", {{"compare", {"spring"}}}),
            R"(refused: --compare must be NAME=FROM..UNTIL or NAME=CONDITION, not "spring")");
  EXPECT_EQ(asked("next", {{"compare", {"spring=March..April"}}}),
            "refused: --compare must be a time such as 2026-03-01 or 2026-03-01T08:30:00Z, not "
            R"("March")");
  EXPECT_EQ(asked("funnel", {{"window_ms", {"7"}}}),
            R"(refused: --window must be a duration such as 90s, 30m, 12h or 7d, not "7")");
  EXPECT_EQ(asked("paths", {{"depth", {"many"}}}),
            R"(refused: --depth must be a whole number, not "many")");
  for (const char* const weights : {"50,20", "50,20,30,10", "50,,30", "50,20,inf"}) {
    EXPECT_EQ(asked("attribution", {{"shape", {weights}}}),
              "refused: --weights must be three numbers such as 50,20,30, not \"" +
                  std::string(weights) + "\"");
  }
  EXPECT_EQ(asked("paths", {{"depth", {"1", "2"}}}), "refused: --depth is given twice");
  EXPECT_EQ(asked("counts", {{"range.until", {"yesterday"}}}),
            "refused: --until must be a time such as 2026-03-01 or 2026-03-01T08:30:00Z, not "
            R"("yesterday")");
  EXPECT_EQ(asked("funnel", {{"exclusions", {"X@1"}}}),
            R"(refused: --without must be EVENT or EVENT@STEP-STEP, not "X@1")");
  EXPECT_EQ(asked("counts", {{"people", {"{plan"}}}),
            R"(refused: --whose must be JSON, not "{plan")");
  EXPECT_EQ(asked("map", {{"edges_share", {"inf"}}}),
            R"(refused: --edges must be a number from 0 to 1, not "inf")");
}

TEST(JourneyQuestion, AGraphIsTypedNodeByNodeAndEdgeByEdge_JA03) {
  EXPECT_EQ(asked("graph", {{"nodes", {"seen=page:Pricing", "paid=Paid|Renewed@all"}},
                            {"edges", {"seen..paid@7d", "seen..paid"}}}),
            R"({"nodes":[{"id":"seen","events":{"kind":"page","names":["Pricing"]}},)"
            R"({"id":"paid","events":{"names":["Paid","Renewed"]},"needs":"all"}],)"
            R"("edges":[{"from":"seen","to":"paid","within_ms":604800000},)"
            R"({"from":"seen","to":"paid"}]})");
  EXPECT_EQ(asked("graph", {{"nodes", {"Paid"}}}),
            R"(refused: --node must be NAME=EVENTS or NAME=EVENTS@all, not "Paid")");
  EXPECT_EQ(asked("graph", {{"edges", {"seen..paid@soon"}}}),
            R"(refused: --edge must be FROM..TO or FROM..TO@7d, not "seen..paid@soon")");
  EXPECT_EQ(asked("graph", {{"edges", {"seen"}}}),
            R"(refused: --edge must be FROM..TO or FROM..TO@7d, not "seen")");
}

TEST(JourneyQuestion, NumbersAndGroupsAreTypedInWords_JA13) {
  EXPECT_EQ(asked("distribution", {{"number.of", {"sum"}},
                                   {"number.property", {"total"}},
                                   {"number.events", {"Paid"}},
                                   {"bounds", {"0,10.5,1e3"}}}),
            R"({"bounds":[0.0,10.5,1000.0],"number":{"events":{"names":["Paid"]},"of":"sum",)"
            R"("property":"total"}})");
  EXPECT_EQ(asked("distribution", {{"bounds", {"0,ten"}}}),
            R"(refused: --bounds must be numbers such as 0,10,50, not "0,ten")");
  EXPECT_EQ(asked("scatter", {{"x.of", {"count"}}, {"y.of", {"trait"}}, {"y.trait", {"age"}}}),
            R"({"x":{"of":"count"},"y":{"of":"trait","trait":"age"}})");
  EXPECT_EQ(asked("treemap", {{"by", {"event", "trait:plan", "property:a:b"}}}),
            R"({"by":[{"event":true},{"trait":"plan"},{"property":"a:b"}]})");
  EXPECT_EQ(asked("treemap", {{"by", {"plan"}}}),
            R"(refused: by must be event, property:NAME or trait:NAME, not "plan")");
}

TEST(JourneyQuestion, EveryFieldOfACommandHasOneOption) {
  for (const JourneyCommand& one : journey_commands()) {
    std::set<std::string_view> fields;
    for (const JourneyOption& option : one.options) {
      EXPECT_TRUE(fields.insert(option.field).second) << one.name << " " << option.field;
    }
  }
}

}  // namespace
}  // namespace throughline::app
