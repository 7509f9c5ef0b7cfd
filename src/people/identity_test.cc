#include "people/identity.h"

#include <gtest/gtest.h>

#include "people/explanation.h"
#include "people/grouping.h"

namespace throughline::people {
namespace {

constexpr std::int64_t day = us_per_day;

Identifier user(std::string value) {
  return {"user_id", std::move(value)};
}
Identifier email(std::string value) {
  return {"email", std::move(value)};
}
Identifier device(std::string value) {
  return {"anonymous_id", std::move(value)};
}

Claim claim(std::int64_t at, Rights rights, std::vector<Identifier> identifiers) {
  return {.order = {.occurred_at = {at}, .source = {1}, .message_id = std::to_string(at)},
          .rights = rights,
          .identifiers = std::move(identifiers)};
}
Claim server(std::int64_t at, std::vector<Identifier> identifiers) {
  return claim(at, Rights::server, std::move(identifiers));
}
Claim browser(std::int64_t at, std::vector<Identifier> identifiers) {
  return claim(at, Rights::browser, std::move(identifiers));
}
Claim alias(std::int64_t at, Rights rights, const std::string& to, const std::string& previous) {
  Claim made = claim(at, rights, {user(to)});
  made.previous_id = previous;
  return made;
}

using Groups = std::vector<std::vector<Identifier>>;

TEST(Resolve, JoinsTwoPeopleWhoShareAnIdentifier_ID01) {
  const auto resolved = resolve(
      {server(1, {device("d"), email("a@x.se")}), server(2, {user("1"), email("a@x.se")})}, {});
  EXPECT_EQ(resolved.groups, (Groups{{device("d"), email("a@x.se"), user("1")}}));
}

TEST(Resolve, KeepsTwoPeopleApartOnASharedDevice_ID01) {
  const std::vector<Claim> claims = {
      browser(1, {device("d")}), browser(2, {device("d"), user("A")}),
      browser(3, {device("d"), user("B")}), browser(4, {device("d")})};
  const auto resolved = resolve(claims, {});
  EXPECT_EQ(resolved.groups, (Groups{{device("d"), user("A")}, {user("B")}}));
  ASSERT_EQ(resolved.links.size(), 2U);
  EXPECT_EQ(resolved.links[1].refused, Refusal::protection);
}

TEST(Resolve, ANewUserIdWithTheSameEmailIsANewPerson_ID06) {
  const auto resolved = resolve(
      {server(1, {user("1"), email("a@x.se")}), server(2, {user("2"), email("a@x.se")})}, {});
  EXPECT_EQ(resolved.groups, (Groups{{email("a@x.se"), user("1")}, {user("2")}}));
  EXPECT_EQ(resolved.links.back().refused, Refusal::limit);
  EXPECT_NE(resolved.links.back().reason.find("2 values of user_id"), std::string::npos);
}

TEST(Resolve, AFreshDeviceJoinsThoughATypedInEmailIsRefused_ID02) {
  const auto resolved = resolve({server(1, {user("A"), email("a@x.se")}),
                                 browser(2, {user("B"), email("a@x.se"), device("new")})},
                                {});
  EXPECT_EQ(resolved.groups, (Groups{{device("new"), user("B")}, {email("a@x.se"), user("A")}}));
}

TEST(Resolve, ABrowserCannotTakeOverAVerifiedAddress_ID12) {
  const std::vector<Claim> claims = {server(1, {email("victim@x.se")}),
                                     browser(2, {user("thief"), email("victim@x.se")})};
  EXPECT_EQ(resolve(claims, {}).groups, (Groups{{email("victim@x.se")}, {user("thief")}}));
  const std::vector<Claim> unverified = {browser(1, {email("ann@x.se")}),
                                         browser(2, {user("ann"), email("ann@x.se")})};
  EXPECT_EQ(resolve(unverified, {}).groups, (Groups{{email("ann@x.se"), user("ann")}}));
}

TEST(Resolve, CountsAWeeklyLimitInWeeksOfEventTime_ID03) {
  Rules rules;
  rules.limits["email"] = Limit{2, Window::week};
  std::vector<Claim> claims;
  for (std::int64_t i = 0; i < 4; ++i) {
    claims.push_back(server(i * 60, {user("1"), email(std::to_string(i) + "@x.se")}));
  }
  EXPECT_EQ(resolve(claims, rules).groups.size(), 3U);
  claims.push_back(server(7 * day, {user("1"), email("2@x.se")}));
  EXPECT_EQ(resolve(claims, rules).groups.size(), 2U);
}

TEST(Resolve, TheWeakestIdentifierOverflows_ID03) {
  std::vector<Claim> claims;
  for (int i = 0; i < 7; ++i) {
    claims.push_back(server(i, {user("1"), device(std::to_string(i))}));
  }
  EXPECT_EQ(resolve(claims, segment_preset()).groups.size(), 3U);
  EXPECT_EQ(resolve(claims, {}).groups.size(), 1U);
}

TEST(Resolve, MergesAreAssociativeCommutativeAndMayCycle_ID04) {
  const std::vector<Claim> claims = {alias(1, Rights::server, "b", "a"),
                                     alias(2, Rights::server, "c", "b"),
                                     alias(3, Rights::server, "a", "c")};
  // When `a` is first named, nobody has that user_id: it is a device.
  EXPECT_EQ(resolve(claims, {}).groups, (Groups{{device("a"), user("a"), user("b"), user("c")}}));
}

TEST(Resolve, AnAliasFromABrowserJoinsADeviceAndNoSecondPerson_ID12) {
  EXPECT_EQ(resolve({alias(1, Rights::browser, "ann", "d")}, {}).groups,
            (Groups{{device("d"), user("ann")}}));
  EXPECT_EQ(
      resolve({browser(1, {user("bob")}), alias(2, Rights::browser, "ann", "bob")}, {}).groups,
      (Groups{{user("ann")}, {user("bob")}}));
}

TEST(Resolve, APersonMergedBeyondALimitStillGainsDevices_ID05) {
  const auto resolved =
      resolve({server(1, {user("a")}), claim(2, Rights::merge, {user("a"), user("b")}),
               browser(3, {user("b"), device("d")})},
              {});
  EXPECT_EQ(resolved.groups.size(), 1U);
}

TEST(Resolve, NothingAutomaticJoinsAcrossABlock_ID07) {
  const Block block{.order = {.occurred_at = {5}}, .one = {user("a")}, .other = {email("b@x.se")}};
  const Claim both = server(9, {user("a"), email("b@x.se"), device("d")});
  EXPECT_EQ(resolve({both}, {}, {.blocks = {block}}).groups.size(), 3U);
  EXPECT_EQ(
      resolve({claim(4, Rights::merge, {user("a"), email("b@x.se")})}, {}, {.blocks = {block}})
          .groups.size(),
      2U);
  EXPECT_EQ(
      resolve({claim(6, Rights::merge, {user("a"), email("b@x.se")})}, {}, {.blocks = {block}})
          .groups.size(),
      1U);
}

TEST(Resolve, AMergeAfterABlockLiftsIt_ID11) {
  const std::vector<Block> blocks = {{.order = {.occurred_at = {5}},
                                      .one = {user("a"), device("a")},
                                      .other = {user("b"), device("b")}}};
  const Claim merged = claim(6, Rights::merge, {user("a"), user("b")});
  // What was said across it before, after, and by more than the two that were merged.
  const std::vector<Claim> claims = {server(1, {user("a"), device("b"), device("new before")}),
                                     server(2, {user("b"), email("b@x.se")}),
                                     server(3, {device("a"), email("b@x.se")}),
                                     server(8, {user("a"), device("b"), device("new after")})};
  const auto groups_with = [&](const std::vector<Claim>& more) {
    std::vector<Claim> all = claims;
    all.insert(all.end(), more.begin(), more.end());
    return resolve(all, {}, {.blocks = blocks}).groups.size();
  };
  EXPECT_EQ(groups_with({}), 6U);
  EXPECT_EQ(groups_with({claim(4, Rights::merge, {user("a"), user("b")})}), 6U);
  EXPECT_EQ(groups_with({merged}), 1U);
}

TEST(Resolve, WhatTwoBlocksKeepApartWaitsForBothToBeLifted_ID11) {
  const std::vector<Block> blocks = {
      {.order = {.occurred_at = {5}}, .one = {user("a")}, .other = {email("x@x.se")}},
      {.order = {.occurred_at = {6}}, .one = {device("d")}, .other = {email("x@x.se")}}};
  const std::vector<Claim> first = {server(1, {user("a"), device("d")}),
                                    server(2, {email("x@x.se"), device("e")}),
                                    claim(7, Rights::merge, {user("a"), email("x@x.se")})};
  EXPECT_EQ(resolve(first, {}, {.blocks = blocks}).groups.size(), 1U)
      << "both blocks are about the two that were merged";
  const std::vector<Claim> second = {server(1, {user("a"), email("x@x.se"), device("d")}),
                                     claim(7, Rights::merge, {user("a"), email("x@x.se")})};
  EXPECT_EQ(resolve(second, {}, {.blocks = blocks}).groups,
            (Groups{{device("d")}, {email("x@x.se"), user("a")}}));
  std::vector<Claim> third = second;
  third.push_back(claim(8, Rights::merge, {device("d"), email("x@x.se")}));
  EXPECT_EQ(resolve(third, {}, {.blocks = blocks}).groups.size(), 1U);
}

TEST(Resolve, TenThousandMergesOnOnePersonAreQuick_ID08) {
  std::vector<Claim> claims;
  for (int i = 0; i < 10'000; ++i) {
    claims.push_back(server(i, {device(std::to_string(i))}));
    claims.push_back(server(20'000 + i, {user("1"), device(std::to_string(i))}));
  }
  EXPECT_EQ(resolve(claims, {}).groups.size(), 1U);
}

TEST(Explain, NamesTheLinksBetweenTwoIdentifiers_ID12) {
  const auto resolved =
      resolve({browser(1, {device("d"), user("A")}), server(2, {user("A"), email("a@x.se")}),
               browser(3, {device("d"), user("B")})},
              {});
  const auto same = explain(resolved, device("d"), email("a@x.se"));
  EXPECT_EQ(same.verdict, Explanation::Verdict::same);
  ASSERT_EQ(same.links.size(), 2U);
  EXPECT_EQ(same.links[0].claim.message_id, "1");
  EXPECT_EQ(same.links[1].claim.message_id, "2");
  const auto apart = explain(resolved, user("B"), email("a@x.se"));
  EXPECT_EQ(apart.verdict, Explanation::Verdict::apart);
  ASSERT_EQ(apart.links.size(), 1U);
  EXPECT_EQ(apart.links[0].claim.message_id, "3");
  EXPECT_EQ(explain(resolved, user("B"), user("Z")).verdict, Explanation::Verdict::unconnected);
}

TEST(GroupState, ComesBackFromItsText) {
  const GroupState state{.counts = {{"email", 2, 9, 1}, {"user_id", 1, 0, 1}}, .known = true};
  EXPECT_EQ(*parse_group_state(to_text(state)), state);
  EXPECT_EQ(*parse_group_state(to_text(GroupState{})), GroupState{});
}

TEST(Rules, ComeBackFromTheirJson) {
  Rules rules = segment_preset();
  rules.limits["phone"] = Limit{3, Window::month};
  rules.limits["device"] = std::nullopt;
  EXPECT_EQ(*parse_rules(to_json(rules)), rules);
  EXPECT_FALSE(parse_rules(R"({"limits":{"email":{"values":0}}})").ok());
  EXPECT_FALSE(parse_rules(R"({"blocked_patterns":["("]})").ok());
  EXPECT_FALSE(parse_rules(R"({"phone_region":"XX"})").ok());
}

TEST(Rules, WeeksBeginOnMondayAndHoldBefore1970) {
  EXPECT_EQ(bucket_of(Window::week, {4 * day - 1}), 0);
  EXPECT_EQ(bucket_of(Window::week, {4 * day}), 1);
  EXPECT_EQ(bucket_of(Window::week, {-4 * day}), -1);
  EXPECT_EQ(bucket_of(Window::month, {-1}), -1);
  EXPECT_EQ(bucket_of(Window::year, {366 * day}), 1);
}

}  // namespace
}  // namespace throughline::people
