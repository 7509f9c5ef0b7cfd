// Segments where others ask for them: the people list and questions about journeys; and who was in
// one at a past date.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "codec/describe.h"
#include "journeys/journeys.parts.h"
#include "segments/segments_world_test.h"

namespace throughline {
namespace {

class SegmentsElsewhere : public SegmentsOfPeople {
 protected:
  static std::string is_in(const Segment& segment) {
    return R"({"segment":")" + public_id_of(segment) + R"("})";
  }
  static std::string is_not_in(const Segment& segment) {
    return R"({"not":)" + is_in(segment) + "}";
  }
  Result<std::vector<ProfileId>> listed(const std::string& filter) {
    settle();
    const auto query = people::parse_people_query({.filter = filter});
    EXPECT_TRUE(query.ok()) << query.error().message;
    return world_.people().read(world_.agent(),
                                [&](storage::Transaction& tx) -> Result<std::vector<ProfileId>> {
                                  TL_TRY_ASSIGN(const auto page, world_.people().list(tx, *query));
                                  std::vector<ProfileId> people;
                                  for (const auto& person : page.people) {
                                    people.push_back(person.profile);
                                  }
                                  std::sort(people.begin(), people.end());
                                  return people;
                                });
  }
  Result<journeys::InParts<journeys::FunnelAnswer>> funnel(const journeys::LooksAsked& looks) {
    journeys::FunnelAsked asked;
    static_cast<journeys::LooksAsked&>(asked) = looks;
    asked.steps = {journeys::EventChoice{.names = std::vector<std::string>{"Seen"}},
                   journeys::EventChoice{.names = std::vector<std::string>{"Paid"}}};
    const auto frame = testing::asked_again([&] {
      return journeys_.frame({.workspace = {1}, .at_least = settle()}, journeys::wish_of(asked));
    });
    return frame.ok() ? journeys::answer_in_parts(*frame, asked)
                      : Result<journeys::InParts<journeys::FunnelAnswer>>(frame.error());
  }
};
INSTANTIATE_TEST_SUITE_P(Both, SegmentsElsewhere, testing::both_databases(),
                         testing::database_name);

TEST_P(SegmentsElsewhere, ThePeopleListAsksWhoIsInAndWhoIsNot) {
  const Segment paid = live("Paid", R"({"event":"Paid"})");
  const Segment guests = list("Guests");
  did("ann", "Paid");
  did("bob", "Seen");
  did("cid", "Paid");
  settle();
  put(guests, {"user_id:ann", "user_id:bob"});
  const auto who = [&](const char* name) { return world_.owner(std::string("user_id:") + name); };
  EXPECT_EQ(*listed(is_in(paid)), (std::vector<ProfileId>{who("ann"), who("cid")}));
  EXPECT_EQ(*listed(is_not_in(paid)), (std::vector<ProfileId>{who("bob")}));
  EXPECT_EQ(*listed(fmt::format(R"({{"and":[{},{}]}})", is_in(guests), is_not_in(paid))),
            (std::vector<ProfileId>{who("bob")}));
  did("bob", "Paid");
  EXPECT_EQ(listed(is_in(paid))->size(), 3U);
}

TEST_P(SegmentsElsewhere, AQuestionAboutJourneysIsAskedOfAndComparedBySegments) {
  const Segment paid = live("Paid", R"({"event":"Paid"})");
  for (const char* who : {"ann", "bob", "cid"}) {
    did(who, "Seen");
  }
  did("ann", "Paid");
  const auto only = funnel({.people = codec::RawJson{is_in(paid)}});
  ASSERT_TRUE(only.ok()) << only.error().message;
  EXPECT_EQ(only->steps.front().people, 1);
  EXPECT_NE(only->note.explanation.find("is in Paid"), std::string::npos) << only->note.explanation;
  const auto both = funnel({.compare = std::vector<journeys::ComparedAsked>{
                                {.name = "in", .people = codec::RawJson{is_in(paid)}},
                                {.name = "out", .people = codec::RawJson{is_not_in(paid)}}}});
  ASSERT_TRUE(both.ok()) << both.error().message;
  ASSERT_EQ(both->parts.size(), 2U);
  EXPECT_EQ(both->parts[0].answer.steps.front().people, 1);
  EXPECT_EQ(both->parts[1].answer.steps.front().people, 2);
}

TEST_P(SegmentsElsewhere, WhoAsksForASegmentThatIsNotThereIsTold) {
  const Segment paid = live("Paid", R"({"event":"Paid"})");
  did("ann", "Paid");
  const auto unknown = listed(R"({"segment":"segment_0000000000000"})");
  ASSERT_FALSE(unknown.ok());
  EXPECT_EQ(unknown.error().code, ErrorCode::invalid);
  ASSERT_TRUE(segments_.change(world_.agent(), paid.id, {.archived = true}).ok());
  const auto archived = listed(is_in(paid));
  ASSERT_FALSE(archived.ok());
  EXPECT_EQ(archived.error().code, ErrorCode::invalid);
  EXPECT_NE(archived.error().message.find("archived"), std::string::npos);
  EXPECT_FALSE(funnel({.people = codec::RawJson{is_in(paid)}}).ok());
}

TEST_P(SegmentsElsewhere, WhoWasInItAtAPastDateAndWhoCameAndWent_PR17) {
  const Segment lately = live("Lately", R"({"event":"Seen","within_days":5})");
  const Time start = world_.clock().now();
  did("ann", "Seen");
  did("bob", "Seen");
  settle();
  pass(3 * us_per_day);
  did("bob", "Seen");
  did("cid", "Seen");
  settle();
  pass(4 * us_per_day);
  settle();
  const auto who = [&](const char* name) { return world_.owner(std::string("user_id:") + name); };
  const auto at = [&](double days) {
    const auto stays = segments_.members_at(
        world_.agent(), lately.id,
        {start.us + static_cast<std::int64_t>(days * static_cast<double>(us_per_day))});
    EXPECT_TRUE(stays.ok());
    std::vector<ProfileId> people;
    for (const Stay& stay : *stays) {
      people.push_back(stay.profile);
    }
    return people;
  };
  EXPECT_TRUE(at(-1).empty());
  EXPECT_EQ(at(1), (std::vector<ProfileId>{who("ann"), who("bob")}));
  EXPECT_EQ(at(4), (std::vector<ProfileId>{who("ann"), who("bob"), who("cid")}));
  EXPECT_EQ(at(6), (std::vector<ProfileId>{who("bob"), who("cid")}));
  EXPECT_EQ(at(7), members(lately));
  const auto changed = segments_.difference(world_.agent(), lately.id, {start.us + us_per_day},
                                            {start.us + 6 * us_per_day});
  ASSERT_TRUE(changed.ok());
  EXPECT_EQ(changed->before, 2);
  EXPECT_EQ(changed->after, 2);
  ASSERT_EQ(changed->entered.size(), 1U);
  EXPECT_EQ(changed->entered[0].profile, who("cid"));
  ASSERT_EQ(changed->left.size(), 1U);
  EXPECT_EQ(changed->left[0].profile, who("ann"));
  EXPECT_FALSE(segments_.difference(world_.agent(), lately.id, start, start).ok());
}

TEST_P(SegmentsElsewhere, TwoWhoBecameOneWereOneMemberThen_PR17) {
  const Segment seen = live("Seen", R"({"event":"Seen"})");
  Draft draft = from_browser(++number_, {device("d1")});
  draft.name = "Seen";
  world_.record(draft);
  did("ann", "Seen");
  EXPECT_EQ(members(seen).size(), 2U);
  const Time then = world_.clock().now();
  pass(us_per_day);
  world_.record(from_browser(++number_, {device("d1"), user("ann")}, EventKind::identify));
  EXPECT_EQ(members(seen).size(), 1U);
  const auto stays = segments_.members_at(world_.agent(), seen.id, then);
  ASSERT_TRUE(stays.ok());
  ASSERT_EQ(stays->size(), 1U);
  EXPECT_EQ(stays->front().profile, world_.owner("user_id:ann"));
}

}  // namespace
}  // namespace throughline
