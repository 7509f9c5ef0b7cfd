// Segments of figures: whoever is behind a figure is in, whatever happens, and only they.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "event/public_id.h"
#include "segments/segments_world_test.h"

namespace throughline {
namespace {

using segments::Figure;

class LiveFigures : public SegmentsOfPeople {
 protected:
  static Figure figure(const std::string& kind, const std::string& question,
                       const std::string& cell) {
    return {.kind = kind, .question = {question}, .cell = {cell}};
  }
  // Those who paid, told apart by how often: whose number lies from..below.
  static Figure paid(int from, const std::string& people = "") {
    return figure("distribution",
                  fmt::format(R"({{"number":{{"of":"count","events":{{"names":["Paid"]}}}}{}}})",
                              people.empty() ? "" : R"(,"people":)" + people),
                  fmt::format(R"({{"from":{},"below":{}}})", from, from + 1));
  }
  Result<Segment> made(const std::string& name, const Figure& figure) {
    settle();
    for (int i = 0; i < 100; ++i) {
      auto segment =
          segments_.create({.workspace = {1}, .at_least = settle()}, world_.agent(),
                           {.kind = SegmentKind::figure, .name = name, .figure = figure});
      if (segment.ok() || segment.error().code != ErrorCode::unavailable) {
        return segment;
      }
    }
    return Error::unavailable("the journeys never got that far");
  }
  Segment of(const std::string& name, const Figure& figure) {
    auto segment = made(name, figure);
    EXPECT_TRUE(segment.ok()) << segment.error().message;
    ask();
    return *segment;
  }
  void ask() {
    settle();
    const auto asked = segments_.ask_figures({1});
    EXPECT_TRUE(asked.ok()) << asked.error().message;
    settle();
  }
  segments::FoundSegment found(const Segment& segment) {
    return *segments_.find(world_.agent(), segment.id);
  }
};
INSTANTIATE_TEST_SUITE_P(Both, LiveFigures, testing::both_databases(), testing::database_name);

TEST_P(LiveFigures, WhoIsBehindItEntersAndLeaves_JA18) {
  did("ann", "Paid");
  did("bob", "Paid");
  did("bob", "Paid");
  const Segment once = of("Once", paid(1));
  EXPECT_TRUE(has(once, "ann"));
  EXPECT_FALSE(has(once, "bob"));
  EXPECT_TRUE(found(once).listed.segment.built);
  EXPECT_EQ(told("ann"), "");
  did("cid", "Paid");
  did("ann", "Paid");
  ask();
  EXPECT_TRUE(has(once, "cid"));
  EXPECT_FALSE(has(once, "ann"));
  EXPECT_EQ(told("ann"), "-Once");
  EXPECT_EQ(told("cid"), "+Once");
  ask();
  EXPECT_EQ(told("cid"), "+Once");
  EXPECT_TRUE(found(once).listed.asking->asked_at.has_value());
}

TEST_P(LiveFigures, RulesOfOthersFollowItInTheSameUnit) {
  did("ann", "Paid");
  const Segment once = of("Once", paid(1));
  const Segment both =
      live("Both",
           fmt::format(R"({{"and":[{{"segment":"{}"}},{{"event":"Seen"}}]}})", public_id_of(once)));
  did("bob", "Seen");
  EXPECT_FALSE(has(both, "bob"));
  did("bob", "Paid");
  ask();
  EXPECT_TRUE(has(both, "bob"));
  EXPECT_EQ(told("bob"), "+Once +Both");
  did("bob", "Paid");
  ask();
  EXPECT_FALSE(has(both, "bob"));
  EXPECT_EQ(told("bob"), "+Once +Both -Once -Both");
}

TEST_P(LiveFigures, AMergeKeepsSomebodyInWithoutTellingItAgain) {
  did("ann", "Seen");
  Draft draft = from_browser(++number_, {device("d1")});
  draft.name = "Paid";
  world_.record(draft);
  const Segment once = of("Once", paid(1));
  EXPECT_EQ(members(once).size(), 1U);
  world_.record(from_browser(++number_, {device("d1"), user("ann")}, EventKind::identify));
  EXPECT_TRUE(has(once, "ann"));
  ask();
  EXPECT_TRUE(has(once, "ann"));
  EXPECT_EQ(members(once).size(), 1U);
  EXPECT_EQ(told("ann"), "");
}

TEST_P(LiveFigures, WhatCannotBeAskedIsRefused) {
  EXPECT_EQ(made("A", figure("nothing", "{}", "{}")).error().code, ErrorCode::invalid);
  EXPECT_EQ(made("A", figure("retention", R"({"unit":"decade"})", "{}")).error().code,
            ErrorCode::invalid);
  EXPECT_EQ(made("A", figure("distribution", "{}", R"({"from":1})")).error().code,
            ErrorCode::invalid);
  Figure elsewhere = paid(1);
  elsewhere.report = "https://example.org/";
  EXPECT_EQ(made("A", elsewhere).error().code, ErrorCode::invalid);
  EXPECT_EQ(made("A", paid(1, R"({"segment":"nobody"})")).error().code, ErrorCode::invalid);
  EXPECT_TRUE(segments_.list(world_.agent())->empty());
  EXPECT_FALSE(segments_.create(world_.agent(), {.kind = SegmentKind::figure, .name = "A"}).ok());
}

TEST_P(LiveFigures, NoCircleGoesThroughItsQuestion) {
  did("ann", "Paid");
  const Segment seen = live("Seen", R"({"event":"Seen"})");
  const Segment once =
      of("Once", paid(1, fmt::format(R"({{"segment":"{}"}})", public_id_of(seen))));
  EXPECT_FALSE(has(once, "ann"));
  did("ann", "Seen");
  ask();
  EXPECT_TRUE(has(once, "ann"));
  const auto circle = segments_.change(
      world_.agent(), seen.id, {.rule = fmt::format(R"({{"segment":"{}"}})", public_id_of(once))});
  ASSERT_FALSE(circle.ok());
  EXPECT_NE(circle.error().message.find("in a circle"), std::string::npos);
  EXPECT_FALSE(segments_.change(world_.agent(), seen.id, {.archived = true}).ok());
}

TEST_P(LiveFigures, AQuestionThatFailsChangesNobodyAndIsShown) {
  did("ann", "Paid");
  const Segment once = of("Once", paid(1));
  // As an import would leave it: of an event that is not here.
  ASSERT_TRUE(world_.workspaces()
                  .write(WorkspaceId{1},
                         [&](storage::Transaction& tx) -> Result<void> {
                           Segment broken = *segments::find_segment(tx, once.id);
                           Figure of_other = figure("map", "{}", R"({"kind":"node","node":900})");
                           broken.rule = codec::to_json(of_other);
                           TL_TRY(segments::save_segment(tx, broken));
                           return segments::count_revision(tx, world_.clock().now());
                         })
                  .ok());
  settle();
  EXPECT_FALSE(segments_.ask_figures({1}).ok());
  EXPECT_TRUE(has(once, "ann"));
  ASSERT_TRUE(found(once).listed.asking->failed_at.has_value());
  EXPECT_NE(found(once).listed.asking->because.find("cell.node"), std::string::npos);
  const auto why = segments_.why(world_.agent(), once.id, world_.owner("user_id:ann"));
  ASSERT_TRUE(why.ok());
  EXPECT_TRUE(why->reason.holds);
  EXPECT_NE(why->reason.because.back().text.find("could not be asked"), std::string::npos);
}

TEST_P(LiveFigures, ARangeOfTheLastDaysMovesWithTime) {
  did("ann", "Paid");
  Figure lately = paid(1);
  lately.last_days = 3;
  const Segment once = of("Once", lately);
  EXPECT_TRUE(has(once, "ann"));
  world_.clock().advance_us(5 * us_per_day);
  did("bob", "Paid");
  ask();
  EXPECT_FALSE(has(once, "ann"));
  EXPECT_TRUE(has(once, "bob"));
}

TEST_P(LiveFigures, ArchivedItIsNotAskedAndBroughtBackItIsRight) {
  did("ann", "Paid");
  const Segment once = of("Once", paid(1));
  ASSERT_TRUE(segments_.change(world_.agent(), once.id, {.archived = true}).ok());
  did("bob", "Paid");
  ask();
  EXPECT_TRUE(members(once).empty());
  ASSERT_TRUE(segments_.change(world_.agent(), once.id, {.archived = false}).ok());
  ASSERT_TRUE(segments_.catch_up({1}).ok());
  EXPECT_FALSE(found(once).listed.segment.built);
  ask();
  EXPECT_EQ(members(once).size(), 2U);
  EXPECT_TRUE(found(once).listed.segment.built);
  EXPECT_EQ(told("bob"), "");
  EXPECT_FALSE(segments_.change(world_.agent(), once.id, {.rule = R"({"event":"Paid"})"}).ok());
}

}  // namespace
}  // namespace throughline
