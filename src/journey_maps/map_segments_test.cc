// Segments that live by the figures of maps.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "journey_maps/journey_maps_world_test.h"

namespace throughline {
namespace {

using segments::Figure;
using segments::Segment;

class SegmentsOfMaps : public MapsOfPeople {
 protected:
  SegmentsOfMaps() { maps_.be_asked_by(segments_); }

  static Figure figure(const OverlayAsked& question, const OverlayCellAsked& cell,
                       const std::string& side = "") {
    Figure figure = {.kind = "journey_map",
                     .question = {codec::to_json(question)},
                     .cell = {codec::to_json(cell)}};
    if (!side.empty()) {
      figure.part = {fmt::format(R"({{"kind":"compared","value":"{}"}})", side)};
    }
    return figure;
  }
  Result<Segment> made(const Figure& figure) {
    return testing::asked_again([&] {
      return segments_.create(asking(), world_.agent(),
                              {.kind = segments::SegmentKind::figure,
                               .name = fmt::format("Segment {}", ++number_),
                               .figure = figure});
    });
  }
  Segment of(const Figure& figure) {
    const auto segment = made(figure);
    EXPECT_TRUE(segment.ok()) << segment.error().message;
    return *segment;
  }
  // Who is in it once it has been asked again.
  std::set<std::string> who_is_in(const Segment& segment) {
    testing::patiently([&]() -> Result<bool> {
      TL_TRY(segments_.ask_figures({1}));
      return true;
    });
    std::set<std::string> names;
    const auto stays = segments_.members(world_.agent(), segment.id, {0}, 100);
    EXPECT_TRUE(stays.ok());
    for (const auto& stay : *stays) {
      for (const char* name : {"ann", "bob", "cid", "dan"}) {
        if (stay.profile == world_.owner(fmt::format("user_id:{}", name))) {
          names.insert(name);
        }
      }
    }
    EXPECT_EQ(names.size(), stays->size());
    return names;
  }
  using Names = std::set<std::string>;
};
INSTANTIATE_TEST_SUITE_P(Both, SegmentsOfMaps, testing::both_databases(), testing::database_name);

TEST_P(SegmentsOfMaps, WhoIsBehindAFigureEntersAndLeaves_JA18) {
  did_all("ann", {"View", "Try"});
  did_all("bob", {"View", "Try", "Buy"});
  const Segment lost = of(figure({.document = small_map()}, {.kind = "lost", .stage = "buy"}));
  EXPECT_EQ(who_is_in(lost), Names{"ann"});
  did("ann", "Buy");
  did_all("cid", {"View", "Try"});
  EXPECT_EQ(who_is_in(lost), Names{"cid"});
}

TEST_P(SegmentsOfMaps, EveryKindOfFigureHasThePeopleThatTheMapShows_JA18) {
  MapDocument document = small_map();
  document.stages[1].owner = "Product";
  did("ann", "View");
  did("ann", "Try");
  did("ann", "Buy", "{}", 90);
  did_all("bob", {"View", "Try", "View"});
  did_all("cid", {"Try", "Pay", "Pay"});
  did_all("dan", {"Other"});
  const JourneyMap map = make("Trial", document);
  std::vector<OverlayCellAsked> cells = {
      {.kind = "on_map"},
      {.kind = "fits"},
      {.kind = "deviates"},
      {.kind = "reached", .stage = "buy"},
      {.kind = "returned", .stage = "look"},
      {.kind = "ended", .stage = "buy"},
      {.kind = "beyond_sla", .stage = "try"},
      {.kind = "touchpoint", .touchpoint = "pay"},
      {.kind = "went_on", .touchpoint = "view"},
      {.kind = "handoff", .from_owner = "Marketing", .to_owner = "Product"},
      {.kind = "deviation", .stage = "look", .from = "try", .deviation = "back"},
      {.kind = "moment", .touchpoint = "try", .met = true}};
  for (const OverlayCellAsked& cell : cells) {
    const auto segment = of(figure({.document = document}, cell));
    EXPECT_EQ(static_cast<std::int64_t>(who_is_in(segment).size()), behind(map, cell)) << cell.kind;
  }
}

TEST_P(SegmentsOfMaps, TheMapIsKeptAsItWasDrawnWithoutWhatIsOnlyRead) {
  MapDocument document = small_map();
  document.stages[0].goal = std::vector<std::string>{"To be sure"};
  document.stages[0].emotion = 1;
  document.stages[0].pain = std::vector<journey_maps::Pain>{{.text = "Slow"}};
  did_all("ann", {"View"});
  const Segment segment = of(figure(
      {.version = 7, .document = document, .deviations = 3, .series = true}, {.kind = "on_map"}));
  for (const char* word :
       {"To be sure", "Slow", "\"version\":7", "\"deviations\":3", "\"series\":true"}) {
    EXPECT_EQ(segment.rule.find(word), std::string::npos) << word;
  }
  EXPECT_NE(segment.rule.find("Marketing"), std::string::npos);
  EXPECT_EQ(who_is_in(segment), Names{"ann"});
}

TEST_P(SegmentsOfMaps, EachSideOfAComparisonHasItsPeople) {
  did_all("ann", {"View", "Try"});
  did_all("bob", {"View"});
  const Segment list = list_of("ann");
  const OverlayAsked compared = {
      .document = small_map(),
      .compare = journey_maps::OverlayComparedAsked{.segment = segments::public_id_of(list)}};
  EXPECT_EQ(who_is_in(of(figure(compared, {.kind = "on_map"}))), (Names{"ann", "bob"}));
  EXPECT_EQ(who_is_in(of(figure(compared, {.kind = "on_map"}, "shown"))), (Names{"ann", "bob"}));
  const Segment second = of(figure(compared, {.kind = "on_map"}, "compared"));
  EXPECT_EQ(who_is_in(second), Names{"ann"});
  // It asks for the list as any rule does.
  EXPECT_FALSE(segments_.change(world_.agent(), list.id, {.archived = true}).ok());
  ASSERT_TRUE(segments_.put_on_list(world_.agent(), list.id, {{1, "user_id:bob"}}).ok());
  EXPECT_EQ(who_is_in(second), (Names{"ann", "bob"}));
}

TEST_P(SegmentsOfMaps, WhatCannotBeAskedIsRefused) {
  did_all("ann", {"View"});
  const OverlayAsked question = {.document = small_map()};
  const auto refusal = [&](const Figure& figure) {
    const auto segment = made(figure);
    return segment.ok() ? std::string() : segment.error().message;
  };
  EXPECT_NE(refusal(figure({}, {.kind = "on_map"})).find("question.document"), std::string::npos);
  EXPECT_NE(refusal(figure(question, {.kind = "reached", .stage = "no"})).find("cell.stage"),
            std::string::npos);
  EXPECT_NE(refusal(figure(question, {.kind = "on_map"}, "other")).find("`part`"),
            std::string::npos);
  EXPECT_NE(refusal(figure(question, {.kind = "on_map"}, "compared")).find("`compare`"),
            std::string::npos);
  MapDocument nameless = small_map();
  nameless.stages[0].id = "";
  EXPECT_NE(refusal(figure({.document = nameless}, {.kind = "on_map"})).find("document.stages[0]"),
            std::string::npos);
  EXPECT_EQ(segments_.list(world_.agent())->size(), 0U);
}

}  // namespace
}  // namespace throughline
