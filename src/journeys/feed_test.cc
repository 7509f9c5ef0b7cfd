// The columns of lines against the lines that the record gives.
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <set>
#include <thread>

#include "journeys/asking_test.h"
#include "journeys/journeys.h"
#include "testing/people_world.h"
#include "testing/temporary_directory.h"

namespace throughline {
namespace {

using journeys::Feed;
using journeys::Journeys;
using testing::device;
using testing::from_browser;
using testing::from_server;
using testing::PeopleWorld;
using testing::user;

class FeedTest : public ::testing::TestWithParam<storage::Dialect> {
 protected:
  Feed::View view() {
    const journeys::Asking asking = testing::asking_of(world_);
    return testing::patiently([&] { return journeys_.view(asking.workspace, asking.at_least); });
  }

  using Lines = std::map<std::int64_t, std::vector<std::int64_t>>;  // Seqs by profile.
  static Lines lines_of(const journey_engine::Snapshot& snapshot) {
    Lines lines;
    snapshot.visit({0, snapshot.shards()},
                   [&](journey_engine::CustomerId customer, journey_engine::Line line) {
                     std::vector<std::int64_t>& rows = lines[customer.value];
                     EXPECT_TRUE(rows.empty()) << "visited twice";
                     for (const journey_engine::LineEvent& event : line) {
                       rows.push_back(static_cast<std::int64_t>(event.row));
                     }
                   });
    return lines;
  }
  Lines recorded_lines() {
    return world_.read([&](storage::Transaction& tx) -> Result<Lines> {
      std::map<std::int64_t, std::set<std::int64_t>> identifiers;
      TL_TRY(world_.timeline().each_recorded(tx, [&](const Event& event) -> Result<void> {
        const auto owner = world_.people().find_owner(tx, event.key_identifier);
        if (event.key_identifier && owner.ok()) {
          identifiers[owner->value].insert(event.key_identifier.value);
        }
        return {};
      }));
      Lines lines;
      for (const auto& [profile, keys] : identifiers) {
        TL_TRY_ASSIGN(const auto all, world_.people().identifier_ids(tx, {profile}));
        TL_TRY(world_.timeline().each_event(tx, all, {}, [&](const Event& event) -> Result<void> {
          if (!is_of_the_product(event.kind)) {
            lines[profile].push_back(event.seq.value);
          }
          return {};
        }));
      }
      return lines;
    });
  }
  void expect_equal(const std::string& after) {
    EXPECT_EQ(lines_of(view().lines), recorded_lines()) << after;
  }

