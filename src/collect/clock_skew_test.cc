#include "collect/clock_skew.h"

#include <gtest/gtest.h>

namespace throughline::collect {
namespace {

constexpr Time received = {1'700'000'000 * us_per_second};

Time at(std::int64_t seconds) {
  return {received.us + seconds * us_per_second};
}

Stamps stamps(std::optional<Time> original, std::optional<Time> sent, bool unreadable = false) {
  return {.times = {.original = original, .sent = sent, .received = received},
          .unreadable = unreadable};
}

TEST(ClockSkew, TakesTheReceiptWhereTheSenderGaveNoTime_EV11) {
  const Decided decided = decide_time(stamps(std::nullopt, at(-3)));
  EXPECT_EQ(decided.occurred_at, received);
  EXPECT_EQ(decided.clock, ClockNote::absent);
}

TEST(ClockSkew, BelievesAnOriginalWithoutSent_EV11) {
  const Decided decided = decide_time(stamps(at(-86'400), std::nullopt));
  EXPECT_EQ(decided.occurred_at, at(-86'400));
  EXPECT_EQ(decided.clock, ClockNote::sent);
}

TEST(ClockSkew, TakesLessThanFiveSecondsForLatency_DC09) {
  EXPECT_EQ(decide_time(stamps(at(-10), at(-4))).occurred_at, at(-10));
  EXPECT_EQ(decide_time(stamps(at(-10), at(4))).occurred_at, at(-10));
}

TEST(ClockSkew, CorrectsAClockThatIsOff_DC09) {
  const Decided behind = decide_time(stamps(at(-3'610), at(-3'600)));
  EXPECT_EQ(behind.occurred_at, at(-10));
  EXPECT_EQ(behind.clock, ClockNote::corrected);
  EXPECT_EQ(decide_time(stamps(at(7'190), at(7'200))).occurred_at, at(-10));
  EXPECT_EQ(decide_time(stamps(at(-15), at(-5))).occurred_at, at(-10));
}

TEST(ClockSkew, DoesNotBelieveTheFutureNorOtherCenturies_EV11) {
  for (const Stamps& odd :
       {stamps(at(301), std::nullopt), stamps(start_of({1899, 12, 31}), std::nullopt),
        stamps(start_of({2200, 1, 1}), std::nullopt),
        stamps(start_of({2099, 1, 1}), std::nullopt)}) {
    const Decided decided = decide_time(odd);
    EXPECT_EQ(decided.occurred_at, received);
    EXPECT_EQ(decided.clock, ClockNote::implausible);
  }
  EXPECT_EQ(decide_time(stamps(at(299), std::nullopt)).occurred_at, at(299));
  EXPECT_EQ(decide_time(stamps(Time{0}, std::nullopt)).occurred_at, Time{0});
}

TEST(ClockSkew, SaysThatATimeWasUnreadable_EV11) {
  EXPECT_EQ(decide_time(stamps(std::nullopt, std::nullopt, true)).clock, ClockNote::unreadable);
}

}  // namespace
}  // namespace throughline::collect
