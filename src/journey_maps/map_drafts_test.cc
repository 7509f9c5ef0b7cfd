// Drawing a map together: what each does to the draft stays, all who listen hear of it in order,
// and what was saved follows.
#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

#include "base/guarded.h"
#include "codec/json_view.h"
#include "journey_maps/journey_maps.h"
#include "journey_maps/map_live_view.h"
#include "testing/people_world.h"

namespace throughline {
namespace {

using journey_maps::JourneyMap;
using journey_maps::JourneyMaps;
using journey_maps::LiveMaps;
using journey_maps::MapDocument;
using journey_maps::MapOperation;
using journey_maps::MapOperations;
using journey_maps::OperationKind;
using testing::PeopleWorld;

MapOperation set_stage(const std::string& id, const std::string& field, const std::string& json) {
  return {
      .kind = OperationKind::set_stage, .stage = id, .field = field, .value = codec::RawJson{json}};
}

// What somebody hears.
class Heard {
 public:
  LiveMaps::Listener listener() {
    return [this](std::string_view name, const std::string& json) {
      messages_.with([&](auto& all) { all.emplace_back(name, json); });
    };
  }
  [[nodiscard]] std::vector<std::string> of(const std::string& name) const {
    return messages_.with([&](const auto& all) {
      std::vector<std::string> found;
      for (const auto& [each, json] : all) {
        if (each == name) {
          found.push_back(json);
        }
      }
      return found;
    });
  }

 private:
  Guarded<std::vector<std::pair<std::string, std::string>>> messages_;
};

class DraftsOfMaps : public ::testing::TestWithParam<storage::Dialect> {
 protected:
  DraftsOfMaps() { world_.clock().set({testing::start_us}); }

  std::string make() {
    const auto made = maps_.create(
        world_.agent(),
        {.name = "Trial",
         .document = {{{.id = "look", .name = "Look"}, {.id = "buy", .name = "Buy"}}}});
    EXPECT_TRUE(made.ok()) << made.error().message;
    return public_id_of(*made);
  }
  std::int64_t draw(const Actor& actor, const std::string& map, const MapOperation& operation) {
    const auto revision = maps_.draw(actor, map, {.client = "page", .operations = {operation}});
    EXPECT_TRUE(revision.ok()) << revision.error().message;
    return revision.ok() ? *revision : 0;
  }
  JourneyMap drawn(const std::string& map) {
    const auto draft = maps_.draft(world_.agent(), map);
    EXPECT_TRUE(draft.ok()) << draft.error().message;
    return draft.ok() ? draft->map : JourneyMap();
  }
  std::shared_ptr<LiveMaps::Visit> listen(const Actor& actor, const std::string& map,
                                          const std::string& client, Heard& heard) {
    auto visit = maps_.listen(actor, map, client, heard.listener());
    EXPECT_TRUE(visit.ok()) << visit.error().message;
    return visit.ok() ? *visit : nullptr;
  }

  // Hooks run after the unit is answered, and before the next one commits.
  std::vector<std::string> told(const Heard& heard, const std::string& name) {
    EXPECT_TRUE(world_.database().write([](storage::Transaction&) { return Result<void>(); }).ok());
    return heard.of(name);
  }

