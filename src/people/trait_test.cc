#include "people/trait.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/random.h"

namespace throughline::people {
namespace {

Assertion said(std::string value, std::int64_t at, TraitOp op = TraitOp::set,
               SourceId source = {1}) {
  Assertion assertion{.key = "plan", .value = std::move(value), .op = op};
  assertion.order = {.occurred_at = {at}, .message_id = "m" + std::to_string(at), .source = source};
  return assertion;
}

std::string value_of(const std::vector<Assertion>& assertions, const TraitRule& rule = {}) {
  TraitState state;
  for (const Assertion& assertion : assertions) {
    fold(state, assertion, rule);
  }
  const Assertion* const holds = winner(state);
  return holds == nullptr ? "nothing" : holds->value;
}

TEST(Trait, HoldsTheLatestByEventTime_EV12) {
  EXPECT_EQ(value_of({said("\"new\"", 2), said("\"old\"", 1)}), "\"new\"");
  EXPECT_EQ(value_of({said("\"old\"", 1), said("null", 3), said("\"new\"", 2)}), "null");
}

TEST(Trait, SetBeatsSetOnceAndTheEarliestSetOnceHolds_EV12) {
  EXPECT_EQ(value_of({said("1", 1, TraitOp::set_once), said("2", 2, TraitOp::set_once)}), "1");
  EXPECT_EQ(value_of({said("1", 5, TraitOp::set), said("2", 5, TraitOp::set_once)}), "1");
  EXPECT_EQ(value_of({said("2", 5, TraitOp::set_once), said("1", 5, TraitOp::set)}), "1");
}

TEST(Trait, TiesAreDecidedBySequenceThenMessageId_EV12) {
  Assertion first = said("1", 5);
  Assertion second = said("2", 5);
  second.order.sequence = 1;
  first.order.message_id = "z";
  EXPECT_EQ(value_of({second, first}), "2");
  second.order.sequence = 0;
  EXPECT_EQ(value_of({second, first}), "1");
}

TEST(Survivorship, FollowsTheRuleOfTheTrait_ID17) {
  const std::vector<Assertion> all = {
      said("10", 1, TraitOp::set, {1}), said("9", 2, TraitOp::set, {2}),
      said("8", 3, TraitOp::set, {3}), said("7", 0, TraitOp::set, {0})};
  EXPECT_EQ(value_of(all), "8");
  EXPECT_EQ(value_of(all, {.survivorship = Survivorship::maximum}), "10");
  EXPECT_EQ(value_of(all, {.survivorship = Survivorship::most_trusted, .trusted = {{2}, {1}}}),
            "9");
  EXPECT_EQ(value_of(all, {.survivorship = Survivorship::manual}), "7");
}

TEST(Survivorship, ALockHoldsUntilItIsUnlocked_ID17) {
  EXPECT_EQ(value_of({said("1", 1), said("2", 2, TraitOp::lock), said("3", 3)}), "2");
  EXPECT_EQ(value_of({said("1", 1), said("2", 2, TraitOp::lock), said("3", 3),
                      said("null", 4, TraitOp::unlock)}),
            "3");
}

TEST(Survivorship, ComparesNumbersExactly) {
  EXPECT_GT(compare_values("9223372036854775807", "9223372036854775806"), 0);
  EXPECT_LT(compare_values("-2", "1.5"), 0);
  EXPECT_LT(compare_values("99", "\"1\""), 0);
  EXPECT_LT(compare_values("null", "false"), 0);
}

TEST(Trait, FoldIsCommutativeAssociativeAndIdempotent_EV12) {
  SeededRandom random(7);
  for (int round = 0; round < 2'000; ++round) {
    const TraitRule rule{.survivorship = static_cast<Survivorship>(random.below(4)),
                         .trusted = {{2}, {1}}};
    std::vector<Assertion> all;
    for (std::uint64_t i = 0; i < 1 + random.below(8); ++i) {
      const auto op = static_cast<TraitOp>(random.below(4));
      Assertion one =
          said(std::to_string(random.below(4)), static_cast<std::int64_t>(random.below(3)), op,
               {static_cast<std::int64_t>(random.below(4))});
      one.order.message_id = std::to_string(i);
      all.push_back(one);
    }
    const std::string expected = value_of(all, rule);
    TraitState left;
    TraitState right;
    for (std::size_t i = all.size() * 2; i > 0; --i) {
      fold(random.below(2) == 0 ? left : right, all[random.below(all.size())], rule);
    }
    for (const Assertion& assertion : all) {
      fold(random.below(2) == 0 ? left : right, assertion, rule);
    }
    TraitState backwards = right;
    merge(backwards, left, rule);
    merge(left, right, rule);
    merge(left, right, rule);
    EXPECT_EQ(winner(left) == nullptr ? "nothing" : winner(left)->value, expected);
    EXPECT_EQ(left, backwards);
  }
}

TEST(Trait, ReadsSetOnceAndLocksAndKeepsNestedValuesWhole_PR02) {
  const TraitOrigin by_agent{.order = {.occurred_at = {9}, .message_id = "m"}};
  const auto all = parse_assertions(
      R"({"a":{"x":[1,2]},"b":null,"$set_once":{"c":1},"$lock":{"d":2},"$unlock":["e"]})",
      by_agent);
  ASSERT_TRUE(all.ok());
  ASSERT_EQ(all->size(), 5U);
  EXPECT_EQ((*all)[0].value, R"({"x":[1,2]})");
  EXPECT_EQ((*all)[1].value, "null");
  EXPECT_EQ((*all)[2].op, TraitOp::set_once);
  EXPECT_EQ((*all)[3].op, TraitOp::lock);
  EXPECT_EQ((*all)[4].op, TraitOp::unlock);
  TraitOrigin by_sender = by_agent;
  by_sender.order.source = {4};
  const auto sent = parse_assertions(R"({"$lock":{"d":2}})", by_sender);
  EXPECT_EQ(sent->front().key, "$lock");
  EXPECT_EQ(sent->front().op, TraitOp::set);
}

}  // namespace
}  // namespace throughline::people
