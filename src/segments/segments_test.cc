// Segments over a world of people: who is in them stays right whatever happens, and in whatever
// order it is learnt.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "segments/rule_json.h"
#include "segments/segments_world_test.h"

namespace throughline {
namespace {

INSTANTIATE_TEST_SUITE_P(Both, SegmentsOfPeople, testing::both_databases(), testing::database_name);

const std::string paid_twice =
    R"({"event":"Paid","count":{"is":"at_least","value":2},"within_days":7})";

TEST_P(SegmentsOfPeople, PeopleEnterByWhatTheyDoAndLeaveByThePassingOfTimeToTheMicrosecond_PR13) {
  const Segment vip = live("VIP", paid_twice);
  did("ann", "Paid");
  EXPECT_FALSE(has(vip, "ann"));
  const Time first = world_.clock().now();
  pass(us_per_day);
  did("ann", "Paid");
  EXPECT_TRUE(has(vip, "ann"));
  world_.clock().set({first.us + 7 * us_per_day});
  pass(0);
  EXPECT_TRUE(has(vip, "ann"));
  pass(1);
  EXPECT_FALSE(has(vip, "ann"));
  EXPECT_EQ(told("ann"), "+VIP -VIP");
  const auto events = world_.events("user_id:ann", EventKind::system);
  EXPECT_EQ(events.back().occurred_at, (Time{first.us + 7 * us_per_day + 1}));
}

TEST_P(SegmentsOfPeople, WhatWasDueWhileNobodyWorkedHappenedWhenItWasDue) {
  const Segment vip = live("VIP", paid_twice);
  did("ann", "Paid");
  did("ann", "Paid");
  EXPECT_TRUE(has(vip, "ann"));
  const Time paid = world_.clock().now();
  pass(30 * us_per_day);
  EXPECT_EQ(world_.events("user_id:ann", EventKind::system).back().occurred_at,
            (Time{paid.us + 7 * us_per_day + 1}));
}

TEST_P(SegmentsOfPeople, WhoWasInWhenItWasMadeIsAMemberWithoutAnEvent) {
  did("ann", "Paid");
  did("ann", "Paid");
  settle();
  const Segment vip = live("VIP", paid_twice);
  EXPECT_TRUE(has(vip, "ann"));
  EXPECT_EQ(told("ann"), "");
  EXPECT_TRUE(segments_.find(world_.agent(), vip.id)->listed.segment.built);
}

TEST_P(SegmentsOfPeople, TraitsPropertiesOrderAndAbsenceCount_PR12) {
  const Segment plan = live("Pro", R"({"trait":"plan","is":"equals","value":"pro"})");
  const Segment big =
      live("Big", R"({"event":"Paid","where":{"property":"total","is":"greater","value":100}})");
  const Segment bought =
      live("Bought", R"({"sequence":[{"event":"Added"},{"event":"Paid"}],"within_s":3600})");
  const Segment cart =
      live("Cart", R"({"event":"Added","not_followed_by":{"event":"Paid"},"within_s":3600})");
  did("ann", "Paid", R"({"total":50})");
  say("ann", R"({"plan":"pro"})");
  EXPECT_TRUE(has(plan, "ann"));
  EXPECT_FALSE(has(big, "ann"));
  did("ann", "Added");
  pass(us_per_minute);
  did("ann", "Paid", R"({"total":101})");
  EXPECT_TRUE(has(big, "ann"));
  EXPECT_TRUE(has(bought, "ann"));
  did("bob", "Added");
  pass(us_per_hour);
  EXPECT_FALSE(has(cart, "bob"));
  pass(1);
  EXPECT_TRUE(has(cart, "bob"));
  EXPECT_FALSE(has(cart, "ann"));
  say("ann", R"({"plan":"free"})");
  EXPECT_FALSE(has(plan, "ann"));
}

TEST_P(SegmentsOfPeople, EventsOfASequenceMayHaveToSayTheSame_PR12) {
  did("ann", "Added", R"({"cart":"a"})");
  const Segment bought =
      live("Bought", R"({"sequence":[{"event":"Added"},{"event":"Paid"}],"same":"cart"})");
  EXPECT_EQ(segments_.find(world_.agent(), bought.id)->listed.sentence,
            "did Added and then Paid with the same cart");
  pass(us_per_minute);
  did("ann", "Paid", R"({"cart":"b"})");
  EXPECT_FALSE(has(bought, "ann"));
  did("ann", "Paid", R"({"total":1})");
  EXPECT_FALSE(has(bought, "ann"));
  did("ann", "Paid", R"({"cart":"a"})");
  EXPECT_TRUE(has(bought, "ann"));
  did("bob", "Added", R"({"cart":7})");
  pass(us_per_minute);
  did("bob", "Paid", R"({"cart":"7"})");
  EXPECT_FALSE(has(bought, "bob"));
  did("bob", "Paid", R"({"cart":7.0})");
  EXPECT_TRUE(has(bought, "bob"));
  settle();
  EXPECT_EQ(members(bought), evaluated(bought));
}

TEST_P(SegmentsOfPeople, ThoseWhoNeverDidItAreInFromTheirFirstEventOn) {
  const Segment never = live("Never", R"({"event":"Paid","count":{"is":"at_most","value":0}})");
  did("ann", "Seen");
  EXPECT_TRUE(has(never, "ann"));
  did("ann", "Paid");
  EXPECT_FALSE(has(never, "ann"));
}

TEST_P(SegmentsOfPeople, WhatTheProductNotesIsNotSomebodyBeingThere) {
  const Segment silent = live("Silent", R"({"last_seen":{"is":"not_within_days","value":3}})");
  did("ann", "Seen");
  pass(4 * us_per_day);
  EXPECT_TRUE(has(silent, "ann"));
  pass(10 * us_per_day);
  EXPECT_TRUE(has(silent, "ann"));
  EXPECT_EQ(told("ann"), "+Silent");
  EXPECT_EQ(evaluated(silent), members(silent));
}

TEST_P(SegmentsOfPeople, AMergeKeepsSomebodyInWithoutTellingItAgain) {
  const Segment paid = live("Paid", R"({"event":"Paid"})");
  Draft draft = from_browser(++number_, {device("d1")});
  draft.name = "Paid";
  world_.record(draft);
  settle();
  did("ann", "Seen");
  EXPECT_EQ(members(paid).size(), 1U);
  world_.record(from_browser(++number_, {device("d1"), user("ann")}, EventKind::identify));
  EXPECT_TRUE(has(paid, "ann"));
  EXPECT_EQ(members(paid).size(), 1U);
  EXPECT_EQ(told("ann"), "+Paid");
  EXPECT_EQ(segments_.memberships(world_.agent(), world_.owner("user_id:ann"))->size(), 1U);
}

TEST_P(SegmentsOfPeople, TakingPeopleApartMovesWhoIsIn) {
  const Segment paid = live("Paid", R"({"event":"Paid"})");
  world_.record(from_browser(++number_, {device("d1"), user("ann")}, EventKind::identify));
  Draft draft = from_browser(++number_, {device("d1")});
  draft.name = "Paid";
  world_.record(draft);
  EXPECT_TRUE(has(paid, "ann"));
  const auto apart = world_.people().unmerge(
      world_.agent(), {.profile = "user_id:ann", .identifiers = {{"anonymous_id", "d1"}}});
  ASSERT_TRUE(apart.ok()) << apart.error().message;
  EXPECT_FALSE(has(paid, "ann"));
  EXPECT_EQ(members(paid), (std::vector<ProfileId>{world_.owner("anonymous_id:d1")}));
}

TEST_P(SegmentsOfPeople, AnErasureTakesSomebodyOutOfEverything) {
  const Segment paid = live("Paid", R"({"event":"Paid"})");
  const Segment listed = list("Listed");
  did("ann", "Paid");
  settle();
  EXPECT_EQ(put(listed, {"user_id:ann"}).added, 1);
  const Segment named =
      live("Named", R"({"identifier":"email","is":"equals","value":"ann@shop.example"})");
  world_.record(identify(++number_, {user("ann"), email("ann@shop.example")}, "{}"));
  EXPECT_TRUE(has(named, "ann"));
  ASSERT_TRUE(world_.people().erase(world_.owner_actor(), {.profile = "user_id:ann"}).ok());
  settle();
  EXPECT_TRUE(members(paid).empty());
  EXPECT_TRUE(members(listed).empty());
  EXPECT_EQ(segments_.find(world_.agent(), named.id)->listed.segment.rule.find("ann@shop"),
            std::string::npos);
  ASSERT_TRUE(segments_.catch_up({1}).ok());
  EXPECT_TRUE(members(named).empty());
}

TEST_P(SegmentsOfPeople, ListsTakeWhoIsKnownAndSayWhoIsNot_PR18) {
  const Segment listed = list("Guests");
  did("ann", "Seen");
  did("bob", "Seen");
  settle();
  const ListReport report = put(listed, {"user_id:ann", "user_id:nobody", "", "user_id:ann"});
  EXPECT_EQ(report.rows, 4);
  EXPECT_EQ(report.added, 1);
  EXPECT_EQ(report.known, 1);
  EXPECT_EQ(report.unknown, 2);
  ASSERT_EQ(report.examples.size(), 2U);
  EXPECT_EQ(report.examples[0].row, 2);
  EXPECT_EQ(report.examples[0].value, "user_id:nobody");
  EXPECT_TRUE(has(listed, "ann"));
  EXPECT_FALSE(has(listed, "bob"));
  ASSERT_TRUE(segments_.take_off_list(world_.agent(), listed.id, world_.owner("user_id:ann")).ok());
  EXPECT_FALSE(has(listed, "ann"));
}

TEST_P(SegmentsOfPeople, ASegmentMayAskForAnotherButNotInACircle) {
  const Segment guests = list("Guests");
  const Segment paid = live("Paid", R"({"event":"Paid"})");
  const Segment both =
      live("Both", fmt::format(R"({{"and":[{{"segment":"{}"}},{{"segment":"{}"}}]}})",
                               public_id_of(guests), public_id_of(paid)));
  did("ann", "Seen");
  settle();
  put(guests, {"user_id:ann"});
  EXPECT_FALSE(has(both, "ann"));
  did("ann", "Paid");
  EXPECT_TRUE(has(both, "ann"));
  EXPECT_EQ(evaluated(both), members(both));
  const auto circle = segments_.change(world_.agent(), paid.id,
                                       {.rule = R"({"segment":")" + public_id_of(both) + R"("})"});
  ASSERT_FALSE(circle.ok());
  EXPECT_EQ(circle.error().code, ErrorCode::invalid);
  EXPECT_FALSE(segments_.change(world_.agent(), paid.id, {.archived = true}).ok());
}

TEST_P(SegmentsOfPeople, AChangeIsAVersionAndWhoIsInFollows) {
  const Segment paid = live("Paid", R"({"event":"Paid"})");
  did("ann", "Paid");
  did("bob", "Seen");
  settle();
  const auto changed =
      segments_.change(world_.agent(), paid.id, {.rule = R"({"event":"Seen"})", .version = 1});
  ASSERT_TRUE(changed.ok()) << changed.error().message;
  ASSERT_TRUE(segments_.catch_up({1}).ok());
  EXPECT_FALSE(has(paid, "ann"));
  EXPECT_TRUE(has(paid, "bob"));
  EXPECT_EQ(segments_.change(world_.agent(), paid.id, {.name = "X", .version = 1}).error().code,
            ErrorCode::conflict);
  const auto found = segments_.find(world_.agent(), paid.id);
  ASSERT_EQ(found->versions.size(), 2U);
  EXPECT_EQ(found->versions.front().actor, "Ann");
  ASSERT_TRUE(segments_.change(world_.agent(), paid.id, {.archived = true}).ok());
  EXPECT_TRUE(members(paid).empty());
  ASSERT_TRUE(segments_.change(world_.agent(), paid.id, {.archived = false}).ok());
  ASSERT_TRUE(segments_.catch_up({1}).ok());
  EXPECT_TRUE(has(paid, "bob"));
}

TEST_P(SegmentsOfPeople, CountsOverlapsSizesAndFreezes_PR15) {
  const Segment paid = live("Paid", R"({"event":"Paid"})");
  const Segment seen = live("Seen", R"({"event":"Seen"})");
  did("ann", "Paid");
  did("ann", "Seen");
  did("bob", "Seen");
  did("cid", "Paid");
  settle();
  const auto regions = segments_.overlap(world_.agent(), {paid.id, seen.id});
  ASSERT_TRUE(regions.ok());
  ASSERT_EQ(regions->size(), 3U);
  EXPECT_EQ((*regions)[2].in, (std::vector<std::size_t>{0, 1}));
  EXPECT_EQ((*regions)[2].people, 1);
  const auto only_seen = segments_.overlap_people(world_.agent(), {paid.id, seen.id}, {1}, {}, 10);
  ASSERT_TRUE(only_seen.ok());
  EXPECT_EQ(only_seen->people, (std::vector<ProfileId>{world_.owner("user_id:bob")}));
  EXPECT_EQ(only_seen->total, 1);
  const auto beyond =
      segments_.overlap_people(world_.agent(), {paid.id, seen.id}, {1}, only_seen->people[0], 10);
  EXPECT_TRUE(beyond->people.empty());
  EXPECT_EQ(beyond->total, 1) << "whatever the page";
  EXPECT_FALSE(segments_.overlap_people(world_.agent(), {paid.id, seen.id}, {}, {}, 10).ok());
  const auto sizes = segments_.find(world_.agent(), paid.id)->sizes;
  EXPECT_EQ(sizes.back().size, 2);
  const auto frozen = segments_.freeze(world_.agent(), paid.id, "Then");
  ASSERT_TRUE(frozen.ok()) << frozen.error().message;
  EXPECT_EQ(members(*frozen), members(paid));
}

TEST_P(SegmentsOfPeople, SaysWhySomebodyIsInOrNot) {
  const Segment vip = live(
      "VIP", R"({"and":[)" + paid_twice + R"(,{"trait":"plan","is":"equals","value":"pro"}]})");
  did("ann", "Paid");
  did("ann", "Paid");
  say("ann", R"({"plan":"free"})");
  settle();
  const auto why = segments_.why(world_.agent(), vip.id, world_.owner("user_id:ann"));
  ASSERT_TRUE(why.ok());
  EXPECT_FALSE(why->reason.holds);
  EXPECT_FALSE(why->stay.has_value());
  ASSERT_EQ(why->reason.because.size(), 2U);
  EXPECT_EQ(why->reason.because[0].events.size(), 2U);
  EXPECT_EQ(why->events.size(), 2U);
  EXPECT_EQ(why->reason.because[1].text, "plan is pro: it is free");
}

TEST_P(SegmentsOfPeople, WhatAnAccountsPeopleDoCountsForAllOfThem_PR16) {
  const auto of_account = [&](const char* among) {
    return live(among,
                fmt::format(R"({{"account_people":"{}","who":{{"event":"Paid","within_days":7}}}})",
                            among));
  };
  const Segment any = of_account("any");
  const Segment all = of_account("all");
  const Segment none = of_account("none");
  const auto joins = [&](const char* who, const char* account) {
    Draft draft = from_server(++number_, {user(who)}, EventKind::group);
    draft.account = account;
    world_.record(draft);
  };
  joins("ann", "acme");
  joins("bob", "acme");
  did("cid", "Paid");
  EXPECT_TRUE(has(none, "ann"));
  EXPECT_FALSE(has(none, "cid")) << "of no account";
  did("ann", "Paid");
  EXPECT_TRUE(has(any, "bob"));
  EXPECT_FALSE(has(all, "bob"));
  EXPECT_FALSE(has(none, "bob"));
  did("bob", "Paid");
  EXPECT_TRUE(has(all, "ann"));
  joins("dan", "acme");
  EXPECT_FALSE(has(all, "ann"));
  EXPECT_TRUE(has(any, "dan"));
  did("dan", "Paid");
  EXPECT_TRUE(has(all, "dan"));
  pass(8 * us_per_day);
  EXPECT_FALSE(has(any, "dan"));
  EXPECT_TRUE(has(none, "ann"));
  for (const Segment& segment : {any, all, none}) {
    EXPECT_EQ(evaluated(segment), members(segment)) << segment.rule;
  }
  EXPECT_EQ(segments_.find(world_.agent(), all.id)->listed.sentence,
            "of an account of theirs everybody did Paid in the last 7 days");
}

TEST_P(SegmentsOfPeople, WhoIsErasedIsNoLongerAmongTheirAccountsPeople_PR16) {
  const Segment any = live("Any", R"({"account_people":"any","who":{"event":"Paid"}})");
  for (const char* who : {"ann", "bob"}) {
    Draft draft = from_server(++number_, {user(who)}, EventKind::group);
    draft.account = "acme";
    world_.record(draft);
  }
  did("ann", "Paid");
  EXPECT_TRUE(has(any, "bob"));
  ASSERT_TRUE(world_.people().erase(world_.owner_actor(), {.profile = "user_id:ann"}).ok());
  settle();
  ASSERT_TRUE(segments_.catch_up({1}).ok());
  EXPECT_TRUE(members(any).empty());
}

TEST_P(SegmentsOfPeople, AnAccountsPeopleCannotBeAskedForSegmentsOrAccountsPeople) {
  for (const char* rule :
       {R"({"account_people":"any","who":{"segment":"segment_1"}})",
        R"({"account_people":"any","who":{"account_people":"any","who":{"event":"Paid"}}})",
        R"({"account_people":"most","who":{"event":"Paid"}})", R"({"account_people":"any"})"}) {
    const auto made = segments_.create(world_.agent(), {.name = "Odd", .rule = rule});
    ASSERT_FALSE(made.ok()) << rule;
    EXPECT_EQ(made.error().code, ErrorCode::invalid);
  }
}

TEST_P(SegmentsOfPeople, AccountsOfAPersonCountForAllOfItsMembers_PR16) {
  const Segment large = live("Large", R"({"account":{"trait":"size","is":"greater","value":10}})");
  for (const char* who : {"ann", "bob"}) {
    Draft draft = from_server(++number_, {user(who)}, EventKind::group);
    draft.account = "acme";
    draft.properties = R"({"size":5})";
    world_.record(draft);
  }
  EXPECT_FALSE(has(large, "ann"));
  Draft draft = from_server(++number_, {user("bob")}, EventKind::group);
  draft.account = "acme";
  draft.properties = R"({"size":50})";
  world_.record(draft);
  EXPECT_TRUE(has(large, "ann"));
  EXPECT_TRUE(has(large, "bob"));
}

// Anything in any order, with the clock turned in between.
class RandomLife : public SegmentsOfPeople {
 protected:
  int any(std::uint64_t below) { return static_cast<int>(random_.below(below)); }
  std::string who() { return "u" + std::to_string(any(8)); }

