// Followers and subscribers: each event once, in order, across failures and restarts.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <future>
#include <string>
#include <utility>
#include <vector>

#include "base/assert.h"
#include "testing/followed.h"
#include "testing/timeline_fixture.h"
#include "timeline/tail_store.h"

namespace throughline::timeline {
namespace {

using storage::Transaction;
using testing::draft_of;
using Follow = std::function<Result<void>(Transaction&, std::span<const Event>)>;

class FunctionFollower : public Follower {
 public:
  FunctionFollower(std::string name, Follow follow)
      : name_(std::move(name)), follow_(std::move(follow)) {}
  [[nodiscard]] std::string_view name() const override { return name_; }
  Result<void> follow(Transaction& tx, std::span<const Event> events) override {
    return follow_(tx, events);
  }

 private:
  std::string name_;
  Follow follow_;
};

// A follower whose effect is a row per event.
class TailTest : public ::testing::TestWithParam<storage::Dialect> {
 public:
  static Result<void> note(Transaction& tx, std::span<const Event> events) {
    for (const Event& event : events) {
      TL_TRY(tx.run("INSERT INTO effects (id, batch) VALUES (?, ?)",
                    {event.message_id, events.size()}));
    }
    return {};
  }

 protected:
  void SetUp() override {
    const Result<void> made = harness_.database().write([](Transaction& tx) {
      return tx.script("CREATE TABLE effects (id TEXT NOT NULL, batch BIGINT NOT NULL)");
    });
    ASSERT_TRUE(made.ok()) << made.error().message;
  }

  void wait_for(Position position) { testing::wait_until_followed(harness_.timeline(), position); }

  std::vector<std::string> effects() {
    std::vector<std::string> ids;
    const auto read = harness_.database().read([&](Transaction& tx) {
      return tx.each("SELECT id FROM effects", {}, [&](const storage::Row& row) -> Result<void> {
        ids.push_back(row.at(0).text());
        return {};
      });
    });
    EXPECT_TRUE(read.ok());
    return ids;
  }

