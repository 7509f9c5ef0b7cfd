// SegmentsOfPeople: a world of people with segments over it, and what they do.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>

#include "segments/segments.h"
#include "testing/followed.h"
#include "testing/patiently.h"
#include "testing/people_world.h"

namespace throughline {

using journeys::Journeys;
using segments::ListedSegment;
using segments::ListReport;
using segments::Segment;
using segments::SegmentId;
using segments::SegmentKind;
using segments::Segments;
using segments::Stay;
using testing::device;
using testing::email;
using testing::from_browser;
using testing::from_server;
using testing::identify;
using testing::PeopleWorld;
using testing::user;

class SegmentsOfPeople : public ::testing::TestWithParam<storage::Dialect> {
 protected:
  SegmentsOfPeople() { world_.clock().set({testing::start_us + 10 * us_per_day}); }

  Segment live(const std::string& name, const std::string& rule) {
    auto made = segments_.create(world_.agent(), {.name = name, .rule = rule});
    EXPECT_TRUE(made.ok()) << made.error().message;
    EXPECT_TRUE(segments_.catch_up({1}).ok());
    return *made;
  }
  Segment list(const std::string& name) {
    auto made = segments_.create(world_.agent(), {.kind = SegmentKind::list, .name = name});
    EXPECT_TRUE(made.ok()) << made.error().message;
    return *made;
  }
  ListReport put(const Segment& on, const std::vector<std::string>& references) {
    std::vector<segments::ListRow> rows;
    for (const std::string& reference : references) {
      rows.push_back({static_cast<std::int64_t>(rows.size()) + 1, reference});
    }
    auto report = segments_.put_on_list(world_.agent(), on.id, rows);
    EXPECT_TRUE(report.ok()) << report.error().message;
    return *report;
  }

  // Everything that happened so far has been followed.
  timeline::Position settle() {
    const auto position = world_.timeline().settled_position({1});
    EXPECT_TRUE(position.ok());
    testing::wait_until_followed(world_.timeline(), *position);
    return *position;
  }
  void did(const std::string& who, const std::string& name, const std::string& properties = "{}") {
    Draft draft = from_server(++number_, {user(who)});
    draft.name = name;
    draft.properties = properties;
    world_.record_now(std::move(draft));
  }
  void say(const std::string& who, const std::string& traits) {
    Draft draft = identify(++number_, {user(who)}, traits);
    world_.record_now(std::move(draft));
  }
  void pass(std::int64_t us) {
    world_.clock().advance_us(us);
    EXPECT_TRUE(segments_.catch_up({1}).ok());
  }

  std::vector<ProfileId> members(const Segment& segment) {
    settle();
    const auto stays = segments_.members(world_.agent(), segment.id, {}, 10'000);
    EXPECT_TRUE(stays.ok());
    std::vector<ProfileId> people;
    for (const Stay& stay : *stays) {
      people.push_back(stay.profile);
    }
    return people;
  }
  bool has(const Segment& segment, const std::string& who) {
    const auto people = members(segment);
    return std::find(people.begin(), people.end(), world_.owner("user_id:" + who)) != people.end();
  }
  // Entered and Exited on the person's line, in order: "+VIP -VIP".
  std::string told(const std::string& who) {
    settle();
    std::string all;
    for (const Event& event : world_.events("user_id:" + who, EventKind::system)) {
      all += (all.empty() ? "" : " ") +
             std::string(event.name == segments::entered_name ? "+" : "-") +
             std::string(codec::JsonDocument::parse(event.properties)->root().find("name").text());
    }
    return all;
  }
  // Everybody whom the columns find.
  std::vector<ProfileId> evaluated(const Segment& segment) {
    return testing::patiently([&] {
             return segments_.preview({.workspace = {1}, .at_least = settle()}, segment.rule,
                                      10'000);
           })
        .sample;
  }

  int number_ = 0;
  PeopleWorld world_{GetParam()};
  Journeys journeys_{world_.workspaces(), world_.people(), world_.clock(),
                     [](WorkspaceId) -> Result<std::string> { return "UTC"; }};
  Segments segments_{world_.workspaces(), world_.timeline(), world_.people(), journeys_,
                     world_.clock()};
};
}  // namespace throughline