  void something() {
    static const std::array<std::string, 3> names = {"Added", "Paid", "Seen"};
    ++number_;
    Draft draft;
    switch (any(10)) {
      case 0:
        draft = identify(
            number_, {user(who())},
            fmt::format(R"({{"plan":"{}","seats":{}}})", any(2) == 0 ? "pro" : "free", any(4)));
        break;
      case 1:
        draft = from_browser(number_, {device("d" + std::to_string(any(12))), user(who())},
                             EventKind::identify);
        break;
      case 2:
        draft = from_server(number_, {user(who())}, EventKind::group);
        draft.account = "acme" + std::to_string(any(2));
        draft.properties = fmt::format(R"({{"size":{}}})", any(20));
        break;
      case 3:
      case 4:
        draft = from_browser(number_, {device("d" + std::to_string(any(12)))});
        break;
      default:
        draft = from_server(number_, {user(who())});
    }
    if (draft.kind == EventKind::track) {
      draft.name = names.at(random_.below(names.size()));
      static const std::array<std::string, 4> carts = {"1", "1.0", R"("1")", "2"};
      draft.properties = fmt::format(R"({{"total":{},"cart":{}}})", any(50),
                                     carts.at(random_.below(carts.size())));
    }
    // Late ones among them.
    const std::int64_t late = any(3) == 0 ? any(8) * us_per_day : any(1'000) * us_per_ms;
    draft.occurred_at = {world_.clock().now().us - late};
    draft.times.received = world_.clock().now();
    world_.record(draft);
  }
  void expect_right(const std::vector<Segment>& all) {
    settle();
    ASSERT_TRUE(segments_.catch_up({1}).ok());
    for (const Segment& segment : all) {
      const auto people = members(segment);
      EXPECT_EQ(people, evaluated(segment)) << segment.rule;
      sizes_[segment.name].insert(people.size());
    }
  }

  SeededRandom random_{5};
  std::map<std::string, std::set<std::size_t>> sizes_;  // That were seen.
};
INSTANTIATE_TEST_SUITE_P(Both, RandomLife, testing::both_databases(), testing::database_name);

TEST_P(RandomLife, WhoIsInIsAlwaysWhoIsFoundFromScratch_EV12) {
  std::vector<Segment> all;
  for (
      const char* rule :
      {R"({"event":"Paid","count":{"is":"at_least","value":2},"within_days":5})",
       R"({"and":[{"event":"Paid","where":{"property":"total","is":"greater","value":20}},{"not":{"trait":"plan","is":"equals","value":"pro"}}]})",
       R"({"event":"Seen","count":{"is":"at_most","value":0},"within_days":3})",
       R"({"sequence":[{"event":"Added"},{"event":"Paid"}],"within_s":172800,"within_days":6})",
       R"({"sequence":[{"event":"Added"},{"event":"Paid"}],"same":"cart","within_s":172800,"within_days":6})",
       R"({"event":"Added","not_followed_by":{"event":"Paid"},"within_s":86400})",
       R"({"event":"Paid","last":{"is":"not_within_days","value":4}})",
       R"({"last_seen":{"is":"not_within_days","value":2}})",
       R"({"first_seen":{"is":"within_days","value":6}})",
       R"({"account":{"trait":"size","is":"greater","value":9}})",
       R"({"account_people":"any","who":{"event":"Paid","where":{"property":"total","is":"greater","value":30},"within_days":4}})",
       R"({"account_people":"all","who":{"not":{"event":"Added","count":{"is":"at_least","value":3},"within_days":3}}})",
       R"({"account_people":"none","who":{"trait":"plan","is":"equals","value":"pro"}})",
       R"({"identifier":"user_id","is":"missing"})"}) {
    all.push_back(live("S" + std::to_string(all.size()), rule));
  }
  all.push_back(live("Other", R"({"and":[{"segment":")" + public_id_of(all[0]) +
                                  R"("},{"not":{"segment":")" + public_id_of(all[2]) + R"("}}]})"));
  const int rounds = GetParam() == storage::Dialect::sqlite ? 25 : 8;
  for (int round = 0; round < rounds; ++round) {
    for (int i = any(12); i >= 0; --i) {
      something();
    }
    if (any(5) == 0) {
      const auto apart = world_.people().unmerge(
          world_.agent(), {.profile = "user_id:" + who(),
                           .identifiers = {{"anonymous_id", "d" + std::to_string(any(12))}}});
      (void)apart;  // Where they are one.
    }
    if (any(2) == 0) {
      pass(any(40) * us_per_hour);
    }
    expect_right(all);
    if (HasFailure()) {
      FAIL() << "in round " << round;
    }
  }
  // People came and went.
  for (const auto& [name, sizes] : sizes_) {
    EXPECT_GT(sizes.size(), 1U) << name;
  }
  const auto changed = segments_.rebuild({1});
  ASSERT_TRUE(changed.ok());
  EXPECT_EQ(*changed, 0);
}

}  // namespace
}  // namespace throughline
