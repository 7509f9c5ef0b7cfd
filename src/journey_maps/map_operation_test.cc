#include "journey_maps/map_operation.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace throughline::journey_maps {
namespace {

Stage stage(const std::string& id, const std::vector<std::string>& touchpoints = {}) {
  Stage made = {.id = id, .name = "Stage " + id};
  for (const std::string& each : touchpoints) {
    made.touchpoints.push_back({.id = each, .name = "Touchpoint " + each});
  }
  return made;
}

JourneyMap map_of(std::vector<Stage> stages) {
  return {.name = "Trial", .document = *checked_document({std::move(stages)})};
}

MapOperation set_stage(const std::string& id, const std::string& field, const std::string& json) {
  return {
      .kind = OperationKind::set_stage, .stage = id, .field = field, .value = codec::RawJson{json}};
}

std::vector<std::string> ids(const JourneyMap& map) {
  std::vector<std::string> all;
  for (const Stage& each : map.document.stages) {
    all.push_back(each.id);
    for (const Touchpoint& touchpoint : each.touchpoints) {
      all.push_back(touchpoint.id);
    }
  }
  return all;
}

// Whether it changed anything.
bool did(const MapOperation& operation, JourneyMap& map) {
  const auto applied = apply(operation, map);
  EXPECT_TRUE(applied.ok()) << applied.error().message;
  return applied.ok() && *applied;
}

using Ids = std::vector<std::string>;

TEST(MapOperation, TwoOnDifferentCellsBothStayWhateverComesFirst) {
  const std::vector<MapOperation> both = {set_stage("a", "owner", R"("Ann")"),
                                          set_stage("a", "goal", R"(["Be found"])")};
  JourneyMap one = map_of({stage("a")});
  JourneyMap other = one;
  for (const MapOperation& each : both) {
    EXPECT_TRUE(did(each, one));
  }
  for (auto each = both.rbegin(); each != both.rend(); ++each) {
    EXPECT_TRUE(did(*each, other));
  }
  EXPECT_EQ(one.document, other.document);
  EXPECT_EQ(one.document.stages[0].owner, "Ann");
  EXPECT_EQ(one.document.stages[0].goal, Ids{"Be found"});
}

TEST(MapOperation, OfTwoOnOneCellTheLaterStays) {
  JourneyMap map = map_of({stage("a")});
  EXPECT_TRUE(did(set_stage("a", "owner", R"("Ann")"), map));
  EXPECT_TRUE(did(set_stage("a", "owner", R"("Bo")"), map));
  EXPECT_FALSE(did(set_stage("a", "owner", R"("Bo")"), map));
  EXPECT_EQ(map.document.stages[0].owner, "Bo");
  EXPECT_TRUE(did(set_stage("a", "owner", "null"), map));
  EXPECT_FALSE(map.document.stages[0].owner);
}

TEST(MapOperation, OnWhatIsGoneChangesNothing) {
  JourneyMap map = map_of({stage("a", {"x"})});
  const JourneyMap before = map;
  EXPECT_FALSE(did(set_stage("b", "owner", R"("Ann")"), map));
  for (const OperationKind kind : {OperationKind::move_stage, OperationKind::remove_stage}) {
    EXPECT_FALSE(did({.kind = kind, .stage = "b"}, map));
  }
  EXPECT_FALSE(did({.kind = OperationKind::move_touchpoint, .stage = "b", .touchpoint = "x"}, map));
  EXPECT_FALSE(did({.kind = OperationKind::remove_touchpoint, .touchpoint = "y"}, map));
  EXPECT_FALSE(
      did({.kind = OperationKind::add_stage, .value = codec::RawJson{codec::to_json(stage("a"))}},
          map));
  EXPECT_EQ(map.document, before.document);
}

TEST(MapOperation, WhatIsAddedOrMovedComesBehindAnotherOrAtTheEndWhereThatIsGone) {
  JourneyMap map = map_of({stage("a", {"x", "y"}), stage("b"), stage("c")});
  const auto move = [&](const char* id, std::optional<std::string> after) {
    return did({.kind = OperationKind::move_stage, .stage = id, .after = std::move(after)}, map);
  };
  EXPECT_TRUE(move("a", "b"));
  EXPECT_EQ(ids(map), (Ids{"b", "a", "x", "y", "c"}));
  EXPECT_FALSE(move("a", "b"));
  EXPECT_TRUE(move("b", "gone"));
  EXPECT_EQ(ids(map), (Ids{"a", "x", "y", "c", "b"}));
  EXPECT_TRUE(move("c", std::nullopt));
  EXPECT_EQ(ids(map), (Ids{"c", "a", "x", "y", "b"}));
  EXPECT_TRUE(did({.kind = OperationKind::move_touchpoint, .stage = "b", .touchpoint = "x"}, map));
  EXPECT_EQ(ids(map), (Ids{"c", "a", "y", "b", "x"}));
}

TEST(MapOperation, RefusesWhatNoMapCouldTake) {
  JourneyMap map = map_of({stage("a", {"x"})});
  const JourneyMap before = map;
  const std::vector<MapOperation> refused = {
      set_stage("a", "colour", R"("red")"),
      set_stage("a", "id", R"("b")"),
      set_stage("a", "touchpoints", "[]"),
      set_stage("a", "owner", "7"),
      {.kind = OperationKind::set_stage, .stage = "a"},
      {.kind = OperationKind::remove_stage},
      {.kind = OperationKind::add_stage},
      {.kind = OperationKind::add_touchpoint,
       .stage = "a",
       .value = codec::RawJson{R"({"name":"No id"})"}},
      {.kind = OperationKind::set_touchpoint,
       .touchpoint = "x",
       .field = "id",
       .value = codec::RawJson{R"("y")"}},
      {.kind = OperationKind::set_map, .field = "name", .value = codec::RawJson{R"(" ")"}},
      {.kind = OperationKind::set_map, .field = "version", .value = codec::RawJson{"7"}},
  };
  for (const MapOperation& each : refused) {
    const auto applied = apply(each, map);
    ASSERT_FALSE(applied.ok()) << codec::to_json(each);
    EXPECT_EQ(applied.error().code, ErrorCode::invalid);
  }
  EXPECT_EQ(map.document, before.document);
  EXPECT_EQ(map.name, before.name);
}

// A map of random stages and touchpoints, so that two of them share some.
class Drawing {
 public:
  explicit Drawing(std::uint32_t seed) : random_(seed) {}

