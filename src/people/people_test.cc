// The facade on both databases: whose an event is, traits, accounts, merges and explanations.
#include "people/people.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <iostream>
#include <thread>

#include "base/text.h"
#include "testing/fault.h"
#include "testing/followed.h"
#include "testing/people_world.h"

namespace throughline::people {
namespace {

using storage::Transaction;
using namespace testing;  // NOLINT(google-build-using-namespace): builders of events.

class PeopleTest : public ::testing::TestWithParam<storage::Dialect> {
 protected:
  PeopleWorld world_{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(Both, PeopleTest, testing::both_databases(), testing::database_name);

TEST_P(PeopleTest, AnonymousHistoryBecomesThePersonsAtLogin_ID02) {
  world_.record(from_browser(1, {device("d")}));
  const std::string anonymous = world_.public_id("anonymous_id:d");
  const auto recorded = world_.record(from_browser(2, {device("d"), user("ann")}));
  ASSERT_EQ(recorded.decisions.size(), 1U);
  EXPECT_NE(recorded.decisions.front().find("joined"), std::string::npos);
  EXPECT_EQ(world_.owner("anonymous_id:d"), world_.owner("user_id:ann"));
  EXPECT_EQ(world_.events("user_id:ann", EventKind::track).size(), 2U);
  EXPECT_EQ(world_.public_id(anonymous), world_.public_id("user_id:ann"));
}

TEST_P(PeopleTest, TwoPeopleMergeAndTheOldestKeepsItsId_ID01) {
  world_.record(from_server(1, {email("a@x.se")}));
  const std::string first = world_.public_id("email:a@x.se");
  world_.record(from_server(2, {device("d")}));
  const std::string second = world_.public_id("anonymous_id:d");
  world_.record(from_server(3, {email("a@x.se"), device("d")}));
  EXPECT_EQ(world_.public_id("anonymous_id:d"), first);
  EXPECT_EQ(world_.owner(second), world_.owner(first));
  const auto merges = world_.events("email:a@x.se", EventKind::merge);
  ASSERT_EQ(merges.size(), 1U);
  EXPECT_NE(merges[0].properties.find(second), std::string::npos);
  EXPECT_NE(merges[0].properties.find(R"("type":"anonymous_id")"), std::string::npos);
}

TEST_P(PeopleTest, LateEvidenceSplitsAndOldIdsFindTheirOwnSide_ID06) {
  world_.record(from_browser(10, {device("d")}));
  world_.record(from_browser(30, {device("d"), user("B")}));
  EXPECT_EQ(world_.owner("anonymous_id:d"), world_.owner("user_id:B"));
  const std::string before = world_.public_id("anonymous_id:d");
  world_.record(from_browser(20, {device("d"), user("A")}));
  EXPECT_EQ(world_.owner("anonymous_id:d"), world_.owner("user_id:A"));
  EXPECT_NE(world_.owner("user_id:A"), world_.owner("user_id:B"));
  EXPECT_EQ(world_.owner(before), world_.owner("anonymous_id:d"));
  EXPECT_EQ(world_.events("user_id:B", EventKind::split).size(), 1U);
  EXPECT_EQ(world_.exported(), world_.folded());
}

TEST_P(PeopleTest, ASharedDeviceKeepsTwoPeopleApartAndItsHistoryWithTheFirst_ID01) {
  world_.record(from_browser(1, {device("d")}));
  world_.record(from_browser(2, {device("d"), user("A")}));
  const auto login = world_.record(from_browser(3, {device("d"), user("B")}));
  EXPECT_NE(login.decisions.front().find("stayed apart"), std::string::npos);
  world_.record(from_browser(4, {device("d")}));
  EXPECT_EQ(world_.events("user_id:A", EventKind::track).size(), 3U);
  EXPECT_EQ(world_.events("user_id:B", EventKind::track).size(), 1U);
}

TEST_P(PeopleTest, ABrowserCannotTakeOverAVerifiedAddress_ID12) {
  world_.record(from_server(1, {email("victim@x.se"), user("victim")}));
  world_.record(identify(2, {user("thief")}, "{}"));
  world_.record(from_browser(3, {user("thief"), email("victim@x.se")}));
  EXPECT_NE(world_.owner("user_id:thief"), world_.owner("email:victim@x.se"));
  EXPECT_EQ(world_.owner("user_id:victim"), world_.owner("email:victim@x.se"));
}

TEST_P(PeopleTest, AnEventWithBlockedValuesIsKeptAndNamesNobody_EV15) {
  const auto cleaned = world_.people().clean({1}, {user("null"), email("Ann@X.SE")});
  ASSERT_TRUE(cleaned.ok());
  EXPECT_EQ(cleaned->identifiers, (std::vector<Identifier>{user("null"), email("ann@x.se")}));
  EXPECT_EQ(cleaned->notes.size(), 1U);
  const auto recorded = world_.record(from_server(1, {user("undefined")}));
  EXPECT_EQ(recorded.outcome, timeline::Outcome::accepted);
  EXPECT_EQ(recorded.key_identifier, IdentifierId{});
}

TEST_P(PeopleTest, TheSameAddressInTwoWorkspacesIsTwoPeople_ID09) {
  world_.record(identify(1, {user("ann"), email("ann@x.se")}, R"({"name":"Ann"})"));
  storage::Database& other = world_.database({2});
  const auto found_there = [&](const std::string& reference) {
    return other.read([&](Transaction& tx) { return world_.people().find_profile(tx, reference); });
  };
  EXPECT_EQ(found_there("email:ann@x.se").error().code, ErrorCode::not_found);
  const auto recorded = other.write([&](Transaction& tx) {
    return world_.timeline().record(tx, from_server(1, {user("bob"), email("ann@x.se")}));
  });
  ASSERT_TRUE(recorded.ok());
  EXPECT_EQ(recorded->outcome, timeline::Outcome::accepted) << "nor are message ids shared";
  EXPECT_TRUE(found_there("email:ann@x.se").ok());
  EXPECT_EQ(found_there("user_id:ann").error().code, ErrorCode::not_found);
  EXPECT_EQ(world_.owner("user_id:bob"), ProfileId{});
  EXPECT_EQ(world_.trait("email:ann@x.se", "name"), R"("Ann")");
}

TEST_P(PeopleTest, FirstSeenIsTheEarliestEventNotTheFirstArrival_EV13) {
  world_.record(from_server(100, {user("ann")}));
  world_.record(from_server(50, {user("ann")}));
  const auto extent = world_.read([&](Transaction& tx) -> Result<timeline::Extent> {
    TL_TRY_ASSIGN(const ProfileId id, world_.people().find_profile(tx, "user_id:ann"));
    TL_TRY_ASSIGN(const auto ids, world_.people().identifier_ids(tx, id));
    return world_.timeline().extent(tx, ids);
  });
  EXPECT_EQ(extent.first, (Time{start_us + 50 * us_per_second}));
}

TEST_P(PeopleTest, TraitsHoldByEventTimeAndAnyPastInstantCanBeAsked_PR02) {
  Draft late = identify(1, {user("ann")}, R"({"plan":"free","$set_once":{"source":"ad"}})");
  late.times.received = {start_us + 100 * us_per_second};
  world_.record(identify(5, {user("ann")}, R"({"plan":"pro","city":{"name":"Oslo"}})"));
  world_.record(late);
  world_.record(identify(8, {user("ann")}, R"({"city":null})"));
  EXPECT_EQ(world_.trait("user_id:ann", "plan"), R"("pro")");
  EXPECT_EQ(world_.trait("user_id:ann", "source"), R"("ad")");
  EXPECT_EQ(world_.trait("user_id:ann", "city"), "nothing");
  const Time three = {start_us + 3 * us_per_second};
  const Time six = {start_us + 6 * us_per_second};
  EXPECT_EQ(world_.trait("user_id:ann", "plan", {.as_of = three}), R"("free")");
  EXPECT_EQ(world_.trait("user_id:ann", "city", {.as_of = six}), R"({"name":"Oslo"})");
  EXPECT_EQ(world_.trait("user_id:ann", "source", {.known_at = six}), "nothing");
  EXPECT_EQ(world_.trait("user_id:ann", "plan", {.as_of = three, .known_at = six}), "nothing");
  const auto history = world_.read([&](Transaction& tx) {
    return world_.people().trait_history(tx, *world_.people().find_profile(tx, "user_id:ann"),
                                         "plan", 10);
  });
  ASSERT_EQ(history.size(), 2U);
  EXPECT_EQ(history[0].said.value, R"("pro")");
  EXPECT_TRUE(history[0].holds);
  EXPECT_FALSE(history[1].holds);
}

TEST_P(PeopleTest, WhatWasKnownThenKnowsPeopleAsTheyWereJoinedThen_PR02) {
  world_.record(identify(1, {device("d")}, R"({"seen":true})"));
  world_.record(identify(2, {user("ann")}, R"({"name":"Ann"})"));
  world_.record(from_browser(5, {device("d"), user("ann")}));
  EXPECT_EQ(world_.trait("anonymous_id:d", "name"), R"("Ann")");
  const Time three = {start_us + 3 * us_per_second};
  EXPECT_EQ(world_.trait("anonymous_id:d", "name", {.known_at = three}), "nothing");
  EXPECT_EQ(world_.trait("anonymous_id:d", "seen", {.known_at = three}), "true");
}

TEST_P(PeopleTest, TraitsFollowTheirIdentifiersThroughMerges_ID05) {
  world_.record(identify(1, {device("d")}, R"({"color":"red"})"));
  world_.record(identify(2, {user("ann")}, R"({"color":"blue","plan":"pro"})"));
  world_.record(from_browser(3, {device("d"), user("ann")}));
  EXPECT_EQ(world_.trait("anonymous_id:d", "color"), R"("blue")");
}

TEST_P(PeopleTest, AnAgentsLockHoldsAgainstLaterEvents_ID17) {
  world_.record(identify(1, {user("ann")}, R"({"name":"Anne"})"));
  world_.clock().set({start_us + 10 * us_per_second});
  const ProfileId ann = world_.owner("user_id:ann");
  ASSERT_TRUE(
      world_.people().edit_trait(world_.agent(), ann, "name", R"("Ann")", TraitEdit::lock).ok());
  world_.record(identify(20, {user("ann")}, R"({"name":"anna"})"));
  EXPECT_EQ(world_.trait("user_id:ann", "name"), R"("Ann")");
  EXPECT_EQ(world_.exported(), world_.folded()) << "what she changed is an event like any other";
  world_.clock().set({start_us + 30 * us_per_second});
  ASSERT_TRUE(world_.people().edit_trait(world_.agent(), ann, "name", "", TraitEdit::unlock).ok());
  EXPECT_EQ(world_.trait("user_id:ann", "name"), R"("anna")");
  EXPECT_FALSE(world_.people().edit_trait(world_.agent(), ann, "name", "{", TraitEdit::set).ok());
  EXPECT_EQ(world_.exported(), world_.folded());
}

TEST_P(PeopleTest, NewSurvivorshipFoldsItsTraitAnew_ID17) {
  world_.record(identify(1, {user("ann")}, R"({"score":9})"));
  world_.record(identify(2, {user("ann")}, R"({"score":5})"));
  EXPECT_EQ(world_.trait("user_id:ann", "score"), "5");
  ASSERT_TRUE(
      world_.people()
          .put_survivorship(world_.agent(), {{"score", {.survivorship = Survivorship::maximum}}})
          .ok());
  EXPECT_EQ(world_.trait("user_id:ann", "score"), "9");
  world_.record(identify(3, {user("ann")}, R"({"score":7})"));
  EXPECT_EQ(world_.trait("user_id:ann", "score"), "9");
  EXPECT_EQ(world_.exported(), world_.folded());
}

TEST_P(PeopleTest, AccountsHaveMembersRolesAndTraitsThroughMerges_ID14) {
  Draft joins = from_server(5, {device("d")}, EventKind::group);
  joins.account = "acme";
  joins.properties = R"({"name":"Acme","plan":"team","role":["admin","billing"]})";
  world_.record(joins);
  Draft home = from_server(6, {user("ann")}, EventKind::group);
  home.account = "home";
  home.properties = R"({"type":"household","parents":["street"]})";
  world_.record(home);
  world_.record(from_browser(7, {device("d"), user("ann")}));
  Draft earlier = from_server(2, {user("ann")}, EventKind::group);
  earlier.account = "acme";
  world_.record(earlier);
  const auto memberships = world_.read([&](Transaction& tx) {
    return world_.people().memberships(tx, *world_.people().find_profile(tx, "user_id:ann"));
  });
  ASSERT_EQ(memberships.size(), 2U);
  EXPECT_EQ(memberships[0].key, "acme");
  EXPECT_EQ(memberships[0].roles, (std::vector<std::string>{"admin", "billing"}));
  EXPECT_EQ(memberships[0].since, (Time{start_us + 2 * us_per_second}));
  const Account acme =
      world_.read([&](Transaction& tx) { return world_.people().find_account(tx, "acme"); });
  EXPECT_EQ(acme.members, 1);
  EXPECT_EQ(acme.type, "company");
  EXPECT_EQ(acme.traits.size(), 2U);
  const Account household =
      world_.read([&](Transaction& tx) { return world_.people().find_account(tx, "home"); });
  EXPECT_EQ(household.type, "household");
  EXPECT_EQ(household.parents, (std::vector<std::string>{"street"}));
  EXPECT_EQ(world_.exported(), world_.folded());
}

TEST_P(PeopleTest, AnAgentMergesTwoKnownPeopleAndTheReasonIsKept_ID12) {
  world_.record(from_server(1, {user("a")}));
  world_.record(from_server(2, {user("b")}));
  world_.clock().set({start_us + 9 * us_per_second});
  const auto merged =
      world_.people().merge(world_.agent(), {"user_id:a", "user_id:b", "same card"});
  ASSERT_TRUE(merged.ok()) << merged.error().message;
  EXPECT_EQ(*merged, world_.owner("user_id:b"));
  const auto again = world_.people().merge(world_.agent(), {"user_id:a", "user_id:b", ""});
  EXPECT_EQ(again.error().code, ErrorCode::conflict);
  const Explanation why = world_.read(
      [&](Transaction& tx) { return world_.people().explain(tx, user("a"), user("b")); });
  ASSERT_EQ(why.links.size(), 1U);
  EXPECT_EQ(why.links[0].reason, "merged by Ann: same card");
  EXPECT_EQ(world_.exported(), world_.folded());
}

TEST_P(PeopleTest, ExplainsJoinsAndRefusalsByTheirEvents_ID12) {
  world_.record(from_browser(1, {device("d"), user("A")}));
  world_.record(from_browser(2, {device("d"), user("B")}));
  const auto explain = [&](const Identifier& one, const Identifier& other) {
    return world_.read([&](Transaction& tx) { return world_.people().explain(tx, one, other); });
  };
  const Explanation same = explain(device("d"), user("A"));
  EXPECT_EQ(same.verdict, Explanation::Verdict::same);
  ASSERT_EQ(same.links.size(), 1U);
  EXPECT_EQ(same.links[0].claim.message_id, "m1");
  EXPECT_EQ(same.links[0].claim.source, browser_source);
  const Explanation apart = explain(user("A"), user("B"));
  EXPECT_EQ(apart.verdict, Explanation::Verdict::apart);
  EXPECT_EQ(apart.links[0].claim.message_id, "m2");
  EXPECT_EQ(explain(user("A"), user("Z")).verdict, Explanation::Verdict::unconnected);
}

TEST_P(PeopleTest, NewRulesResolveEverythingAnewAndIdsStay_ID05) {
  for (int i = 0; i < 4; ++i) {
    world_.record(from_server(i, {user("ann"), device("d" + std::to_string(i))}));
  }
  const std::string ann = world_.public_id("user_id:ann");
  Rules rules;
  rules.other_limit = Limit{2, Window::ever};
  ASSERT_TRUE(world_.people().put_rules(world_.agent(), rules).ok());
  EXPECT_EQ(world_.public_id("user_id:ann"), ann);
  EXPECT_EQ(world_.owner("anonymous_id:d1"), world_.owner("user_id:ann"));
  EXPECT_NE(world_.owner("anonymous_id:d2"), world_.owner("user_id:ann"));
  world_.record(from_server(9, {user("ann"), device("d9")}));
  EXPECT_NE(world_.owner("anonymous_id:d9"), world_.owner("user_id:ann"));
  EXPECT_EQ(world_.exported(), world_.folded());
  ASSERT_TRUE(world_.people().put_rules(world_.agent(), {}).ok());
  EXPECT_EQ(world_.owner("anonymous_id:d9"), world_.owner("user_id:ann"));
  EXPECT_EQ(world_.exported(), world_.folded());
}

TEST_P(PeopleTest, AValueThatIsBlockedNoLongerBringsItsEvidenceBack_ID07) {
  const Identifier walk_in = user("walk-in");
  Rules blocking;
  blocking.blocked_values = {"walk-in"};
  ASSERT_TRUE(world_.people().put_rules(world_.agent(), blocking).ok());
  const auto cleaned = world_.people().clean({1}, {walk_in, device("till")});
  ASSERT_TRUE(cleaned.ok());
  ASSERT_EQ(cleaned->notes.size(), 1U);
  EXPECT_EQ(cleaned->notes[0], "identifies nobody: user_id walk-in: the value names nobody");
  world_.record(from_browser(1, cleaned->identifiers));
  EXPECT_EQ(world_.owner("user_id:walk-in"), ProfileId{});
  EXPECT_EQ(world_.exported(), world_.folded());
  ASSERT_TRUE(world_.people().put_rules(world_.agent(), {}).ok());
  EXPECT_EQ(world_.owner("user_id:walk-in"), world_.owner("anonymous_id:till"));
  EXPECT_NE(world_.owner("user_id:walk-in"), ProfileId{});
  EXPECT_EQ(world_.exported(), world_.folded());
  ASSERT_TRUE(world_.people().put_rules(world_.agent(), blocking).ok());
  EXPECT_EQ(world_.owner("user_id:walk-in"), ProfileId{});
  EXPECT_EQ(world_.exported(), world_.folded());
}

TEST_P(PeopleTest, EverythingIsMadeAgainFromTheRecord_ID04) {
  world_.record(identify(1, {device("d")}, R"({"a":1})"));
  world_.record(from_browser(2, {device("d"), user("A")}));
  Draft group = from_server(3, {user("A")}, EventKind::group);
  group.account = "acme";
  group.properties = R"({"role":"admin"})";
  world_.record(group);
  Draft alias = from_server(4, {user("B")}, EventKind::alias);
  alias.previous_id = "A";
  world_.record(alias);
  const std::string before = world_.exported();
  const std::string id = world_.public_id("user_id:B");
  const auto rebuilt = world_.people().rebuild({1});
  ASSERT_TRUE(rebuilt.ok());
  EXPECT_FALSE(rebuilt->differed);
  EXPECT_EQ(world_.exported(), before);
  EXPECT_EQ(world_.public_id("user_id:B"), id);
  EXPECT_EQ(world_.owner("user_id:A"), world_.owner("user_id:B"));
}

TEST_P(PeopleTest, AUnitThatRollsBackLeavesNoTrace) {
  const Draft draft = from_browser(1, {device("d"), user("A")});
  const auto failed = world_.database().write([&](Transaction& tx) -> Result<void> {
    TL_TRY_ASSIGN(const auto recorded, world_.timeline().record(tx, draft));
    EXPECT_TRUE(recorded.key_identifier);
    return Error::conflict("no");
  });
  EXPECT_FALSE(failed.ok());
  EXPECT_EQ(world_.owner("user_id:A"), ProfileId{});
  world_.record(draft);
  EXPECT_EQ(world_.owner("user_id:A"), world_.owner("anonymous_id:d"));
  EXPECT_EQ(world_.exported(), world_.folded());
}

TEST_P(PeopleTest, ALaterIdMayHoldAnyText_ID10) {
  const Identifier odd = {"my type", std::string("a\xED\xA0\x80\0b'\"", 8)};
  const auto cleaned = world_.people().clean({1}, {odd});
  ASSERT_EQ(cleaned->identifiers.size(), 1U);
  world_.record(from_server(1, cleaned->identifiers));
  world_.record(from_server(2, {cleaned->identifiers[0], device("d")}));
  const auto page = world_.read([&](Transaction& tx) {
    return world_.people().identifiers(tx, *world_.people().find_profile(tx, "anonymous_id:d"), {},
                                       10);
  });
  ASSERT_EQ(page.identifiers.size(), 2U);
  EXPECT_EQ(page.identifiers[0].name.value, odd.value);
}

TEST_P(PeopleTest, ChannelIdentitiesAttachWithTheirVerifiedFlag_ID15) {
  const Identifier whatsapp = {"whatsapp", "+4915123456789"};
  const Identifier slack = {"slack_id", "U024BE7LH"};
  world_.record(from_server(1, {user("ann"), whatsapp}));
  world_.record(from_browser(2, {user("ann"), slack}));
  const auto page = world_.read([&](Transaction& tx) -> Result<IdentifierPage> {
    TL_TRY_ASSIGN(const ProfileId ann, world_.people().find_profile(tx, "whatsapp:4915123456789"));
    return world_.people().identifiers(tx, ann, {}, 10);
  });
  ASSERT_EQ(page.identifiers.size(), 3U);
  EXPECT_EQ(page.identifiers[1].name, whatsapp);
  EXPECT_TRUE(page.identifiers[1].verified);
  EXPECT_EQ(page.identifiers[2].name, slack);
  EXPECT_FALSE(page.identifiers[2].verified);
}

TEST_P(PeopleTest, ThreadsThatTellOfTheSamePeopleAgree_EV12) {
  constexpr int threads = 4;
  std::vector<std::thread> tellers;
  std::atomic<int> lost = 0;
  for (int teller = 0; teller < threads; ++teller) {
    tellers.emplace_back([&, teller] {
      for (int i = 0; i < 25; ++i) {
        const int number = i * threads + (i % 2 == 0 ? teller : threads - 1 - teller);
        const Draft draft = from_browser(number, {user("u" + std::to_string(number % 3)),
                                                  device("d" + std::to_string(number % 7))});
        const auto told = world_.database().write(
            [&](Transaction& tx) { return world_.timeline().record(tx, draft); });
        lost += told.ok() ? 0 : 1;
      }
    });
  }
  for (std::thread& teller : tellers) {
    teller.join();
  }
  EXPECT_EQ(lost, 0);
  EXPECT_EQ(world_.exported(), world_.folded());
}

TEST_P(PeopleTest, NewRulesSeeWhatWaitsInTheSameGroup_ID05) {
  std::atomic<int> left = 50;
  for (int i = 0; i < 50; ++i) {
    const Draft draft = from_server(i, {user("ann"), device("d" + std::to_string(i % 9))});
    world_.database().submit(
        [&, draft](Transaction& tx) -> Result<void> {
          TL_TRY_ASSIGN(const auto recorded, world_.timeline().record(tx, draft));
          EXPECT_EQ(recorded.outcome, timeline::Outcome::accepted);
          return {};
        },
        100,
        [&](const Result<void>& done) {
          EXPECT_TRUE(done.ok());
          left -= 1;
          left.notify_all();
        });
  }
  ASSERT_TRUE(world_.people().put_rules(world_.agent(), segment_preset()).ok());
  for (int now = left; now > 0; now = left) {
    left.wait(now);
  }
  EXPECT_EQ(world_.exported(), world_.folded());
}

TEST(KnownPeople, NeedNoSqlForTheirNextEvent_ID01) {
  PeopleWorld world(storage::Dialect::sqlite);
  world.record(from_browser(1, {device("d"), user("ann")}));
  const auto forget = [](Transaction& tx) { return tx.run("DELETE FROM claims"); };
  ASSERT_TRUE(world.database().write(forget).ok());
  const auto claims = [&] {
    return world.read([](Transaction& tx) { return tx.row("SELECT COUNT(*) FROM claims"); })[0]
        .number();
  };
  const auto again = world.record(from_browser(2, {device("d"), user("ann")}));
  EXPECT_EQ(claims(), 0) << "the claim was looked for in the database";
  EXPECT_TRUE(again.key_identifier);
  world.record(from_browser(0, {device("d"), user("ann")}));
  EXPECT_EQ(claims(), 1) << "an earlier claim must be kept";
}

TEST(KnownPeople, AreForgottenWithAGroupThatWasLost_EV06) {
  FailNth faults;
  PeopleWorld world(storage::Dialect::sqlite, claims_at_once_max, {},
                    [&](storage::StorageOptions& options) { options.faults = &faults; });
  const Draft draft = from_browser(1, {device("d"), user("ann")});
  const auto record = [&] {
    return world.database().write(
        [&](Transaction& tx) { return world.timeline().record(tx, draft); });
  };
  bool failed_once = false;
  for (int nth = 1;; ++nth) {
    faults.arm(nth);
    const auto recorded = record();
    const bool came = faults.disarm();
    failed_once = failed_once || !recorded.ok();
    EXPECT_EQ(world.exported(), world.folded()) << "call " << nth;
    if (recorded.ok()) {
      EXPECT_TRUE(failed_once);
      if (!came) {
        break;
      }
    } else {
      // All of it or nothing: a commit may have been made although its answer was lost.
      EXPECT_EQ(world.owner("user_id:ann"), world.owner("anonymous_id:d")) << "call " << nth;
    }
    ASSERT_LT(nth, 1'000);
  }
  EXPECT_EQ(record()->outcome, timeline::Outcome::repeated);
  EXPECT_EQ(world.owner("user_id:ann"), world.owner("anonymous_id:d"));
}

TEST(PendingPeople, AreResolvedBehindTheLine_ID08) {
  PeopleWorld world(storage::Dialect::sqlite, 3);
  for (int i = 10; i < 15; ++i) {
    world.record(from_browser(i, {device("d"), user(std::to_string(i))}));
  }
  const auto late = world.record(from_browser(5, {device("d"), user("early")}));
  testing::wait_until_followed(world.timeline(), late.position);
  EXPECT_EQ(world.owner("anonymous_id:d"), world.owner("user_id:early"));
  EXPECT_EQ(world.exported(), world.folded());
}

class PeopleListTest : public ::testing::TestWithParam<storage::Dialect> {};
INSTANTIATE_TEST_SUITE_P(Both, PeopleListTest, testing::both_databases(), testing::database_name);

// The list reads an event of hers when the merge after it has long been resolved.
TEST_P(PeopleListTest, ForgetsWhoWasMergedBeforeItFollowed_PR20) {
  PeopleWorld world(GetParam(), people::claims_at_once_max, {.follower_batch = 1});
  const auto listed_after = [&](const timeline::Recorded& last) {
    testing::wait_until_followed(world.timeline(), last.position);
    return world.read(
        [&](storage::Transaction& tx) { return world.people().list(tx, {.limit = 10}); });
  };
  world.record(from_server(1, {device("a")}));
  EXPECT_EQ(listed_after(world.record(from_server(2, {device("b")}))).total, 2);
  world.record_together({from_server(3, {device("a")}), from_server(4, {device("a"), device("b")}),
                         from_server(5, {device("b")})});
  const PeoplePage page = listed_after(world.record(from_server(6, {device("a")})));
  ASSERT_EQ(page.total, 1);
  EXPECT_EQ(page.people.front().profile, world.owner("anonymous_id:b"));
}

// Most events change figures of a row that is there; those that bring an identifier, come before
// the first, or join two people, do not.
TEST_P(PeopleListTest, CountsWhatComesToThoseWhoAreListed_PR20) {
  PeopleWorld world(GetParam(), people::claims_at_once_max, {.follower_batch = 2});
  const auto listed_after = [&](const Draft& draft) {
    testing::wait_until_followed(world.timeline(), world.record(draft).position);
    const PeoplePage page = world.read(
        [&](storage::Transaction& tx) { return world.people().list(tx, {.limit = 10}); });
    EXPECT_EQ(page.total, static_cast<std::int64_t>(page.people.size()));
    return page.people;
  };
  const auto at = [](std::int64_t second) {
    return Time{testing::start_us + second * us_per_second};
  };
  listed_after(from_server(100, {device("a")}));
  listed_after(from_server(200, {device("b")}));
  auto people = listed_after(from_server(300, {device("a")}));
  ASSERT_EQ(people.size(), 2U);
  EXPECT_EQ(people.front().events, 2);
  EXPECT_EQ(people.front().first_seen, at(100));
  EXPECT_EQ(people.front().last_seen, at(300));
  people = listed_after(from_server(50, {device("a")}));
  EXPECT_EQ(people.front().first_seen, at(50));
  EXPECT_EQ(people.front().last_seen, at(300));
  people = listed_after(from_server(400, {user("u"), device("a")}));
  EXPECT_EQ(people.front().identifiers, 2);
  EXPECT_TRUE(people.front().known);
  EXPECT_EQ(people.front().events, 4);
  people = listed_after(from_server(500, {user("u"), device("b")}));
  ASSERT_EQ(people.size(), 1U);
  EXPECT_EQ(people.front().identifiers, 3);
  people = listed_after(from_server(600, {device("b")}));
  const auto merges = world.read(
      [&](storage::Transaction& tx) { return world.people().extent(tx, people.front().profile); });
  EXPECT_EQ(people.front().events, merges.events);
  EXPECT_EQ(people.front().first_seen, at(50));
  EXPECT_EQ(people.front().last_seen, at(600));
}

std::string user_with(PeopleWorld& world, ProfileId profile) {
  for (const std::string user_id : {"user_id:u0", "user_id:u1"}) {
    if (world.owner(user_id) == profile) {
      return user_id;
    }
  }
  return "user_id:u2";
}

// Statements come in any order, again, late, unset and locked; between them come other events.
TEST_P(PeopleListTest, ListsTheTraitsThatHold_PR20) {
  PeopleWorld world(GetParam(), people::claims_at_once_max, {.follower_batch = 3});
  const std::vector<std::string> values = {R"("a")", R"("b")", R"("c")", "null"};
  const std::vector<std::string> keys = {"plan", "city", "name", "email"};
  SeededRandom random(8);
  const auto any = [&](const std::vector<std::string>& of) { return of[random.below(of.size())]; };
  const auto pair = [&] { return "\"" + any(keys) + "\":" + any(values); };
  timeline::Recorded last;
  for (std::int64_t number = 1; number <= 300; ++number) {
    const std::vector<Identifier> who = {user("u" + std::to_string(random.below(3)))};
    const auto at_us = (number * 5 + static_cast<std::int64_t>(random.below(300))) * us_per_second;
    Draft draft = event_of(SourceKind::server, number, at_us, who, EventKind::identify);
    draft.properties = "{" + pair() + "," + pair() + "}";
    if (number % 20 == 0 && number < 200) {
      draft.properties = "{" + pair() + R"(,"$set_once":{)" + pair() + "}}";
    } else if (number % 3 == 0) {
      draft.kind = EventKind::track;
    }
    last = world.record(draft);
  }
  testing::wait_until_followed(world.timeline(), last.position);
  for (const std::string user_id : {"user_id:u0", "user_id:u1", "user_id:u2"}) {
    std::map<std::string, std::string> listed;
    const auto read = world.database().read([&](storage::Transaction& tx) {
      return tx.each("SELECT key, text FROM indexed_traits WHERE profile = ?",
                     {world.owner(user_id)}, [&](const storage::Row& row) -> Result<void> {
                       listed[row[0].text()] = quote_json(row[1].text());
                       return {};
                     });
    });
    ASSERT_TRUE(read.ok());
    std::map<std::string, std::string> held;
    for (const std::string& key : keys) {
      if (const std::string value = world.trait(user_id, key); value != "nothing") {
        held[key] = value;
      }
    }
    std::erase_if(held, [](const auto& trait) { return trait.second == "null"; });
    EXPECT_EQ(listed, held) << user_id;
  }
  const PeoplePage page =
      world.read([&](storage::Transaction& tx) { return world.people().list(tx, {.limit = 10}); });
  for (const PersonSummary& person : page.people) {
    const std::string name = world.trait(user_with(world, person.profile), "name");
    EXPECT_EQ(person.name.empty() ? "null" : quote_json(person.name),
              name == "nothing" ? "null" : name);
  }
}

// The list reads what was said first when what was said next holds already.
TEST_P(PeopleListTest, ShowsANameThatHeldBeforeItWasRead_PR20) {
  PeopleWorld world(GetParam(), people::claims_at_once_max, {.follower_batch = 1});
  const auto followed = world.record(identify(1, {user("ann")}, R"({"name":"Ann","plan":"free"})"));
  testing::wait_until_followed(world.timeline(), followed.position);
  world.record_together({identify(2, {user("ann")}, R"({"plan":"pro"})"),
                         identify(3, {user("ann")}, R"({"name":"Anna"})")});
  const auto last = world.record(from_server(4, {user("ann")}));
  testing::wait_until_followed(world.timeline(), last.position);
  const PeoplePage page =
      world.read([&](storage::Transaction& tx) { return world.people().list(tx, {.limit = 10}); });
  ASSERT_EQ(page.people.size(), 1U);
  EXPECT_EQ(page.people.front().name, "Anna");
}

TEST_P(PeopleListTest, HasTheFiguresOfALongLine_PR02) {
  PeopleWorld world(GetParam());
  const auto recorded = world.record(from_server(1, {device("a")}));
  testing::wait_until_followed(world.timeline(), recorded.position);
  const ProfileId profile = world.owner("anonymous_id:a");
  const auto events = [&](std::int64_t listed) {
    EXPECT_TRUE(world.database()
                    .write([&](storage::Transaction& tx) {
                      return tx.run("UPDATE people_figures SET events = ?", {listed});
                    })
                    .ok());
    return world.read([&](storage::Transaction& tx) { return world.people().extent(tx, profile); })
        .events;
  };
  EXPECT_EQ(events(10'000), 1) << "a short line is counted";
  EXPECT_EQ(events(10'001), 10'001);
  const auto of_identifier = [&](std::int64_t listed) {
    EXPECT_TRUE(world.database()
                    .write([&](storage::Transaction& tx) {
                      return tx.run("UPDATE event_counts SET events = ?", {listed});
                    })
                    .ok());
    return world
        .read([&](storage::Transaction& tx) {
          return world.people().extent(tx, recorded.key_identifier);
        })
        .events;
  };
  EXPECT_EQ(of_identifier(10'000), 1) << "a short line is counted";
  EXPECT_EQ(of_identifier(10'001), 10'001);
}

// Ten thousand people become one, in the order that moves the most.
class ManyMerges : public ::testing::TestWithParam<bool> {};
INSTANTIATE_TEST_SUITE_P(Order, ManyMerges, ::testing::Bool());

TEST_P(ManyMerges, OnOnePersonStayQuick_ID08) {
  constexpr int people = 10'000;
  PeopleWorld world(storage::Dialect::sqlite);
  const bool backwards = GetParam();
  std::vector<Draft> first;
  for (int i = 0; i < people; ++i) {
    first.push_back(from_server(i, {device("d" + std::to_string(i))}));
  }
  world.record_together(first);
  std::vector<Draft> merges;
  for (int i = 1; i < people; ++i) {
    const int at = backwards ? people - i : i;
    merges.push_back(from_server(
        people + i, {device("d" + std::to_string(at - 1)), device("d" + std::to_string(at))}));
  }
  const auto start = std::chrono::steady_clock::now();
  world.record_together(merges);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  std::cout << people << " merges in " << took.count() << " s\n";
  EXPECT_EQ(world.owner("anonymous_id:d0"), world.owner("anonymous_id:d9999"));
  // Without moving the smaller side, 50 million rows would move.
  EXPECT_LT(took.count(), 60.0);
}

}  // namespace
}  // namespace throughline::people