  Follow follow_ = note;
  testing::TimelineHarness harness_{
      GetParam(), {}, [this](Timeline& timeline) {
        timeline.add_follower(std::make_unique<FunctionFollower>(
            "noter", [this](Transaction& tx, const auto& events) { return follow_(tx, events); }));
      }};
};

INSTANTIATE_TEST_SUITE_P(Both, TailTest, testing::both_databases(), testing::database_name);

TEST_P(TailTest, FollowersSeeEachEventOnceAndInOrder) {
  std::vector<std::string> expected;
  Position last;
  for (int i = 0; i < 100; ++i) {
    const Result<Recorded> recorded = harness_.record(draft_of(1, "id" + std::to_string(i)));
    ASSERT_TRUE(recorded.ok());
    last = recorded->position;
    expected.push_back("id" + std::to_string(i));
  }
  wait_for(last);
  EXPECT_EQ(effects(), expected);
}

// Whoever sends events would wait for the whole of a unit.
TEST_P(TailTest, SlowFollowersTakeFewEventsAtOnce) {
  constexpr std::chrono::microseconds slow(500);
  follow_ = [&](Transaction& tx, std::span<const Event> events) {
    const auto until = std::chrono::steady_clock::now() + slow * events.size();
    while (std::chrono::steady_clock::now() < until) {
    }
    return note(tx, events);
  };
  std::vector<Draft> drafts;
  for (int i = 0; i < 600; ++i) {
    drafts.push_back(draft_of(1, "id" + std::to_string(i)));
  }
  const auto recorded = harness_.record_together(drafts);
  ASSERT_TRUE(recorded.ok());
  wait_for(recorded->back().position);
  EXPECT_EQ(effects().size(), drafts.size());
  std::vector<std::int64_t> sizes;
  const auto read = harness_.database().read([&](Transaction& tx) {
    return tx.each("SELECT batch FROM effects", {}, [&](const storage::Row& row) -> Result<void> {
      sizes.push_back(row.at(0).number());
      return {};
    });
  });
  ASSERT_TRUE(read.ok());
  EXPECT_LE(*std::max_element(sizes.begin(), sizes.end()), 128);
  EXPECT_LE(sizes.back(), 36) << "about fifteen milliseconds' worth";
}

TEST_P(TailTest, FollowersGoOnAfterARestartWithoutANewEvent) {
  const Result<Recorded> first = harness_.record(draft_of(1, "a"));
  ASSERT_TRUE(first.ok());
  wait_for(first->position);
  std::promise<void> tried;
  bool told = false;
  follow_ = [&](Transaction& tx, std::span<const Event> events) -> Result<void> {
    TL_TRY(note(tx, events));
    if (!std::exchange(told, true)) {
      tried.set_value();
    }
    return Error::unavailable("rolled back after its effects");
  };
  const Result<Recorded> second = harness_.record(draft_of(1, "b"));
  ASSERT_TRUE(second.ok());
  tried.get_future().wait();
  harness_.close();
  EXPECT_TRUE(told);
  follow_ = note;
  harness_.open();
  ASSERT_TRUE(harness_.timeline().start({1}).ok());
  wait_for(second->position);
  EXPECT_EQ(effects(), (std::vector<std::string>{"a", "b"}));
}

// Takes no event that comes with properties.
class OutlineFollower : public FunctionFollower {
 public:
  OutlineFollower()
      : FunctionFollower("outlined", [](Transaction& tx, std::span<const Event> events) {
          for (const Event& event : events) {
            TL_ASSERT(event.properties.empty() && event.identifiers.empty());
          }
          return TailTest::note(tx, events);
        }) {}
  [[nodiscard]] EventParts parts() const override { return EventParts::outline; }
};

TEST_P(TailTest, AFollowerMayAskForOutlines) {
  testing::TimelineHarness harness(GetParam(), {}, [](Timeline& timeline) {
    timeline.add_follower(std::make_unique<OutlineFollower>());
  });
  const auto made = harness.database().write([](Transaction& tx) {
    return tx.script("CREATE TABLE effects (id TEXT NOT NULL, batch BIGINT NOT NULL)");
  });
  ASSERT_TRUE(made.ok());
  Draft seen = draft_of(1, "track");
  seen.properties = R"({"a":1})";
  Draft said = draft_of(1, "identify");
  said.kind = EventKind::identify;
  said.properties = R"({"plan":"pro"})";
  ASSERT_TRUE(harness.record(seen).ok());
  const auto last = harness.record(said);
  ASSERT_TRUE(last.ok());
  testing::wait_until_followed(harness.timeline(), last->position);
  const auto letters = harness.database().read(
      [&](Transaction& tx) { return harness.timeline().dead_letters(tx, {}); });
  ASSERT_TRUE(letters.ok());
  ASSERT_EQ(letters->size(), 1U) << "an identify comes whole";
  EXPECT_EQ(letters->front().refusal.message_id, "identify");
  EXPECT_NE(letters->front().refusal.payload.find("pro"), std::string::npos);
}

TEST_P(TailTest, AnEventThatAFollowerCannotTakeIsKeptAndTheOthersAreTaken) {
  follow_ = [&](Transaction& tx, std::span<const Event> events) -> Result<void> {
    TL_TRY(note(tx, events));
    for (const Event& event : events) {
      TL_ASSERT(event.message_id != "bad");
      if (event.message_id == "worse") {
        return Error::invalid("cannot read it");
      }
    }
    return {};
  };
  std::vector<Draft> drafts;
  std::vector<std::string> expected;
  for (int i = 0; i < 20; ++i) {
    const std::string id = i == 7 ? "bad" : i == 12 ? "worse" : "id" + std::to_string(i);
    drafts.push_back(draft_of(1, id));
    if (i != 7 && i != 12) {
      expected.push_back(id);
    }
  }
  const auto recorded = harness_.record_together(drafts);
  ASSERT_TRUE(recorded.ok());
  wait_for(recorded->back().position);
  EXPECT_EQ(effects(), expected);
  const auto letters = harness_.database().read(
      [&](Transaction& tx) { return harness_.timeline().dead_letters(tx, {}); });
  ASSERT_TRUE(letters.ok());
  ASSERT_EQ(letters->size(), 2U);
  EXPECT_EQ(letters->at(0).refusal.message_id, "worse");
  EXPECT_EQ(letters->at(0).refusal.reason, "follower_failed");
  EXPECT_EQ(letters->at(0).refusal.detail, "noter: cannot read it");
  EXPECT_EQ(letters->at(1).refusal.message_id, "bad");
}

TEST_P(TailTest, WaitingForAPositionThatNeverComesIsUnavailable) {
  const Result<Recorded> recorded = harness_.record(draft_of(1, "a"));
  ASSERT_TRUE(recorded.ok());
  Position beyond = recorded->position;
  beyond.seq += 1000;
  beyond.xid += beyond.xid == 0 ? 0 : 1000;
  const Result<void> reached = harness_.timeline().wait_for({1}, beyond, Timeline::Followers::none);
  ASSERT_FALSE(reached.ok());
  EXPECT_EQ(reached.error().code, ErrorCode::unavailable);
}

TEST_P(TailTest, SubscribersSeeWhatCommitsFromThenOn) {
  ASSERT_TRUE(harness_.record(draft_of(1, "before")).ok());
  std::promise<void> all_seen;
  std::vector<std::string> seen;
  auto subscription = harness_.timeline().subscribe(
      {1}, [&](const std::vector<std::shared_ptr<const Event>>& events) {
        for (const auto& event : events) {
          seen.push_back(event->message_id);
        }
        if (seen.size() == 3) {
          all_seen.set_value();
        }
      });
  ASSERT_TRUE(subscription.ok()) << subscription.error().message;
  const Result<void> rolled_back = harness_.database().write([&](Transaction& tx) -> Result<void> {
    TL_TRY(harness_.timeline().record(tx, draft_of(1, "never")));
    return Error::forbidden("no");
  });
  EXPECT_FALSE(rolled_back.ok());
  ASSERT_TRUE(harness_.record(draft_of(1, "a")).ok());
  ASSERT_TRUE(harness_.record(draft_of(1, "a")).ok());
  ASSERT_TRUE(harness_.record_together({draft_of(1, "b"), draft_of(1, "c")}).ok());
  all_seen.get_future().wait();
  subscription->reset();
  const Result<Recorded> after = harness_.record(draft_of(1, "after"));
  ASSERT_TRUE(after.ok());
  wait_for(after->position);
  EXPECT_EQ(seen, (std::vector<std::string>{"a", "b", "c"}));
}

// A transaction that is open across the commits of others, as only PostgreSQL has them.
class OpenWriterTest : public TailTest {};
INSTANTIATE_TEST_SUITE_P(Postgres, OpenWriterTest, ::testing::Values(storage::Dialect::postgres),
                         testing::database_name);

TEST_P(OpenWriterTest, NoReaderPassesAnEventThatCommitsLate) {
  // Its name is known from here on; a new one would hold up everybody who uses it too.
  const Result<Recorded> zero = harness_.record(draft_of(3, "zero"));
  ASSERT_TRUE(zero.ok());
  wait_for(zero->position);
  std::vector<std::string> live;
  std::promise<void> all_live;
  auto subscription = harness_.timeline().subscribe(
      {1}, [&](const std::vector<std::shared_ptr<const Event>>& events) {
        for (const auto& event : events) {
          live.push_back(event->message_id);
        }
        if (live.size() == 3) {
          all_live.set_value();
        }
      });
  ASSERT_TRUE(subscription.ok());
  std::promise<void> inserted;
  std::promise<void> go_on;
  bool told = false;
  auto late = std::async(std::launch::async, [&, may_commit = go_on.get_future().share()] {
    return harness_.database().write([&, may_commit](Transaction& tx) -> Result<Recorded> {
      TL_TRY_ASSIGN(Recorded recorded, harness_.timeline().record(tx, draft_of(1, "late")));
      if (!std::exchange(told, true)) {
        inserted.set_value();
      }
      may_commit.wait();
      return recorded;
    });
  });
  inserted.get_future().wait();
  const Result<Recorded> first = harness_.record(draft_of(2, "first"));
  const Result<Recorded> second = harness_.record(draft_of(2, "second"));
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_GT(second->position, first->position);

  // Acknowledged: the line shows it, and whoever wrote it can wait for it.
  EXPECT_EQ(harness_.message_ids({2}), (std::vector<std::string>{"second", "first"}));
  EXPECT_TRUE(harness_.timeline().wait_for({1}, second->position, Timeline::Followers::none).ok());
  // But nobody who reads in position order has passed the one that is open.
  const Result<Position> before = harness_.timeline().position({1});
  ASSERT_TRUE(before.ok());
  EXPECT_LT(*before, first->position);
  const Result<void> followed =
      harness_.timeline().wait_for({1}, first->position, Timeline::Followers::all);
  ASSERT_FALSE(followed.ok());
  EXPECT_EQ(followed.error().code, ErrorCode::unavailable);
  EXPECT_EQ(effects(), std::vector<std::string>{"zero"});

  // Whoever wants all that was acknowledged waits for it.
  auto settled =
      std::async(std::launch::async, [&] { return harness_.timeline().settled_position({1}); });
  EXPECT_EQ(settled.wait_for(std::chrono::milliseconds(100)), std::future_status::timeout);

  go_on.set_value();
  const Result<Recorded> last = late.get();
  ASSERT_TRUE(last.ok()) << last.error().message;
  const Result<Position> all = settled.get();
  ASSERT_TRUE(all.ok());
  EXPECT_EQ(*all, second->position);
  wait_for(std::max(last->position, second->position));
  std::vector<std::pair<Position, std::string>> expected = {
      {first->position, "first"}, {second->position, "second"}, {last->position, "late"}};
  std::sort(expected.begin(), expected.end());
  std::vector<std::string> ids;
  for (const auto& [position, id] : expected) {
    ids.push_back(id);
  }
  std::vector<std::string> noted = ids;
  noted.insert(noted.begin(), "zero");
  EXPECT_EQ(effects(), noted);
  all_live.get_future().wait();
  subscription->reset();
  EXPECT_EQ(live, ids);
  const Result<Position> after = harness_.timeline().position({1});
  ASSERT_TRUE(after.ok());
  EXPECT_EQ(*after, expected.back().first);
}

// Transactions of all databases of a server share one count.
TEST_P(OpenWriterTest, AnotherDatabaseHidesNothing) {
  ASSERT_TRUE(harness_.record(draft_of(1, "zero")).ok());
  testing::TestStorage other(GetParam());
  std::promise<void> begun;
  std::promise<void> go_on;
  auto open = std::async(std::launch::async, [&, may_commit = go_on.get_future().share()] {
    return other.workspace().write([&, may_commit](Transaction& tx) -> Result<void> {
      TL_TRY(tx.script("CREATE TABLE open (id BIGINT NOT NULL)"));
      begun.set_value();
      may_commit.wait();
      return {};
    });
  });
  begun.get_future().wait();
  const Result<Recorded> first = harness_.record(draft_of(2, "first"));
  ASSERT_TRUE(first.ok());
  wait_for(first->position);
  EXPECT_EQ(effects(), (std::vector<std::string>{"zero", "first"}));
  const auto position = [&] { return harness_.timeline().position({1}); };
  ASSERT_TRUE(position().ok());
  EXPECT_EQ(*position(), first->position);

  // What was answered as a position still means the same after a restart.
  harness_.restart();
  ASSERT_TRUE(position().ok());
  EXPECT_EQ(*position(), first->position);

  go_on.set_value();
  EXPECT_TRUE(open.get().ok());
}

}  // namespace
}  // namespace throughline::timeline
