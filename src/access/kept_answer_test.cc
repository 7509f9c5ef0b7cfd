// Requests with an Idempotency-Key, through the router and both databases.
#include <gtest/gtest.h>

#include <string>

#include "testing/access_world.h"

namespace throughline::access {
namespace {

using testing::AccessWorld;
using testing::Client;

class KeptAnswers : public ::testing::TestWithParam<storage::Dialect> {
 protected:
  KeptAnswers() {
    const auto add = [&](std::string path, bool secret) {
      world_.router.post(std::move(path), http::signed_in(),
                         {.summary = "Counts.", .tag = "Test", .status = 201, .secret = secret},
                         [this](const http::Request&) -> Result<http::Response> {
                           ++done_;
                           if (failing_) {
                             return Error::unavailable("busy");
                           }
                           return http::json_response("{\"done\":" + std::to_string(done_) + "}",
                                                      201);
                         });
    };
    add("/test/count", false);
    add("/test/secret", true);
  }
  static http::Response post(Client& client, const std::string& path, const std::string& key,
                             const std::string& body = "{}") {
    client.extra.set("idempotency-key", key);
    return client.post(path, body);
  }

  int done_ = 0;
  bool failing_ = false;
  AccessWorld world_{GetParam()};
  Client ann_ = world_.program_of(Role::admin);
};
INSTANTIATE_TEST_SUITE_P(Both, KeptAnswers, testing::both_databases(), testing::database_name);

TEST_P(KeptAnswers, ARequestSentAgainIsAnsweredAgainAndNotCarriedOut_AP01) {
  const http::Response first = post(ann_, "/test/count", "k1");
  EXPECT_EQ(first.status, 201);
  EXPECT_FALSE(first.headers.find("idempotency-replayed"));
  const http::Response again = post(ann_, "/test/count", "k1");
  EXPECT_EQ(again.status, 201);
  EXPECT_EQ(again.text(), first.text());
  EXPECT_EQ(again.headers.value_or("content-type", ""), "application/json");
  EXPECT_EQ(again.headers.value_or("idempotency-replayed", ""), "true");
  EXPECT_EQ(done_, 1);
  EXPECT_EQ(post(ann_, "/test/count", "k2").status, 201);
  EXPECT_EQ(done_, 2);
}

TEST_P(KeptAnswers, AKeyMeansOneRequestOfOneCaller_AP01) {
  post(ann_, "/test/count", "k1");
  EXPECT_EQ(post(ann_, "/test/count", "k1", "{\"other\":1}").status, 409);
  EXPECT_EQ(post(ann_, "/test/secret", "k1").status, 409);
  Client bob = world_.program_of(Role::agent);
  EXPECT_EQ(post(bob, "/test/count", "k1").status, 201) << "another caller's key is another key";
  EXPECT_EQ(done_, 2);
  EXPECT_EQ(post(ann_, "/test/count", "").status, 400);
  EXPECT_EQ(post(ann_, "/test/count", std::string(256, 'k')).status, 400);
  EXPECT_EQ(done_, 2);
}

TEST_P(KeptAnswers, WhatFailedOnOurSideMayBeTriedAgain_AP01) {
  failing_ = true;
  EXPECT_EQ(post(ann_, "/test/count", "k1").status, 503);
  failing_ = false;
  EXPECT_EQ(post(ann_, "/test/count", "k1").status, 201);
  EXPECT_EQ(done_, 2);
}

TEST_P(KeptAnswers, ASecretIsNotKeptAndNotMadeTwice_AP01) {
  EXPECT_EQ(post(ann_, "/test/secret", "k1").status, 201);
  EXPECT_EQ(post(ann_, "/test/secret", "k1").status, 409);
  EXPECT_EQ(done_, 1);
}

TEST_P(KeptAnswers, WhatMayHaveBeenDoneBeforeACrashIsNotRepeated_AP01) {
  const Actor actor = world_.server();
  const AnswerKey key = {.caller = "user:1", .key_hash = "k", .request_hash = "r"};
  EXPECT_FALSE(world_.access.find_or_begin_answer(actor, key)->has_value());
  const auto unknown = world_.access.find_or_begin_answer(actor, key);
  ASSERT_TRUE(unknown.ok() && unknown->has_value());
  EXPECT_FALSE((*unknown)->status);
}

TEST_P(KeptAnswers, AreForgottenAfterADay_AP01) {
  post(ann_, "/test/count", "k1");
  world_.storage.clock().advance_us(answers_kept_us + 1);
  EXPECT_EQ(post(ann_, "/test/count", "k1").status, 201);
  EXPECT_EQ(done_, 2);
}

}  // namespace
}  // namespace throughline::access
