#include "http/rate_limit.h"

#include <gtest/gtest.h>

namespace throughline::http {
namespace {

class HandClock : public Clock {
 public:
  [[nodiscard]] Time now() const override { return now_; }
  void advance_ms(std::int64_t ms) { now_.us += ms * us_per_ms; }

 private:
  Time now_ = {1'000'000'000};
};

TEST(RateLimiter, LetsThroughWhatTheBucketHoldsAndRefillsWithTime_AP11) {
  HandClock clock;
  RateLimiter limiter(clock, {.requests = 3, .window_s = 6});
  EXPECT_EQ(limiter.take("a").remaining, 2);
  EXPECT_EQ(limiter.take("a").remaining, 1);
  EXPECT_EQ(limiter.take("a").remaining, 0);
  const RateDecision refused = limiter.take("a");
  EXPECT_FALSE(refused.allowed);
  EXPECT_EQ(refused.limit, 3);
  EXPECT_EQ(refused.retry_after_s, 2);
  EXPECT_EQ(refused.reset_s, 6);
  clock.advance_ms(1'999);
  EXPECT_FALSE(limiter.take("a").allowed);
  clock.advance_ms(2);
  EXPECT_TRUE(limiter.take("a").allowed);
}

TEST(RateLimiter, CountsCallersApart_AP11) {
  const HandClock clock;
  RateLimiter limiter(clock, {.requests = 1, .window_s = 60});
  EXPECT_TRUE(limiter.take("a").allowed);
  EXPECT_TRUE(limiter.take("b").allowed);
  EXPECT_FALSE(limiter.take("a").allowed);
}

TEST(RateLimiter, ARefusalCostsNothing_AP11) {
  const HandClock clock;
  RateLimiter limiter(clock, {.requests = 10, .window_s = 10});
  EXPECT_FALSE(limiter.take("a", 11).allowed);
  EXPECT_EQ(limiter.take("a", 10).remaining, 0);
}

TEST(RateLimiter, AClockSetBackNeitherFillsNorEmptiesABucket_AP11) {
  HandClock clock;
  RateLimiter limiter(clock, {.requests = 2, .window_s = 60});
  EXPECT_TRUE(limiter.take("a").allowed);
  clock.advance_ms(-3'600'000);
  EXPECT_EQ(limiter.take("a").remaining, 0);
}

TEST(RateLimiter, HoldsABoundedNumberOfCallers_AP11) {
  HandClock clock;
  RateLimiter limiter(clock, {.requests = 1, .window_s = 3600});
  for (std::size_t i = 0; i < 3 * RateLimiter::callers_max; ++i) {
    limiter.take("caller " + std::to_string(i));
  }
  // Too many at once: new ones share one bucket, which is empty by now.
  EXPECT_FALSE(limiter.take("new").allowed);
  clock.advance_ms(3'600'000);
  EXPECT_TRUE(limiter.take("new").allowed);
  EXPECT_TRUE(limiter.take("newer").allowed);
}

TEST(RateLimiter, HeadersTellWhereTheCallerStands_AP11) {
  const Response response = too_many_requests(
      {.allowed = false, .limit = 5, .remaining = 0, .reset_s = 9, .retry_after_s = 4});
  EXPECT_EQ(response.status, 429);
  EXPECT_EQ(response.headers.find("X-RateLimit-Limit"), "5");
  EXPECT_EQ(response.headers.find("X-RateLimit-Remaining"), "0");
  EXPECT_EQ(response.headers.find("X-RateLimit-Reset"), "9");
  EXPECT_EQ(response.headers.find("Retry-After"), "4");
}

TEST(RateLimiter, NamesACallerByKeyThenUserThenAddress_AP11) {
  Actor actor;
  EXPECT_EQ(caller_of(actor, "192.0.2.7"), "address 192.0.2.7");
  EXPECT_EQ(caller_of(actor, "2001:db8::1"), caller_of(actor, "2001:db8::ffff"));
  EXPECT_NE(caller_of(actor, "2001:db8::1"), caller_of(actor, "2001:db8:0:1::1"));
  actor.user = UserId{7};
  EXPECT_EQ(caller_of(actor, "192.0.2.7"), "user 7");
  actor.api_key = ApiKeyId{3};
  actor.workspace = WorkspaceId{2};
  EXPECT_EQ(caller_of(actor, "192.0.2.7"), "key 2 3");
}

}  // namespace
}  // namespace throughline::http
