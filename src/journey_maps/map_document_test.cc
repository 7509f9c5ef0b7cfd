#include "journey_maps/map_document.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "journey_maps/journey_map.h"
#include "journey_maps/map_changes.h"
#include "journey_maps/map_template.h"

namespace throughline::journey_maps {
namespace {

MapDocument small() {
  return {{{.id = "try",
            .name = " Try ",
            .pain = std::vector<Pain>{{.text = "Slow", .owner = " "}},
            .touchpoints =
                {{.id = "trial",
                  .name = "Trial",
                  .events = TouchpointEvents{.names = std::vector<std::string>{"Trial Started"}}}}},
           {.id = "buy", .name = "Buy", .owner = "Sales"}}};
}

std::string refusal_of(MapDocument document) {
  const auto checked = checked_document(std::move(document));
  return checked.ok() ? "" : checked.error().message;
}

TEST(MapDocument, IsKeptWithEveryListAndNoBlanks) {
  const auto kept = checked_document(small());
  ASSERT_TRUE(kept.ok()) << kept.error().message;
  const Stage& stage = kept->stages.front();
  EXPECT_EQ(stage.name, "Try");
  EXPECT_TRUE(stage.goal.has_value());
  EXPECT_FALSE(stage.pain->front().owner) << "a blank owner is none";
  EXPECT_EQ(stage.touchpoints.front().repeats, false);
  const auto again = parse_document(to_json(*kept));
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(*again, *kept);
  EXPECT_EQ(count_touchpoints(*kept), 1);
  EXPECT_EQ(count_without_owner(*kept), 1);
}

TEST(MapDocument, RefusalsNameTheField) {
  const auto expect = [](const auto& spoil, const std::string& place) {
    MapDocument document = small();
    spoil(document.stages[0]);
    EXPECT_EQ(refusal_of(document).substr(0, place.size() + 2), "`" + place + "`")
        << refusal_of(document);
  };
  const std::string stage = "document.stages[0]";
  expect([](Stage& s) { s.id = "a b"; }, stage + ".id");
  expect([](Stage& s) { s.name = " "; }, stage + ".name");
  expect([](Stage& s) { s.owner = std::string(201, 'x'); }, stage + ".owner");
  expect([](Stage& s) { s.emotion = 2.5; }, stage + ".emotion");
  expect([](Stage& s) { s.emotion = std::nan(""); }, stage + ".emotion");
  expect([](Stage& s) { s.sla_hours = -1; }, stage + ".sla_hours");
  expect([](Stage& s) { s.goal = std::vector<std::string>(21, "x"); }, stage + ".goal");
  expect([](Stage& s) { s.channel = std::vector<std::string>{"Web", ""}; }, stage + ".channel[1]");
  expect([](Stage& s) { s.pain->front().text = std::string(501, 'x'); }, stage + ".pain[0].text");
  expect([](Stage& s) { s.touchpoints.resize(21, s.touchpoints[0]); }, stage + ".touchpoints");
  const std::string touchpoint = stage + ".touchpoints[0]";
  expect([](Stage& s) { s.touchpoints[0].id = ""; }, touchpoint + ".id");
  expect([](Stage& s) { s.touchpoints[0].events = TouchpointEvents(); }, touchpoint + ".events");
  expect([](Stage& s) { s.touchpoints[0].events->kind = "merge"; }, touchpoint + ".events.kind");
  expect([](Stage& s) { s.touchpoints[0].events->where = codec::RawJson{R"({"is":"x"})"}; },
         touchpoint + ".events.where");
  expect([](Stage& s) { s.touchpoints[0].events->names->front() = ""; },
         touchpoint + ".events.names");
}

TEST(MapDocument, IdsAreOneOfAKind) {
  MapDocument twice = small();
  twice.stages[1].id = "try";
  EXPECT_EQ(refusal_of(twice), "`document.stages[1].id` is used twice in the map: try");
  twice = small();
  twice.stages[1].touchpoints.push_back(twice.stages[0].touchpoints[0]);
  EXPECT_EQ(refusal_of(twice),
            "`document.stages[1].touchpoints[0].id` is used twice in the map: trial");
}

TEST(MapDocument, HasLimits) {
  MapDocument document;
  for (std::size_t i = 0; i <= stages_max; ++i) {
    document.stages.push_back({.id = fmt::format("s{}", i), .name = "Stage"});
  }
  EXPECT_EQ(refusal_of(document), "`document.stages` may be at most 30");
}

JourneyMap map_of(MapDocument document) {
  return {.name = "Trial", .document = *checked_document(std::move(document))};
}
std::vector<std::string> sentences(const JourneyMap& before, const JourneyMap& after) {
  std::vector<std::string> all;
  for (const MapChange& change : changes_between(before, after)) {
    all.push_back(change.sentence);
  }
  return all;
}

TEST(MapChanges, AreNoneOfTheSameMap) {
  EXPECT_TRUE(changes_between(map_of(small()), map_of(small())).empty());
}

TEST(MapChanges, NameWhatCameWhatWentAndWhatMoved) {
  const JourneyMap before = map_of(small());
  MapDocument changed = small();
  changed.stages.insert(changed.stages.begin(), {.id = "look", .name = "Look"});
  changed.stages[2].touchpoints.push_back(changed.stages[1].touchpoints[0]);
  changed.stages[1].touchpoints.clear();
  changed.stages[1].owner = "Product";
  changed.stages[1].pain = std::vector<Pain>{{.text = "Slow", .status = PainStatus::planned}};
  changed.stages[2].goal = std::vector<std::string>{"Pay"};
  JourneyMap after = map_of(changed);
  after.state = MapState::future;
  EXPECT_EQ(sentences(before, after),
            (std::vector<std::string>{
                "The map: changed state from current to future", "Added the stage Look",
                "The stage Try: set owner to Product", "The stage Try: removed pain Slow",
                "The stage Try: added pain Slow (status: planned)", "The stage Buy: added goal Pay",
                "Moved the touchpoint Trial from the stage Try to Buy"}));
  EXPECT_EQ(sentences(after, before).front(), "The map: changed state from future to current");
  EXPECT_EQ(sentences(after, before).back(), "Removed the stage Look");
}

TEST(MapChanges, SayAsFewMovesAsPossible) {
  MapDocument four;
  for (const char* id : {"a", "b", "c", "d"}) {
    four.stages.push_back({.id = id, .name = id});
  }
  MapDocument moved = four;
  std::rotate(moved.stages.begin(), moved.stages.begin() + 1, moved.stages.end());
  EXPECT_EQ(sentences(map_of(four), map_of(moved)),
            (std::vector<std::string>{"Moved the stage a from place 1 to 4"}));
}

TEST(MapTemplates, CanBeSavedAndTakeTheNamesThatAreKnown) {
  const auto all = all_templates({"order_completed", "Trial Started"});
  ASSERT_EQ(all.size(), 4);
  for (const MapTemplate& one : all) {
    const auto checked = checked_document(one.document);
    EXPECT_TRUE(checked.ok()) << one.key << ": " << checked.error().message;
    EXPECT_EQ(count_measured(one.document), count_touchpoints(one.document));
    EXPECT_GE(one.document.stages.size(), 5);
  }
  const MapTemplate& shop = all[1];
  EXPECT_EQ(shop.key, "shop");
  EXPECT_EQ(shop.found, (std::vector<std::string>{"order"}));
  EXPECT_EQ(shop.document.stages[2].touchpoints[1].events->names,
            (std::vector<std::string>{"order_completed"}));
  EXPECT_EQ(shop.document.stages[0].touchpoints[1].events->names,
            (std::vector<std::string>{"Product Viewed"}));
}

TEST(JourneyMap, ANameThatIsLongLosesItsEndWhenItIsCopied) {
  EXPECT_EQ(copied_name("Trial"), "Copy of Trial");
  const std::string copied = copied_name(std::string(191, 'x') + "ü");
  EXPECT_EQ(copied.size(), 199);
  EXPECT_TRUE(checked_name(copied).ok());
}

}  // namespace
}  // namespace throughline::journey_maps
