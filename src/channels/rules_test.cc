// What goes out, in which words, and what an answer means: the rules of this room without I/O.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/random.h"
#include "channels/answer.h"
#include "channels/destination.h"
#include "channels/event_filter.h"
#include "channels/event_message.h"
#include "channels/replay.h"
#include "channels/signature.h"

namespace throughline::channels {
namespace {

Event order() {
  return {.seq = {7},
          .message_id = "m-7",
          .kind = EventKind::track,
          .name = "Order Completed",
          .channel = Channel::server,
          .occurred_at = {1'767'225'600'250'000},
          .times = {.received = {1'767'225'601'000'000}},
          .identifiers = {{"user_id", "ada"}, {"anonymous_id", "d1"}, {"email", "a@b.example"}},
          .account = "acme",
          .properties = R"({"total":120.50,"currency":"EUR","items":[1,2],"gift":true})",
          .context = R"({"groupId":"acme"})",
          .extra = R"({"version":2})"};
}

bool passes(std::string_view filter, const Event& event) {
  const auto made = EventFilter::make(filter);
  EXPECT_TRUE(made.ok()) << filter << ": " << made.error().message;
  return made.ok() && made->passes(event);
}

TEST(EventFilter, LooksAtOneEvent_DC22) {
  const std::vector<std::string> yes = {
      "",
      R"({"and":[]})",
      R"({"event":"Order Completed"})",
      R"({"or":[{"event":"Signed Up"},{"event":"Order Completed"}]})",
      R"({"trait":"kind","is":"equals","value":"track"})",
      R"({"trait":"channel","is":"one_of","value":["web","server"]})",
      R"({"trait":"name","is":"starts_with","value":"order"})",
      R"({"trait":"properties.total","is":"greater","value":100})",
      R"({"trait":"properties.gift","is":"equals","value":true})",
      R"({"property":"total","is":"greater","value":100})",
      R"({"identifier":"email","is":"ends_with","value":"@b.example"})",
      R"({"account":"group_id","is":"equals","value":"acme"})",
      R"({"not":{"event":"Signed Up"}})"};
  for (const std::string& filter : yes) {
    EXPECT_TRUE(passes(filter, order())) << filter;
  }
  for (const std::string_view filter :
       {R"({"event":"Signed Up"})", R"({"not":{"event":"Order Completed"}})", R"({"or":[]})",
        R"({"trait":"properties.total","is":"less","value":100})",
        R"({"trait":"properties.coupon","is":"exists"})", R"({"property":"coupon","is":"exists"})",
        R"({"identifier":"phone","is":"exists"})"}) {
    EXPECT_FALSE(passes(filter, order())) << filter;
  }
}

TEST(EventFilter, RefusesWhatOneEventCannotAnswer) {
  for (const std::string_view filter :
       {R"({"trait":"plan","is":"exists"})", R"({"trait":"properties.","is":"exists"})",
        R"({"first_seen":{"is":"within_days","value":3}})",
        R"({"event":"x","count":{"is":"at_least","value":2}})", R"({"event":"x","within_days":3})",
        R"({"account":{"trait":"plan","is":"exists"}})",
        R"({"and":[{"not":{"last_seen":{"is":"within_days","value":3}}}]})", "[]", "{", "{}"}) {
    EXPECT_FALSE(EventFilter::make(filter).ok()) << filter;
  }
}

TEST(EventFilter, ObeysTheIntegrationsOfAnEvent_PR22) {
  EXPECT_FALSE(is_excluded("", "Orders"));
  EXPECT_FALSE(is_excluded("{}", "Orders"));
  EXPECT_FALSE(is_excluded(R"({"All":true})", "Orders"));
  EXPECT_TRUE(is_excluded(R"({"All":false})", "Orders"));
  EXPECT_TRUE(is_excluded(R"({"orders":false})", "Orders"));
  EXPECT_FALSE(is_excluded(R"({"All":false,"Orders":true})", "Orders"));
  EXPECT_FALSE(is_excluded(R"({"All":false,"Orders":{"option":1}})", "Orders"));
  EXPECT_TRUE(is_excluded(R"({"All":true,"Orders":false})", "Orders"));
  EXPECT_FALSE(is_excluded(R"({"Others":false})", "Orders"));
}

TEST(EventFilter, WhatTheProductNotesAboutPeopleStays) {
  EXPECT_TRUE(may_go_out(EventKind::alias));
  for (const EventKind kind : {EventKind::merge, EventKind::system, EventKind::erase,
                               EventKind::consent, EventKind::freeze}) {
    EXPECT_FALSE(may_go_out(kind));
  }
}

TEST(EventMessage, IsAnItemOfTheTrackingApiWithItsOwnIdAndCorrectedTime) {
  EXPECT_EQ(tracking_message(order()),
            R"({"type":"track","messageId":"m-7","timestamp":"2026-01-01T00:00:00.250Z",)"
            R"("userId":"ada","anonymousId":"d1","event":"Order Completed",)"
            R"("properties":{"total":120.50,"currency":"EUR","items":[1,2],"gift":true},)"
            R"("context":{"groupId":"acme"},"version":2})");
  Event group = order();
  group.kind = EventKind::group;
  group.extra = "";
  group.context = "";
  EXPECT_NE(tracking_message(group).find(R"("groupId":"acme","traits":{)"), std::string::npos);
  EXPECT_EQ(tracking_batch({"1", "2"}), R"({"batch":[1,2]})");
}

TEST(EventMessage, AWebhookSaysTheSameForTheSameEvent) {
  EXPECT_EQ(webhook_body(order()), webhook_body(order()));
  EXPECT_EQ(webhook_body(order()).find(R"({"type":"event.track","timestamp":)"), 0U);
  EXPECT_NE(webhook_body(order()).find(webhook_id(order())), std::string::npos);
  Event other = order();
  other.seq = {8};
  EXPECT_NE(webhook_id(order()), webhook_id(other));
}

// The example of standardwebhooks.com's reference libraries.
TEST(Signature, IsThatOfStandardWebhooks) {
  EXPECT_EQ(
      webhook_signature("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek",
                        Time{1'614'265'330 * us_per_second}, R"({"test": 2432232314})"),
      "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  SeededRandom random(1);
  EXPECT_EQ(make_webhook_secret(random).find("whsec_"), 0U);
  EXPECT_NE(make_webhook_secret(random), make_webhook_secret(random));
}

TEST(Answer, SaysWhetherToTryAgain) {
  for (const int status : {200, 201, 202, 204, 299}) {
    EXPECT_EQ(verdict_of(status), Verdict::sent) << status;
  }
  for (const int status :
       {100, 301, 302, 308, 401, 403, 404, 405, 408, 410, 425, 429, 500, 502, 503, 504}) {
    EXPECT_EQ(verdict_of(status), Verdict::failed) << status;
  }
  for (const int status : {400, 406, 409, 411, 413, 414, 415, 422, 431}) {
    EXPECT_EQ(verdict_of(status), Verdict::refused) << status;
  }
}

TEST(Answer, IsPutInWordsOnOneLine) {
  EXPECT_EQ(in_words({.status = 500}), "it answered 500");
  EXPECT_EQ(in_words({.status = 503, .body = " try\nlater "}), "it answered 503: try later");
  EXPECT_EQ(in_words({.status = 302, .location = "https://b.example/"}),
            "it answered 302 and points to https://b.example/; redirects are not followed: use the"
            " address itself");
  EXPECT_LT(in_words({.status = 400, .body = std::string(5'000, 'x')}).size(), 300U);
  for (const std::string_view no_text : {"\xff\xfe", "\xed\xa0\x80", "a\xed\x9f\xbf\xed\xbf\xbf"}) {
    EXPECT_EQ(in_words({.status = 400, .body = std::string(no_text)}), "it answered 400");
  }
  std::string long_text;
  for (int i = 0; i < 200; ++i) {
    long_text += "\xc3\xa9";
  }
  EXPECT_EQ(in_words({.status = 400, .body = "x" + long_text}).back(), '\xa9');
}

TEST(Answer, SaysWhenToComeAgain) {
  const Time now{1'767'225'600'000'000};
  EXPECT_EQ(retry_at("120", now), (Time{now.us + 120 * us_per_second}));
  EXPECT_EQ(retry_at("Thu, 01 Jan 2026 00:02:00 GMT", now), (Time{now.us + 120 * us_per_second}));
  EXPECT_EQ(retry_at("Wed, 31 Dec 2025 00:00:00 GMT", now), now);
  EXPECT_EQ(retry_at("99999999999", now), (Time{now.us + us_per_day}));
  EXPECT_EQ(retry_at("-5", now), now);
  EXPECT_FALSE(retry_at("", now));
  EXPECT_FALSE(retry_at("soon", now));
  EXPECT_FALSE(retry_at("Thu, 01 Foo 2026 00:02:00 GMT", now));
}

TEST(Destination, NamesAreCheckedBecauseEventsNameThem) {
  EXPECT_EQ(*checked_destination_name("  Orders "), "Orders");
  EXPECT_FALSE(checked_destination_name(" ").ok());
  EXPECT_FALSE(checked_destination_name("ALL").ok());
  EXPECT_FALSE(checked_destination_name(std::string(201, 'x')).ok());
}

TEST(Destination, LatenciesAreBoundedByWhatTheyStayedBelow) {
  EXPECT_EQ(latency_bound_of(0), 10);
  EXPECT_EQ(latency_bound_of(11), 25);
  EXPECT_EQ(latency_bound_of(99'999), 30'000);
  EXPECT_FALSE(latency_at({}, 0.5));
  const std::vector<LatencyBucket> buckets = {{10, 90}, {100, 9}, {1000, 1}};
  EXPECT_EQ(latency_at(buckets, 0.5), 10);
  EXPECT_EQ(latency_at(buckets, 0.95), 100);
  EXPECT_EQ(latency_at(buckets, 1.0), 1000);
}

TEST(ReplayEstimate, CarriesItsBounds) {
  const ReplayEstimate some = estimate_of(1'000, 4'000, 1'000'000);
  EXPECT_FALSE(some.exact);
  EXPECT_EQ(some.events, 250'000);
  EXPECT_GT(some.least, 235'000);
  EXPECT_LT(some.least, 250'000);
  EXPECT_GT(some.most, 250'000);
  EXPECT_LT(some.most, 265'000);
  const ReplayEstimate none = estimate_of(0, 4'000, 1'000'000);
  EXPECT_EQ(none.events, 0);
  EXPECT_EQ(none.least, 0);
  EXPECT_GT(none.most, 500);
}

}  // namespace
}  // namespace throughline::channels
