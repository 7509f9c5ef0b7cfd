// Journey maps over a world of people, for the tests of this room.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/text.h"
#include "journey_maps/journey_maps.h"
#include "journey_maps/journey_maps.overlay_view.h"
#include "testing/patiently.h"
#include "testing/people_world.h"

namespace throughline {

using journey_maps::JourneyMap;
using journey_maps::JourneyMaps;
using journey_maps::MapDocument;
using journey_maps::MapState;
using journey_maps::OverlayAnswer;
using journey_maps::OverlayAsked;
using journey_maps::OverlayCellAsked;
using journey_maps::Stage;
using journey_maps::Touchpoint;
using journey_maps::TouchpointEvents;
using journeys::Journeys;
using segments::Segments;
using testing::from_server;
using testing::PeopleWorld;
using testing::user;

inline Touchpoint touchpoint(const std::string& name, bool optional = false, bool repeats = false) {
  return {.id = ascii_lower(name),
          .name = name,
          .events = TouchpointEvents{.names = std::vector<std::string>{name}},
          .optional = optional,
          .repeats = repeats};
}

// look: View (any number of times), Ask (may be left out); try: Try; buy: Buy, Pay.
inline MapDocument small_map() {
  return {{{.id = "look",
            .name = "Look",
            .owner = "Marketing",
            .touchpoints = {touchpoint("View", false, true), touchpoint("Ask", true)}},
           {.id = "try", .name = "Try it", .sla_hours = 1, .touchpoints = {touchpoint("Try")}},
           {.id = "buy",
            .name = "Buy",
            .owner = "Sales",
            .touchpoints = {touchpoint("Buy"), touchpoint("Pay")}}}};
}

class MapsOfPeople : public ::testing::TestWithParam<storage::Dialect> {
 protected:
  MapsOfPeople() { world_.clock().set({testing::start_us}); }

  JourneyMap make(const std::string& name, const MapDocument& document = small_map(),
                  const std::string& segment = "") {
    auto made =
        maps_.create(world_.agent(), {.name = name, .segment = segment, .document = document});
    EXPECT_TRUE(made.ok()) << made.error().message;
    return made.ok() ? *made : JourneyMap();
  }
  // A minute after what happened before, unless it is said.
  void did(const std::string& who, const std::string& name, const std::string& properties = "{}",
           std::int64_t after_minutes = 1) {
    world_.clock().advance_us(after_minutes * 60 * us_per_second);
    Draft draft = from_server(++number_, {user(who)});
    draft.name = name;
    draft.properties = properties;
    world_.record_now(std::move(draft));
  }
  void did_all(const std::string& who, const std::vector<std::string>& names) {
    for (const std::string& name : names) {
      did(who, name);
    }
  }
  // A list of somebody alone.
  segments::Segment list_of(const std::string& who) {
    const auto list =
        segments_.create(world_.agent(), {.kind = segments::SegmentKind::list, .name = "Some"});
    EXPECT_TRUE(list.ok());
    EXPECT_TRUE(segments_.put_on_list(world_.agent(), list->id, {{1, "user_id:" + who}}).ok());
    return *list;
  }
  journeys::Asking asking() {
    const auto position = world_.timeline().settled_position({1});
    EXPECT_TRUE(position.ok());
    return {.workspace = {1}, .at_least = *position};
  }
  OverlayAnswer overlay(const JourneyMap& map, const OverlayAsked& asked = {}) {
    return testing::patiently([&] { return maps_.overlay(asking(), public_id_of(map), asked); });
  }
  std::int64_t behind(const JourneyMap& map, const OverlayCellAsked& cell,
                      const OverlayAsked& asked = {}, bool compared = false) {
    const auto found = testing::asked_again([&] {
      return maps_.people(asking(), public_id_of(map),
                          {.question = asked, .cell = cell, .compared = compared});
    });
    EXPECT_TRUE(found.ok()) << found.error().message;
    EXPECT_EQ(found->people.size(), std::min<std::uint64_t>(found->total, 50));
    return static_cast<std::int64_t>(found->total);
  }

  int number_ = 0;
  PeopleWorld world_{GetParam()};
  Journeys journeys_{world_.workspaces(), world_.people(), world_.clock(),
                     [](WorkspaceId) -> Result<std::string> { return "UTC"; }};
  Segments segments_{world_.workspaces(), world_.timeline(), world_.people(), journeys_,
                     world_.clock()};
  JourneyMaps maps_{world_.workspaces(), world_.timeline(), world_.people(), journeys_,
                    world_.clock()};
};

}  // namespace throughline
