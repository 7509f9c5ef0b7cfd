#include "collect/dialect.h"

#include <gtest/gtest.h>

#include "base/text.h"

namespace throughline::collect {
namespace {

constexpr Time received = {1'767'225'600'000'000};  // 2026-01-01.

struct Said {
  std::string body = {};
  std::string query = {};
  std::string word = {};
};

Translation translated(const Dialect& dialect, const Said& said) {
  const auto document = codec::JsonDocument::parse(said.body.empty() ? "null" : said.body);
  EXPECT_TRUE(document.ok());
  return dialect.translate({.word = said.word,
                            .body = said.body.empty() ? codec::JsonView() : document->root(),
                            .query = read_query(said.query),
                            .user_agent = "Browser/1",
                            .address = "192.0.2.7",
                            .received = received});
}

std::string messages(const Dialect& dialect, const Said& said) {
  return translated(dialect, said).messages.to_text();
}

TEST(Dialects, PostHogsVisitorIsAnonymousUntilSheIsIdentified) {
  EXPECT_EQ(messages(make_posthog_dialect(),
                     {R"({"event":"Seen","uuid":"1","properties":{"distinct_id":"d","a":1,
                          "$device_id":"d"}})"}),
            R"([{"messageId":"1","anonymousId":"d","type":"track","event":"Seen",)"
            R"("properties":{"distinct_id":"d","a":1,"$device_id":"d"}}])");
  EXPECT_EQ(messages(make_posthog_dialect(),
                     {R"({"event":"$identify","uuid":"2","distinct_id":"u","$set":{"plan":"pro"},
                          "properties":{"$anon_distinct_id":"d"}})"}),
            R"([{"messageId":"2","userId":"u","anonymousId":"d","type":"identify",)"
            R"("traits":{"plan":"pro"}}])");
}

TEST(Dialects, PostHogsEventThatSetsTraitsBecomesTwoMessagesWithIdsOfTheirOwn) {
  EXPECT_EQ(messages(make_posthog_dialect(), {R"([{"event":"Paid","uuid":"1","distinct_id":"u",
                           "properties":{"$set":{"plan":"pro"}}}])"}),
            R"([{"messageId":"1","userId":"u","type":"track","event":"Paid","properties":{}},)"
            R"({"messageId":"1:set","userId":"u","type":"identify","traits":{"plan":"pro"}}])");
}

TEST(Dialects, SnowplowsTimeOfSendingIsNoPartOfTheEvent) {
  const Said first = {R"({"data":[{"e":"se","se_ac":"Added","eid":"1","aid":"key",
                          "dtm":"1700000000123","stm":"1700000001000"}]})"};
  EXPECT_EQ(messages(make_snowplow_dialect(), first),
            R"([{"messageId":"1","timestamp":"2023-11-14T22:13:20.123Z",)"
            R"("sentAt":"2023-11-14T22:13:21Z","type":"track","event":"Added","properties":{}}])");
  EXPECT_EQ(translated(make_snowplow_dialect(), first).write_keys, std::vector<std::string>{"key"});
}

TEST(Dialects, ATimeThatNoClockCouldTellIsLeftOut) {
  for (const std::string digits :
       {"9223372036854775807", "99999999999999999999", "-99999999999999999999", "-1", "1e9"}) {
    EXPECT_EQ(messages(make_snowplow_dialect(), {.query = "e=se&se_ac=A&dtm=" + digits}),
              R"([{"type":"track","event":"A","properties":{}}])");
    EXPECT_EQ(messages(make_matomo_dialect(), {.query = "e_a=A&uid=u&idsite=k&cdt=" + digits}),
              messages(make_matomo_dialect(), {.query = "e_a=A&uid=u&idsite=k"}));
  }
}

TEST(Dialects, SnowplowsSelfDescribingEventIsNamedByItsSchema) {
  const std::string event =
      R"({"schema":"s","data":{"schema":"iglu:com.acme/order_done/jsonschema/1-0-0",)"
      R"("data":{"total":5}}})";
  EXPECT_EQ(messages(make_snowplow_dialect(), {.query = "e=ue&ue_px=" + to_base64url(event)}),
            R"([{"type":"track","event":"order_done","properties":{"total":5}}])");
}

TEST(Dialects, MatomosManyActionsInOneRequestAreReadLikeSingleOnes) {
  const std::string action = "idsite=key&rec=1&e_c=shop&e_a=Added&e_v=2&uid=u&cdt=1700000000";
  const std::string one = messages(make_matomo_dialect(), {.query = action});
  EXPECT_EQ(one, R"([{"timestamp":"2023-11-14T22:13:20Z","userId":"u","type":"track",)"
                 R"("event":"Added","properties":{"category":"shop","value":2}}])");
  EXPECT_EQ(messages(make_matomo_dialect(), {R"({"requests":["?)" + action + R"("]})"}), one);
}

TEST(Dialects, AVisitorWithoutAnyNameIsTheSameOneWhenTheEventIsSentAgainNextMonth) {
  const std::string january = visitor_id("key", "192.0.2.7", "Browser/1", received);
  EXPECT_EQ(january, visitor_id("key", "192.0.2.7", "Browser/1", {received.us + us_per_day}));
  EXPECT_NE(january, visitor_id("key", "192.0.2.8", "Browser/1", received));
  EXPECT_NE(january, visitor_id("key", "192.0.2.7", "Browser/1", {received.us + 40 * us_per_day}));
  const auto sent_at = [&](Time heard) {
    const auto document = codec::JsonDocument::parse(
        R"({"type":"event","payload":{"website":"key","name":"Seen","timestamp":1700000000}})");
    return make_umami_dialect()
        .translate({.body = document->root(), .address = "192.0.2.7", .received = heard})
        .messages.to_text();
  };
  EXPECT_EQ(sent_at(received), sent_at({received.us + 400 * us_per_day}));
}

TEST(Dialects, WhatIsNoEventIsPassedOnToBeRefused_EV05) {
  EXPECT_EQ(messages(make_posthog_dialect(), {R"({"batch":["text",7]})"}), R"(["text",7])");
  EXPECT_EQ(messages(make_snowplow_dialect(), {R"({"data":[{"e":"ue","ue_px":"?"}]})"}),
            R"([{"type":"track","properties":{"e":"ue","ue_px":"?"}}])");
}

TEST(Dialects, AQueryIsReadAsFormsAreWritten) {
  EXPECT_EQ(read_query("a=1+2&b=%C3%A9&&c&=x&d=%zz"),
            (QueryPairs{{"a", "1 2"}, {"b", "é"}, {"c", ""}}));
}

}  // namespace
}  // namespace throughline::collect