  JourneyMap draw() {
    Ids touchpoints = some("tuvwxyz");
    std::vector<Stage> stages;
    for (const std::string& id : some("abcdef")) {
      Ids here;
      while (!touchpoints.empty() && below(3) != 0) {
        here.push_back(touchpoints.back());
        touchpoints.pop_back();
      }
      Stage made = stage(id, here);
      if (below(2) == 0) {
        made.owner = std::string(1, static_cast<char>('A' + below(3)));
      }
      if (below(2) == 0) {
        made.pain = std::vector<Pain>{{.text = "Slow", .status = PainStatus::open}};
      }
      for (Touchpoint& touchpoint : made.touchpoints) {
        touchpoint.repeats = below(2) == 0;
      }
      stages.push_back(std::move(made));
    }
    JourneyMap map = map_of(std::move(stages));
    map.name = below(2) == 0 ? "Trial" : "Order";
    map.state = below(2) == 0 ? MapState::current : MapState::future;
    return map;
  }

 private:
  std::uint32_t below(std::uint32_t most) { return static_cast<std::uint32_t>(random_() % most); }
  Ids some(std::string_view letters) {
    Ids chosen;
    for (const char letter : letters) {
      if (below(3) != 0) {
        chosen.emplace_back(1, letter);
      }
    }
    std::shuffle(chosen.begin(), chosen.end(), random_);
    return chosen;
  }

  std::mt19937 random_;
};

TEST(MapOperation, ThoseBetweenTwoMapsMakeTheOneOfTheOther) {
  for (std::uint32_t seed = 0; seed < 300; ++seed) {
    Drawing drawing(seed);
    JourneyMap map = drawing.draw();
    const JourneyMap after = drawing.draw();
    for (const MapOperation& each : operations_between(map, after)) {
      const auto applied = apply(each, map);
      ASSERT_TRUE(applied.ok()) << applied.error().message;
      EXPECT_TRUE(*applied) << "in vain: " << codec::to_json(each);
    }
    ASSERT_EQ(codec::to_json(map.document), codec::to_json(after.document)) << "seed " << seed;
    EXPECT_EQ(map.name, after.name);
    EXPECT_EQ(map.state, after.state);
  }
}

TEST(MapOperation, OneMoveIsOneOperation) {
  const JourneyMap before = map_of({stage("a"), stage("b"), stage("c"), stage("d")});
  const JourneyMap after = map_of({stage("b"), stage("c"), stage("d"), stage("a")});
  const auto operations = operations_between(before, after);
  ASSERT_EQ(operations.size(), 1);
  EXPECT_EQ(operations[0].kind, OperationKind::move_stage);
  EXPECT_EQ(operations[0].after, "d");
}

}  // namespace
}  // namespace throughline::journey_maps