  PeopleWorld world_{GetParam()};
  Journeys journeys_{world_.workspaces(), world_.people(), world_.clock(),
                     [](WorkspaceId) -> Result<std::string> { return "UTC"; }};
};
INSTANTIATE_TEST_SUITE_P(Both, FeedTest, testing::both_databases(), testing::database_name);

TEST_P(FeedTest, IsReadyForAnEmptyRecord) {
  const Feed::View empty = view();
  EXPECT_EQ(empty.lines.events(), 0U);
  EXPECT_EQ(empty.codes->size(), 0U);
}

TEST_P(FeedTest, ShowsWhatWasAcknowledgedWithItsName_JA20) {
  EXPECT_EQ(view().lines.events(), 0U);
  Draft order = from_server(1, {user("ann")});
  order.name = "Order Completed";
  world_.record(order);
  Draft page = from_browser(2, {user("ann")}, EventKind::page);
  page.name = "Order Completed";
  world_.record(page);
  const Feed::View after = view();
  EXPECT_EQ(after.lines.events(), 2U);
  EXPECT_EQ(after.codes->named(EventKind::track, "Order Completed").size(), 1U);
  EXPECT_EQ(after.codes->named({}, "Order Completed").size(), 2U);
  expect_equal("two events");
}

TEST_P(FeedTest, AnonymousHistoryAndMergesComeToTheirPerson_ID02) {
  world_.record(from_browser(1, {device("d")}));
  world_.record(from_browser(2, {device("e")}));
  expect_equal("two devices");
  world_.record(from_browser(3, {device("d"), user("ann")}));
  expect_equal("a login");
  world_.record(from_browser(4, {device("e"), user("ann")}));
  EXPECT_EQ(lines_of(view().lines).size(), 1U);
  expect_equal("a second login");
}

TEST_P(FeedTest, TakesApartWhatIsTakenApart_ID11) {
  for (int i = 0; i < 3; ++i) {
    world_.record(from_browser(10 + i, {device("home")}));
    world_.record(from_browser(20 + i, {device("kiosk")}));
  }
  world_.record(from_browser(30, {device("home"), user("ann")}));
  world_.record(from_browser(31, {device("kiosk"), user("ann")}));
  expect_equal("one person");
  const auto taken = world_.people().unmerge(
      world_.agent(), {.profile = "user_id:ann", .identifiers = {device("kiosk")}, .reason = "no"});
  ASSERT_TRUE(taken.ok()) << taken.error().message;
  EXPECT_EQ(lines_of(view().lines).size(), 2U);
  expect_equal("two people");
}

// A merge lists a hundred identifiers; the others move as well.
TEST_P(FeedTest, FollowsAMergeOfManyIdentifiers_ID08) {
  std::vector<Draft> drafts;
  for (int i = 0; i < 150; ++i) {
    drafts.push_back(from_browser(i, {device("a" + std::to_string(i))}));
    drafts.push_back(from_browser(1'000 + i, {device("a" + std::to_string(i)), user("ann")}));
    drafts.push_back(from_browser(2'000 + i, {device("b" + std::to_string(i))}));
    drafts.push_back(from_browser(3'000 + i, {device("b" + std::to_string(i)), user("bob")}));
  }
  world_.record_together(drafts);
  expect_equal("two people with many devices");
  const auto merged = world_.people().merge(
      world_.agent(), {.one = "user_id:ann", .other = "user_id:bob", .reason = "the same"});
  ASSERT_TRUE(merged.ok()) << merged.error().message;
  EXPECT_EQ(lines_of(view().lines).size(), 1U);
  expect_equal("one person");
}

TEST_P(FeedTest, WhoIsErasedIsOnNoLine_PR01) {
  Draft named = from_server(1, {user("ann"), testing::email("ann.larsson@example.se")});
  named.name = "Mail to ann.larsson@example.se";
  world_.record(named);
  world_.record(from_server(2, {user("bob")}));
  expect_equal("two people");
  const auto erased = world_.people().erase(
      world_.owner_actor(),
      {.profile = "user_id:ann", .mode = people::ErasureMode::erase, .reason = "asked"});
  ASSERT_TRUE(erased.ok()) << erased.error().message;
  expect_equal("one person");
  const Feed::View after = view();
  EXPECT_EQ(after.lines.events(), 1U);
  Draft late = from_server(3, {user("bob")});
  late.name = "Something new";
  world_.record(late);
  EXPECT_TRUE(view().codes->named({}, "Mail to ann.larsson@example.se").empty());
  expect_equal("an event later");
}

// Few people and few instants: many merges, many events at the same time, and late ones.
class FeedProperty : public FeedTest {
 protected:
  int any(std::uint64_t below) { return static_cast<int>(random_.below(below)); }
  std::string any_user() { return "user_id:u" + std::to_string(any(6)); }

  Draft any_event(int number) {
    std::vector<Identifier> identifiers;
    if (any(3) != 0) {
      identifiers.push_back(device("d" + std::to_string(any(12))));
    }
    if (identifiers.empty() || any(4) == 0) {
      identifiers.push_back(user("u" + std::to_string(any(6))));
    }
    Draft draft =
        any(2) == 0 ? from_browser(number, identifiers) : from_server(number, identifiers);
    draft.name = "Event " + std::to_string(any(5));
    draft.occurred_at = {testing::start_us + any(20) * us_per_second};
    draft.sequence = any(2);
    return draft;
  }

  void merge_two() {
    const std::string first = any_user();
    const std::string second = any_user();
    const std::int64_t one = world_.owner(first).value;
    const std::int64_t other = world_.owner(second).value;
    if (one != 0 && other != 0 && one != other) {
      const auto merged =
          world_.people().merge(world_.agent(), {.one = first, .other = second, .reason = "same"});
      ASSERT_TRUE(merged.ok()) << merged.error().message;
    }
  }

  void erase_one() {
    const std::string who = any_user();
    if (world_.owner(who).value != 0) {
      const auto erased = world_.people().erase(
          world_.owner_actor(),
          {.profile = who, .mode = people::ErasureMode::erase, .reason = "asked"});
      ASSERT_TRUE(erased.ok()) << erased.error().message;
    }
  }

 private:
  SeededRandom random_ = SeededRandom(7);
};
INSTANTIATE_TEST_SUITE_P(Both, FeedProperty, testing::both_databases(), testing::database_name);

TEST_P(FeedProperty, EqualsTheLinesOfTheRecordWhateverHappens_EV12) {
  for (int round = 0; round < 12; ++round) {
    for (int i = 0; i < 40; ++i) {
      world_.record(any_event(round * 100 + i));
    }
    merge_two();
    if (round % 4 == 3) {
      erase_one();
    }
    expect_equal("round " + std::to_string(round));
  }
}

// Feeds one after the other over the same kept lines, as starts of the program.
class KeptLines : public FeedProperty {
 protected:
  void start() {
    feed_ = std::make_unique<Feed>(
        world_.database(), world_.people(),
        journeys::FeedOptions{.file = {.directory = directory(), .events_min = 1}});
  }
  void stop() { feed_.reset(); }
  [[nodiscard]] std::string directory() const { return kept_.path() + "/lines"; }
  [[nodiscard]] std::string file() const { return directory() + "/columns"; }

  void expect_caught_up(const std::string& after) {
    const auto position = world_.timeline().settled_position({1});
    ASSERT_TRUE(position.ok());
    ASSERT_TRUE(feed_->wait_for(*position, std::chrono::steady_clock::now() + patience)) << after;
    const auto view = feed_->view();
    ASSERT_TRUE(view.ok()) << view.error().message;
    EXPECT_EQ(lines_of(view->lines), recorded_lines()) << after;
    const auto column = view->properties->view("number", view->last_row);
    ASSERT_TRUE(column.ok()) << column.error().message;
    view->lines.visit({0, view->lines.shards()},
                      [&](journey_engine::CustomerId, journey_engine::Line line) {
                        for (const journey_engine::LineEvent& event : line) {
                          EXPECT_EQ(column->code(event.row), journey_engine::PropertyView::number)
                              << after << ", row " << event.row;
                        }
                      });
  }
  void record_some(int events) {
    for (int i = 0; i < events; ++i) {
      Draft draft = any_event(next_++);
      draft.properties = R"({"number": 1})";
      world_.record(draft);
    }
  }
  // Events that the next start takes from the file.
  std::int64_t kept_at_start(const std::string& after) {
    start();
    expect_caught_up(after);
    const std::int64_t kept = feed_->progress().kept;
    stop();
    return kept;
  }
  void overwrite(std::size_t place) {
    std::fstream content(file(), std::ios::binary | std::ios::in | std::ios::out);
    content.seekg(static_cast<std::streamoff>(place));
    const char byte = static_cast<char>(content.get() ^ 1);
    content.seekp(static_cast<std::streamoff>(place));
    content.put(byte);
  }

  static constexpr std::chrono::seconds patience{40};
  testing::TemporaryDirectory kept_;
  std::unique_ptr<Feed> feed_;
  int next_ = 0;
};
INSTANTIATE_TEST_SUITE_P(Both, KeptLines, testing::both_databases(), testing::database_name);

TEST_P(KeptLines, GiveAStartWhatTheRecordGivesWhateverHappensBetween_EV12) {
  bool has_started_from_them = false;
  for (int round = 0; round < 10; ++round) {
    start();
    has_started_from_them = has_started_from_them || feed_->progress().kept > 0;
    expect_caught_up("start " + std::to_string(round));
    record_some(15);
    merge_two();
    expect_caught_up("round " + std::to_string(round));
    has_started_from_them = has_started_from_them || feed_->progress().kept > 0;
    stop();
    record_some(15);  // While nobody follows.
    merge_two();
    if (round % 4 == 3) {
      erase_one();
    }
  }
  EXPECT_TRUE(has_started_from_them);
}

// Between two looks at the record, so that nothing tells any more who they became.
TEST_P(KeptLines, HaveNobodyWhoWasMergedAndThenErased_PR01) {
  for (const std::string name : {"u1", "u2", "u3"}) {
    Draft draft = from_server(next_++, {user(name)});
    draft.properties = R"({"number": 1})";
    world_.record(draft);
  }
  EXPECT_EQ(kept_at_start("the first"), 0);
  const auto merged = world_.people().merge(
      world_.agent(), {.one = "user_id:u1", .other = "user_id:u2", .reason = "same"});
  ASSERT_TRUE(merged.ok()) << merged.error().message;
  const auto erased = world_.people().erase(
      world_.owner_actor(),
      {.profile = "user_id:u2", .mode = people::ErasureMode::erase, .reason = "asked"});
  ASSERT_TRUE(erased.ok()) << erased.error().message;
  start();
  expect_caught_up("a merge and an erasure while nobody followed");
  stop();
}

TEST_P(KeptLines, LeaveOnlyTheRestToBeRead) {
  record_some(20);
  EXPECT_EQ(kept_at_start("the first"), 0);
  record_some(3);
  EXPECT_EQ(kept_at_start("the second"), 20);
  EXPECT_EQ(kept_at_start("the third"), 23);
}

TEST_P(KeptLines, AreReadFromTheRecordAgainWhenTheirFileIsDamaged) {
  record_some(20);
  EXPECT_EQ(kept_at_start("the first"), 0);
  const auto size = std::filesystem::file_size(file());
  for (const std::size_t place : {std::size_t{0}, std::size_t{40}, std::size_t{size / 2}}) {
    overwrite(place);
    EXPECT_EQ(kept_at_start("altered"), 0);
    EXPECT_EQ(kept_at_start("whole again"), 20);
  }
  std::filesystem::resize_file(file(), size / 2);
  EXPECT_EQ(kept_at_start("cut"), 0);
  std::ofstream(file() + ".new") << "a stop amid writing";
  EXPECT_EQ(kept_at_start("beside an unfinished one"), 20);
  EXPECT_FALSE(std::filesystem::exists(file() + ".new"));
}

TEST_P(KeptLines, OfAnotherRecordAreNotTaken) {
  record_some(20);
  EXPECT_EQ(kept_at_start("the first"), 0);
  PeopleWorld other(GetParam());
  for (int i = 0; i < 30; ++i) {
    other.record(from_browser(1'000 + i, {device("d" + std::to_string(i))}));
  }
  Feed feed(other.database(), other.people(),
            {.file = {.directory = directory(), .events_min = 1}});
  const auto position = other.timeline().settled_position({1});
  ASSERT_TRUE(position.ok());
  ASSERT_TRUE(feed.wait_for(*position, std::chrono::steady_clock::now() + patience));
  EXPECT_EQ(feed.progress().kept, 0);
  EXPECT_EQ(feed.view()->lines.events(), 30U);
}

TEST_P(KeptLines, HoldNobodyWhoWasErased_PR01) {
  Draft hers = from_server(1'000, {user("ann")});
  hers.properties = R"({"number": 1})";
  world_.record(hers);
  record_some(20);
  EXPECT_EQ(kept_at_start("the first"), 0);
  EXPECT_EQ(kept_at_start("with her"), 21);
  start();
  const auto erased = world_.people().erase(
      world_.owner_actor(),
      {.profile = "user_id:ann", .mode = people::ErasureMode::erase, .reason = "asked"});
  ASSERT_TRUE(erased.ok()) << erased.error().message;
  expect_caught_up("an erasure");
  stop();
  EXPECT_EQ(kept_at_start("after"), 20);
}

// Never fewer events than there are: an error instead.
TEST_P(KeptLines, NeedingMoreMemoryThanTheyMayHaveAreAnError) {
  record_some(200);
  feed_ = std::make_unique<Feed>(
      world_.database(), world_.people(),
      journeys::FeedOptions{.file = {.directory = directory()}, .lines_bytes_max = 4'096});
  Result<Feed::View> view = feed_->view();
  const auto deadline = std::chrono::steady_clock::now() + patience;
  while (std::chrono::steady_clock::now() < deadline &&
         view.error().message.find("journeys_mb") == std::string::npos) {
    std::this_thread::yield();
    view = feed_->view();
    ASSERT_FALSE(view.ok());
  }
  EXPECT_NE(view.error().message.find("journeys_mb"), std::string::npos);
}

}  // namespace
}  // namespace throughline