  PeopleWorld world_{GetParam()};
  journeys::Journeys journeys_{world_.workspaces(), world_.people(), world_.clock(),
                               [](WorkspaceId) -> Result<std::string> { return "UTC"; }};
  segments::Segments segments_{world_.workspaces(), world_.timeline(), world_.people(), journeys_,
                               world_.clock()};
  JourneyMaps maps_{world_.workspaces(), world_.timeline(), world_.people(), journeys_,
                    world_.clock()};
};
INSTANTIATE_TEST_SUITE_P(Both, DraftsOfMaps, testing::both_databases(), testing::database_name);

TEST_P(DraftsOfMaps, ManyWhoDrawAtOnceLoseNothing_JM01) {
  const std::string map = make();
  constexpr int cells = 20;
  const auto write = [&](const Actor& actor, const std::string& stage) {
    for (int i = 0; i < cells; ++i) {
      const auto revision = maps_.draw(
          actor, map,
          {.operations = {{.kind = OperationKind::add_touchpoint,
                           .stage = stage,
                           .value = codec::RawJson{R"({"id":")" + stage + std::to_string(i) +
                                                   R"(","name":"T"})"}}}});
      EXPECT_TRUE(revision.ok()) << revision.error().message;
    }
  };
  std::thread one([&] { write(world_.agent(), "look"); });
  std::thread other([&] { write(world_.owner_actor(), "buy"); });
  one.join();
  other.join();
  const auto draft = maps_.draft(world_.agent(), map);
  EXPECT_EQ(draft->revision, 2 * cells);
  EXPECT_TRUE(draft->changed);
  EXPECT_EQ(draft->map.document.stages[0].touchpoints.size(), cells);
  EXPECT_EQ(draft->map.document.stages[1].touchpoints.size(), cells);
  EXPECT_EQ(maps_.find(world_.agent(), {.map = map})->version, 1) << "nothing was saved";
}

TEST_P(DraftsOfMaps, WhoListensHearsEveryRevisionInOrderAndWhoIsHere_JM01) {
  const std::string map = make();
  Heard ann;
  Heard owner;
  auto anns = listen(world_.agent(), map, "a", ann);
  ASSERT_EQ(told(ann, "draft").size(), 1);
  const auto owners = listen(world_.owner_actor(), map, "o", owner);
  EXPECT_NE(told(ann, "here").back().find(R"("name":"Owner")"), std::string::npos);
  ASSERT_TRUE(maps_
                  .move(world_.owner_actor(), map,
                        {.client = "o", .at = "stage:look:goal", .editing = true})
                  .ok());
  EXPECT_NE(told(ann, "here").back().find("stage:look:goal"), std::string::npos);
  EXPECT_EQ(draw(world_.owner_actor(), map, set_stage("look", "owner", R"("Bo")")), 1);
  EXPECT_EQ(draw(world_.agent(), map, set_stage("buy", "owner", R"("Cy")")), 2);
  EXPECT_EQ(draw(world_.agent(), map, set_stage("buy", "owner", R"("Cy")")), 2) << "in vain";
  const auto said = told(ann, "operations");
  ASSERT_EQ(said.size(), 2);
  const auto first = codec::parse_as<journey_maps::MapOperationsTold>(said[0]);
  ASSERT_TRUE(first.ok());
  EXPECT_EQ(first->revision, 1);
  EXPECT_EQ(first->by, "Owner");
  EXPECT_EQ(first->operations[0], set_stage("look", "owner", R"("Bo")"));
  EXPECT_EQ(said, told(owner, "operations"));
  anns.reset();
  EXPECT_EQ(told(owner, "here").back().find(R"("name":"Ann")"), std::string::npos);
}

TEST_P(DraftsOfMaps, OnlyTheWorkspaceListensAndAPageIsItsOwners_JM01) {
  const std::string map = make();
  Heard heard;
  world_.database({2});
  const Actor other = {.workspace = {2}, .user = {7}, .role = Role::agent, .name = "Eve"};
  EXPECT_EQ(maps_.listen(other, map, "e", heard.listener()).error().code, ErrorCode::not_found);
  EXPECT_EQ(
      maps_.draw(other, map, {.operations = {set_stage("look", "owner", R"("Eve")")}}).error().code,
      ErrorCode::not_found);
  EXPECT_TRUE(told(heard, "draft").empty());
  const auto visit = listen(world_.agent(), map, "a", heard);
  EXPECT_EQ(maps_.listen(world_.owner_actor(), map, "a", heard.listener()).error().code,
            ErrorCode::conflict);
  EXPECT_EQ(maps_.move(world_.owner_actor(), map, {.client = "a", .at = "x"}).error().code,
            ErrorCode::not_found);
}

TEST_P(DraftsOfMaps, TheDraftIsSavedAsAVersionOnceAndTakenBack_JM07) {
  const std::string map = make();
  Heard heard;
  const auto visit = listen(world_.agent(), map, "a", heard);
  draw(world_.agent(), map, set_stage("look", "owner", R"("Bo")"));
  const auto saved = maps_.save(world_.agent(), map);
  ASSERT_TRUE(saved.ok()) << saved.error().message;
  EXPECT_EQ(saved->version, 2);
  EXPECT_EQ(maps_.save(world_.agent(), map)->version, 2) << "nothing was drawn since";
  EXPECT_FALSE(maps_.draft(world_.agent(), map)->changed);
  EXPECT_EQ(told(heard, "saved").size(), 1);
  draw(world_.agent(), map, set_stage("look", "owner", R"("Cy")"));
  const auto back = maps_.discard(world_.agent(), map);
  ASSERT_TRUE(back.ok()) << back.error().message;
  EXPECT_EQ(back->revision, 3);
  EXPECT_EQ(drawn(map).document.stages[0].owner, "Bo");
  EXPECT_EQ(told(heard, "operations").size(), 3);
}

TEST_P(DraftsOfMaps, WhatIsSavedPastTheDraftKeepsWhatWasDrawn) {
  const std::string map = make();
  draw(world_.agent(), map, set_stage("look", "owner", R"("Bo")"));
  MapDocument document = maps_.find(world_.agent(), {.map = map})->document;
  document.stages[1].owner = "Shop";
  const auto changed = maps_.change(world_.owner_actor(), map,
                                    {.version = 1, .name = "Order", .document = document});
  ASSERT_TRUE(changed.ok()) << changed.error().message;
  EXPECT_FALSE(changed->document.stages[0].owner) << "what was not saved is no part of it";
  const JourneyMap now = drawn(map);
  EXPECT_EQ(now.name, "Order");
  EXPECT_EQ(now.version, 2);
  EXPECT_EQ(now.document.stages[0].owner, "Bo");
  EXPECT_EQ(now.document.stages[1].owner, "Shop");
}

TEST_P(DraftsOfMaps, RefuseWholeWhatCannotBe) {
  const std::string map = make();
  const auto refused = maps_.draw(
      world_.agent(), map,
      {.operations = {set_stage("look", "owner", R"("Bo")"), set_stage("look", "emotion", "9")}});
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::invalid);
  EXPECT_FALSE(drawn(map).document.stages[0].owner);
  EXPECT_EQ(maps_.draw(world_.agent(), map, {}).error().code, ErrorCode::invalid);
  const MapOperation gone = {.kind = OperationKind::set_map,
                             .field = "segment",
                             .value = codec::RawJson{R"("segment_x")"}};
  EXPECT_FALSE(maps_.draw(world_.agent(), map, {.operations = {gone}}).ok());
  ASSERT_TRUE(maps_.change(world_.agent(), map, {.version = 1, .archived = true}).ok());
  EXPECT_EQ(maps_.draw(world_.agent(), map, {.operations = {set_stage("look", "owner", "null")}})
                .error()
                .code,
            ErrorCode::conflict);
}

TEST_P(DraftsOfMaps, ErasingSomebodyTakesThemOutOfTheDraftToo) {
  const std::string map = make();
  world_.record(
      testing::identify(1, {testing::user("ann"), testing::email("ann.bell@example.com")}, "{}"));
  draw(world_.agent(), map, set_stage("look", "evidence", R"(["Said by ann.bell@example.com"])"));
  const auto erased =
      world_.people().erase(world_.owner_actor(), {.profile = "user_id:ann", .reason = "asked"});
  ASSERT_TRUE(erased.ok()) << erased.error().message;
  EXPECT_EQ(drawn(map).document.stages[0].evidence->front().find("ann.bell"), std::string::npos);
}

}  // namespace
}  // namespace throughline
