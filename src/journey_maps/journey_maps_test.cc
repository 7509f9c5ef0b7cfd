// Journey maps over a world of people: versions of what was drawn, and figures that equal what a
// reading of every line by hand counts.
#include "journey_maps/journey_maps.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <random>
#include <set>

#include "journey_maps/journey_maps_world_test.h"
#include "journey_maps/map_template.h"

namespace throughline {
namespace {

using journey_maps::DeviationView;
using journey_maps::StageFiguresView;

INSTANTIATE_TEST_SUITE_P(Both, MapsOfPeople, testing::both_databases(), testing::database_name);

TEST_P(MapsOfPeople, EachSaveIsAVersionThatCanBeReadAgain_JM07) {
  const JourneyMap made = make("Trial");
  const std::string id = public_id_of(made);
  MapDocument changed = small_map();
  changed.stages[1].owner = "Product";
  const auto saved =
      maps_.change(world_.agent(), id, {.version = 1, .name = "Trial 2", .document = changed});
  ASSERT_TRUE(saved.ok()) << saved.error().message;
  EXPECT_EQ(saved->version, 2);
  const auto then = maps_.find(world_.agent(), {.map = id, .version = 1});
  ASSERT_TRUE(then.ok());
  EXPECT_EQ(then->name, "Trial");
  EXPECT_FALSE(then->document.stages[1].owner);
  const auto now = maps_.find(world_.agent(), {.map = id});
  EXPECT_EQ(now->document.stages[1].owner, "Product");
  const auto versions = maps_.versions(world_.agent(), made.id);
  ASSERT_EQ(versions->size(), 2);
  EXPECT_EQ(versions->front().name, "Trial 2");
  EXPECT_EQ(versions->front().actor, "Ann");
  EXPECT_EQ(maps_.find(world_.agent(), {.map = id, .version = 3}).error().code,
            ErrorCode::not_found);
}

TEST_P(MapsOfPeople, WhoChangesAnOldVersionIsTold) {
  const JourneyMap made = make("Trial");
  const std::string id = public_id_of(made);
  ASSERT_TRUE(maps_.change(world_.agent(), id, {.version = 1, .name = "One"}).ok());
  const auto late = maps_.change(world_.agent(), id, {.version = 1, .name = "Other"});
  ASSERT_FALSE(late.ok());
  EXPECT_EQ(late.error().code, ErrorCode::conflict);
  EXPECT_EQ(maps_.find(world_.agent(), {.map = id})->name, "One");
}

TEST_P(MapsOfPeople, AreArchivedBroughtBackAndCopied) {
  const JourneyMap made = make("Trial");
  const std::string id = public_id_of(made);
  ASSERT_TRUE(maps_.change(world_.agent(), id, {.version = 1, .archived = true}).ok());
  EXPECT_TRUE(maps_.list(world_.agent(), false)->empty());
  EXPECT_EQ(maps_.list(world_.agent(), true)->size(), 1);
  const auto copy = maps_.duplicate(world_.agent(), id, {.state = MapState::future});
  ASSERT_TRUE(copy.ok()) << copy.error().message;
  EXPECT_EQ(copy->name, "Copy of Trial");
  EXPECT_EQ(copy->version, 1);
  EXPECT_FALSE(copy->archived_at);
  EXPECT_EQ(copy->document, made.document);
  const auto compared = maps_.compare(world_.agent(), {.map = id}, {.map = public_id_of(*copy)});
  ASSERT_TRUE(compared.ok());
  EXPECT_EQ(compared->changes.size(), 2) << "its name and its state";
  ASSERT_TRUE(maps_.change(world_.agent(), id, {.version = 2, .archived = false}).ok());
  EXPECT_EQ(maps_.list(world_.agent(), false)->size(), 2);
}

TEST_P(MapsOfPeople, AreOfTheirWorkspaceAlone) {
  const JourneyMap made = make("Trial");
  world_.database({2});
  const Actor other = {.workspace = {2}, .user = {7}, .role = Role::agent, .name = "Eve"};
  EXPECT_TRUE(maps_.list(other, true)->empty());
  EXPECT_EQ(maps_.find(other, {.map = public_id_of(made)}).error().code, ErrorCode::not_found);
  EXPECT_FALSE(maps_.change(other, public_id_of(made), {.version = 1, .name = "Mine"}).ok());
}

TEST_P(MapsOfPeople, RefuseWhatCannotBe) {
  EXPECT_FALSE(maps_.create(world_.agent(), {.name = " "}).ok());
  const auto no_segment = maps_.create(world_.agent(), {.name = "A", .segment = "segment_x"});
  ASSERT_FALSE(no_segment.ok());
  EXPECT_EQ(no_segment.error().message, "there is no segment segment_x");
  EXPECT_EQ(maps_.find(world_.agent(), {.map = "jmap_x"}).error().code, ErrorCode::not_found);
}

TEST_P(MapsOfPeople, ErasingSomebodyTakesThemOutOfWhatWasWritten) {
  MapDocument document = small_map();
  document.stages[0].evidence = std::vector<std::string>{"Said by ann.bell@example.com"};
  did("ann", "View");
  world_.record(
      testing::identify(++number_, {user("ann"), testing::email("ann.bell@example.com")}, "{}"));
  const JourneyMap made = make("Trial", document);
  const auto erased =
      world_.people().erase(world_.owner_actor(), {.profile = "user_id:ann", .reason = "asked"});
  ASSERT_TRUE(erased.ok()) << erased.error().message;
  for (const auto version : {std::optional<std::int64_t>(), std::optional<std::int64_t>(1)}) {
    const auto found = maps_.find(world_.agent(), {.map = public_id_of(made), .version = version});
    ASSERT_TRUE(found.ok());
    EXPECT_EQ(found->document.stages[0].evidence->front().find("ann.bell"), std::string::npos);
  }
}

TEST_P(MapsOfPeople, TheOverlayCountsWhoGotHowFar_JM03) {
  did_all("ann", {"View", "View", "Try", "Buy", "Pay"});
  did_all("bob", {"View", "Try", "View", "Try"});
  did_all("cid", {"Ask"});
  did_all("dan", {"Other"});
  const JourneyMap map = make("Trial");
  const OverlayAnswer answer = overlay(map);
  EXPECT_EQ(answer.shown.on_map.count, 3);
  EXPECT_EQ(answer.shown.on_map.of, 4);
  const auto& stages = answer.shown.stages;
  ASSERT_EQ(stages.size(), 3);
  EXPECT_EQ(stages[0].reached.count, 3);
  EXPECT_FALSE(stages[0].converted);
  EXPECT_EQ(stages[1].reached.count, 2);
  EXPECT_EQ(stages[1].converted->count, 2);
  EXPECT_EQ(stages[1].converted->of, 3);
  EXPECT_TRUE(stages[1].without_owner);
  EXPECT_FALSE(stages[1].handoff);
  EXPECT_EQ(stages[0].returned.count, 1);
  EXPECT_EQ(stages[1].repeated.count, 1);
  EXPECT_EQ(stages[2].converted->count, 1);
  EXPECT_EQ(stages[0].touchpoints[0].events, 4);
  EXPECT_EQ(stages[0].touchpoints[1].people.count, 1);
  EXPECT_EQ(stages[2].time_in_stage->median_ms, 60'000);
  // Ann was a minute in Try it; Bob a minute, and to his last event.
  EXPECT_EQ(stages[1].time_in_stage->people, 2);
  const auto& conformance = answer.shown.conformance;
  EXPECT_EQ(conformance.fits.count, 1);
  EXPECT_EQ(conformance.on_the_way.count, 0);
  EXPECT_EQ(behind(map, {.kind = "fits"}), 1);
  EXPECT_EQ(behind(map, {.kind = "deviates"}), 2);
  std::set<std::string> said;
  for (const DeviationView& one : conformance.deviations) {
    said.insert(one.sentence);
  }
  EXPECT_EQ(said, (std::set<std::string>{"Try it already at Look", "Left after Try it",
                                         "Left after Look", "Look without View"}));
}

// A survey that was drawn as a touchpoint drew the scores of everybody into its own stage.
TEST_P(MapsOfPeople, AScoreCountsForTheStageBeforeTheSurveyThatIsDrawnAsATouchpoint_JM04) {
  MapDocument document = small_map();
  document.stages.push_back(
      {.id = "ask", .name = "Ask them", .touchpoints = {touchpoint("Answered", true, true)}});
  did("ann", "View");
  did("ann", "Answered", R"({"score":2})");
  did("ann", "Answered", R"({"score":4})");
  did_all("ann", {"Try", "Buy"});
  did("ann", "Answered", R"({"score":5})");
  did("bob", "Answered", R"({"score":1})");
  const OverlayAsked asked = {
      .emotion = journey_maps::NumbersAsked{
          .event = {.names = std::vector<std::string>{"Answered"}}, .property = "score"}};
  const JourneyMap map = make("Survey", document);
  const auto stages = overlay(map, asked).shown.stages;
  ASSERT_EQ(stages.size(), 4);
  ASSERT_TRUE(stages[0].emotion);
  EXPECT_EQ(stages[0].emotion->mean, 3) << "given while she looked, twice";
  EXPECT_FALSE(stages[1].emotion);
  EXPECT_EQ(stages[2].emotion->mean, 5);
  EXPECT_EQ(stages[3].emotion->mean, 1) << "nothing else came before";
  EXPECT_EQ(behind(map, {.kind = "scored", .stage = "look"}, asked), 1);
  EXPECT_EQ(behind(map, {.kind = "scored", .stage = "ask"}, asked), 1);
}

TEST_P(MapsOfPeople, StagesBeyondTheirTimeAndHandoffsAreTold_JM09) {
  MapDocument document = small_map();
  document.stages[1].owner = "Product";
  did("ann", "View");
  did("ann", "Try");
  did("ann", "Buy", "{}", 90);
  did("bob", "View");
  did("bob", "Try");
  did("bob", "Buy", "{}", 60);
  const JourneyMap map = make("Trial", document);
  const OverlayAnswer answer = overlay(map);
  EXPECT_EQ(answer.shown.stages[1].beyond_sla->count, 1) << "an hour is not beyond an hour";
  EXPECT_EQ(answer.shown.stages[1].beyond_sla->of, 2);
  EXPECT_TRUE(answer.shown.stages[1].handoff);
  EXPECT_EQ(behind(map, {.kind = "beyond_sla", .stage = "try"}), 1);
}

TEST_P(MapsOfPeople, TheEmotionCurveIsOfScoresWhileSomebodyIsInAStage_JM04) {
  did("ann", "Survey", R"({"score":1})");  // Before the map.
  did("ann", "View");
  did("ann", "Survey", R"({"score":5})");
  did("ann", "Try");
  did("ann", "Survey", R"({"score":2})");
  did("ann", "Survey", R"({"score":"none"})");
  did("bob", "View");
  did("bob", "Survey", R"({"score":4})");
  const JourneyMap map = make("Trial");
  const OverlayAsked asked = {
      .emotion = journey_maps::NumbersAsked{.event = {.names = std::vector<std::string>{"Survey"}},
                                            .property = "score"}};
  const OverlayAnswer answer = overlay(map, asked);
  const auto& stages = answer.shown.stages;
  ASSERT_TRUE(stages[0].emotion);
  EXPECT_EQ(stages[0].emotion->mean, 4.5);
  EXPECT_EQ(stages[0].emotion->people, 2);
  EXPECT_TRUE(stages[0].emotion->low);
  EXPECT_EQ(stages[1].emotion->answers, 1);
  EXPECT_FALSE(stages[1].emotion->low) << "one person has no interval";
  EXPECT_FALSE(stages[2].emotion);
  EXPECT_EQ(answer.shown.emotion_scale->lowest, 2);
  EXPECT_EQ(answer.shown.emotion_scale->highest, 5);
  EXPECT_EQ(behind(map, {.kind = "scored", .stage = "look"}, asked), 2);
}

TEST_P(MapsOfPeople, ASegmentAndAConditionSayWhosePeopleAreShown_JM02) {
  did_all("ann", {"View", "Try"});
  did_all("bob", {"View"});
  const std::string segment = segments::public_id_of(list_of("ann"));
  const JourneyMap map = make("Trial", small_map(), segment);
  OverlayAnswer answer = overlay(map);
  EXPECT_EQ(answer.segment, segment);
  EXPECT_EQ(answer.shown.on_map.count, 1);
  EXPECT_EQ(overlay(map, {.everybody = true}).shown.on_map.count, 2);
  answer = overlay(map, {.compare = journey_maps::OverlayComparedAsked{.everybody = true}});
  EXPECT_EQ(answer.shown.on_map.count, 1);
  EXPECT_EQ(answer.compared->on_map.count, 2);
  EXPECT_EQ(answer.differences->stages[1].reached.difference, -0.5);
  EXPECT_EQ(behind(map, {.kind = "on_map"},
                   {.compare = journey_maps::OverlayComparedAsked{.everybody = true}}, true),
            2);
  const std::string bob = R"({"identifier":"user_id","is":"equals","value":"bob"})";
  EXPECT_EQ(overlay(map, {.people = codec::RawJson{bob}, .everybody = true}).shown.on_map.count, 1);
  EXPECT_EQ(overlay(map, {.people = codec::RawJson{bob}}).shown.on_map.count, 0);
}

TEST_P(MapsOfPeople, ARangeOfTimeIsAllThatIsLookedAt) {
  did_all("ann", {"View", "Try"});
  const Time between = {world_.clock().now().us + 1};
  did_all("ann", {"Buy", "Pay"});
  const JourneyMap map = make("Trial");
  const OverlayAnswer answer = overlay(map, {.range = journeys::TimeRange{.until = between},
                                             .compare = journey_maps::OverlayComparedAsked{
                                                 .range = journeys::TimeRange{.from = between}}});
  EXPECT_EQ(answer.shown.stages[2].reached.count, 0);
  EXPECT_EQ(answer.compared->stages[2].reached.count, 1);
  EXPECT_EQ(answer.compared->stages[0].reached.count, 0);
}

TEST_P(MapsOfPeople, MomentsSayWhatGoesWithReachingTheOutcome_JM06) {
  for (int i = 0; i < 12; ++i) {
    const std::string who = fmt::format("p{}", i);
    did(who, "View");
    if (i < 6) {
      did(who, "Ask");
      did(who, "Buy");
    }
  }
  const OverlayAnswer answer = overlay(make("Trial"));
  EXPECT_EQ(answer.shown.moments.reached.count, 6);
  ASSERT_FALSE(answer.shown.moments.items.empty());
  const auto& first = answer.shown.moments.items.front();
  EXPECT_EQ(first.what, "touchpoint");
  EXPECT_EQ(first.touchpoint, "ask");
  EXPECT_EQ(first.difference, 1);
  EXPECT_TRUE(first.holds);
  const OverlayAsked asked = {.outcome =
                                  journeys::EventChoice{.names = std::vector<std::string>{"Ask"}}};
  EXPECT_EQ(behind(make("Other"), {.kind = "moment", .stage = "look", .outcome = true}, asked), 6);
}

TEST_P(MapsOfPeople, AMapIsDiscoveredFromWhatPeopleDo_JM05) {
  for (int i = 0; i < 10; ++i) {
    const std::string who = fmt::format("p{}", i);
    did_all(who, {"View", "View", "Try"});
    if (i < 6) {
      did(who, "Buy");
    }
  }
  const auto found = testing::asked_again([&] { return maps_.discover(asking(), {.stages = 3}); });
  ASSERT_TRUE(found.ok()) << found.error().message;
  ASSERT_EQ(found->document.stages.size(), 3);
  EXPECT_EQ(found->document.stages[0].name, "View");
  EXPECT_EQ(found->document.stages[2].name, "Buy");
  EXPECT_EQ(found->events[2].people.count, 6);
  const OverlayAnswer answer = overlay(make("Discovered", found->document));
  EXPECT_EQ(answer.shown.conformance.fits.count, 6);
  EXPECT_EQ(answer.shown.conformance.on_the_way.count, 4);
  const auto cut = testing::asked_again([&] {
    return maps_.discover(asking(),
                          {.start = journeys::EventChoice{.names = std::vector<std::string>{"Try"}},
                           .end = journeys::EventChoice{.names = std::vector<std::string>{"Buy"}}});
  });
  ASSERT_TRUE(cut.ok());
  EXPECT_EQ(cut->document.stages.front().name, "Try");
  EXPECT_EQ(cut->all_events, 2);
}

TEST_P(MapsOfPeople, TemplatesKnowTheNamesOfTheRecord) {
  did("ann", "Order Completed");
  const auto all = testing::asked_again([&] { return maps_.templates(asking()); });
  ASSERT_TRUE(all.ok());
  EXPECT_EQ(all->at(1).found, (std::vector<std::string>{"order"}));
}

TEST_P(MapsOfPeople, WhatIsBeingEditedCanBeLaidOver) {
  did("ann", "Ask");
  MapDocument edited = small_map();
  edited.stages.resize(1);
  EXPECT_EQ(overlay(make("Trial"), {.document = edited}).shown.stages.size(), 1);
  edited.stages[0].id = "";
  const auto refused = testing::asked_again(
      [&] { return maps_.overlay(asking(), public_id_of(make("Other")), {.document = edited}); });
  EXPECT_EQ(refused.error().code, ErrorCode::invalid);
}

TEST_P(MapsOfPeople, MomentsAreRankedByWhatPeopleAreWorth_JM06) {
  // Whoever asks pays more; whoever tries pays as much as the others.
  const auto life = [&](const std::string& who, bool asks, bool tries, int total) {
    did(who, "Paid", R"({"total":1000})");  // Before the map.
    did(who, "View");
    if (asks) {
      did(who, "Ask");
    }
    if (tries) {
      did(who, "Try");
    }
    did(who, "Paid", fmt::format(R"({{"total":{}}})", total));
    did(who, "Paid", R"({"total":0.5})");
    did(who, "Paid", R"({"total":"much"})");
  };
  for (int i = 0; i < 8; ++i) {
    life(fmt::format("asks{}", i), true, i % 2 == 0, 100 + i);
    life(fmt::format("silent{}", i), false, i % 2 == 0, 10 + i);
  }
  MapDocument document = small_map();
  const JourneyMap map = make("Worth", document);
  const OverlayAsked asked = {
      .outcome = journeys::EventChoice{.names = std::vector<std::string>{"Pay"}},
      .worth = journey_maps::NumbersAsked{.event = {.names = std::vector<std::string>{"Paid"}},
                                          .property = "total"}};
  const auto moments = overlay(map, asked).shown.moments.items;
  ASSERT_EQ(moments.size(), 3) << "Ask, and Try with its stage; View was met by everybody";
  EXPECT_EQ(moments[0].name, "Ask");
  ASSERT_TRUE(moments[0].worth);
  EXPECT_DOUBLE_EQ(moments[0].worth->met, 104);
  EXPECT_DOUBLE_EQ(moments[0].worth->not_met, 14);
  EXPECT_DOUBLE_EQ(moments[0].worth->difference, 90);
  // The standard deviation of 0 to 7 is sqrt(6); Student's 2.144787 for 14 degrees of freedom.
  EXPECT_NEAR(*moments[0].worth->low, 90 - 2.144787 * std::sqrt(6 / 4.0), 1e-5);
  EXPECT_TRUE(moments[0].worth->holds);
  EXPECT_FALSE(moments[1].worth->holds);
  // Two who are worth the same say nothing sure.
  did_all("two", {"View", "Try", "Buy"});
  did_all("too", {"View", "Try", "Buy"});
  for (const auto& moment : overlay(map, asked).shown.moments.items) {
    if (moment.name == "Buy") {
      EXPECT_EQ(moment.worth->met, 0);
      EXPECT_FALSE(moment.worth->low);
      EXPECT_FALSE(moment.worth->holds);
    }
  }
  EXPECT_EQ(behind(map, {.kind = "moment", .touchpoint = "ask", .met = true}, asked), 8);
  EXPECT_FALSE(overlay(map).shown.moments.items[0].worth);
  const auto refused = testing::asked_again([&] {
    return maps_.overlay(asking(), public_id_of(map),
                         {.worth = journey_maps::NumbersAsked{.property = ""}});
  });
  EXPECT_NE(refused.error().message.find("worth.property"), std::string::npos);
}

// Random lives; every figure counted once more, by reading each list of names.
TEST_P(MapsOfPeople, FiguresEqualThoseOfAReadingByHand_JM03) {
  const std::vector<std::string> names = {"View", "Ask", "Try", "Buy", "Pay", "Other"};
  const std::map<std::string, std::size_t> stage_of = {
      {"View", 0}, {"Ask", 0}, {"Try", 1}, {"Buy", 2}, {"Pay", 2}};
  std::mt19937 random(5);
  std::vector<std::vector<std::size_t>> lines;  // Stages of the events that are on the map.
  for (int person = 0; person < 40; ++person) {
    std::vector<std::size_t> line;
    for (std::size_t count = 1 + random() % 7; count > 0; --count) {
      const std::string& name = names[random() % names.size()];
      did(fmt::format("p{}", person), name);
      if (const auto stage = stage_of.find(name); stage != stage_of.end()) {
        line.push_back(stage->second);
      }
    }
    lines.push_back(std::move(line));
  }
  const JourneyMap map = make("Trial");
  const OverlayAnswer answer = overlay(map);
  const auto count = [&](const std::function<bool(const std::vector<std::size_t>&)>& holds) {
    return std::count_if(lines.begin(), lines.end(), holds);
  };
  EXPECT_EQ(answer.shown.on_map.count, count([](const auto& line) { return !line.empty(); }));
  for (std::size_t stage = 0; stage < 3; ++stage) {
    const StageFiguresView& figures = answer.shown.stages[stage];
    const auto first = [](const auto& line, std::size_t of) {
      return std::find(line.begin(), line.end(), of);
    };
    const auto reached = count([&](const auto& line) { return first(line, stage) != line.end(); });
    EXPECT_EQ(figures.reached.count, reached);
    EXPECT_EQ(behind(map, {.kind = "reached", .stage = figures.stage}), reached);
    EXPECT_EQ(behind(map, {.kind = "not_reached", .stage = figures.stage}),
              answer.shown.on_map.count - reached);
    const auto ended =
        count([&](const auto& line) { return !line.empty() && line.back() == stage; });
    EXPECT_EQ(figures.ended.count, ended);
    EXPECT_EQ(behind(map, {.kind = "ended", .stage = figures.stage}), ended);
    const auto visits = [&](const auto& line) {
      std::int64_t found = 0;
      for (std::size_t i = 0; i < line.size(); ++i) {
        found += line[i] == stage && (i == 0 || line[i - 1] != stage) ? 1 : 0;
      }
      return found;
    };
    std::int64_t all_visits = 0;
    for (const auto& line : lines) {
      all_visits += visits(line);
    }
    EXPECT_EQ(figures.visits, all_visits);
    const auto repeated = count([&](const auto& line) { return visits(line) > 1; });
    EXPECT_EQ(figures.repeated.count, repeated);
    EXPECT_EQ(behind(map, {.kind = "repeated", .stage = figures.stage}), repeated);
    if (stage > 0) {
      const auto converted = count([&](const auto& line) {
        return std::find(first(line, stage - 1), line.end(), stage) != line.end();
      });
      EXPECT_EQ(figures.converted->count, converted);
      EXPECT_EQ(behind(map, {.kind = "converted", .stage = figures.stage}), converted);
      EXPECT_EQ(behind(map, {.kind = "lost", .stage = figures.stage}),
                answer.shown.stages[stage - 1].reached.count - converted);
    }
    EXPECT_EQ(behind(map, {.kind = "returned", .stage = figures.stage}), figures.returned.count);
  }
  const auto& conformance = answer.shown.conformance;
  EXPECT_EQ(behind(map, {.kind = "fits"}), conformance.fits.count);
  EXPECT_EQ(behind(map, {.kind = "on_the_way"}), conformance.on_the_way.count);
  EXPECT_GT(conformance.all_deviations, 5);
  for (const DeviationView& one : conformance.deviations) {
    EXPECT_EQ(behind(map, {.kind = "deviation",
                           .stage = one.stage,
                           .from = one.from,
                           .touchpoint = one.touchpoint,
                           .deviation = one.kind}),
              one.people.count)
        << one.sentence;
  }
}

}  // namespace
}  // namespace throughline
