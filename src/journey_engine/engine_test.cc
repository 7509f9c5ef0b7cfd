#include "journey_engine/engine.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "journey_engine/model_test.h"

namespace throughline::journey_engine {
namespace {

const EngineOptions small = {.customers_per_shard = 4, .changed_part = 4, .inserts_max = 64};

void expect_lines(const Snapshot& snapshot, const PlainLines& expected) {
  EXPECT_EQ(lines_of(snapshot), expected);
  EXPECT_EQ(lines_of_columns(snapshot), expected);
  std::uint64_t events = 0;
  for (const auto& [customer, line] : expected) {
    events += line.size();
    std::vector<PlainEvent> found;
    EXPECT_TRUE(snapshot.find(customer, [&](CustomerId, Line one) {
      for (const LineEvent& event : one) {
        found.push_back(plain(event));
      }
    }));
    EXPECT_EQ(found, line);
  }
  EXPECT_EQ(snapshot.events(), events);
}

template <class Change>
void apply_both(Engine& engine, Model& model, const Change& change) {
  model.apply(change);
  const auto applied = engine.apply(change);
  ASSERT_TRUE(applied.ok()) << applied.error().message;
}

class EngineLines : public ::testing::TestWithParam<std::uint64_t> {
 protected:
  EngineLines() {
    world_.sizes.identifiers = 8 + GetParam() * 5;
    constexpr std::array<std::uint64_t, 3> codes = {200, 5'000, 1'000'000};
    world_.sizes.codes = codes.at(GetParam() % 3);
    world_.introduce(engine_, model_);
  }

  // A change, or now and then a compaction or a publication.
  void go_on(int step) {
    const std::uint64_t what = world_.below(100);
    if (what < 78) {
      apply_both(engine_, model_, world_.event());
    } else if (what < 86) {
      apply_both(engine_, model_, world_.owners());
    } else if (what < 88) {
      apply_both(engine_, model_, world_.erased(model_));
    } else if (what < 94) {
      engine_.compact(world_.below(2) == 0 ? Effort::any : Effort::due);
    } else {
      publish(step);
    }
  }

  void publish(int step) {
    ASSERT_TRUE(engine_.publish({.seq = step}).ok());
    if (world_.below(4) == 0) {
      expect_lines(engine_.snapshot(), model_.lines());
    }
    if (world_.below(8) == 0) {
      held_.emplace_back(engine_.snapshot(), model_.lines());
    }
  }

  Happenings world_ = Happenings(GetParam());
  Model model_;
  Engine engine_ = Engine(model_, small);
  std::vector<std::pair<Snapshot, PlainLines>> held_;  // What readers saw, and should see yet.
};
INSTANTIATE_TEST_SUITE_P(Seeds, EngineLines, ::testing::Range<std::uint64_t>(0, 24));

// AN-02, AN-05, ID: whatever order events, merges, unmerges and erasures come in.
TEST_P(EngineLines, EqualThoseOfAPlainListOfAllChanges_AN05) {
  constexpr int steps = 1500;
  for (int step = 0; step < steps; ++step) {
    go_on(step);
  }
  while (engine_.compact(Effort::any)) {
  }
  ASSERT_TRUE(engine_.publish({.seq = steps}).ok());
  expect_lines(engine_.snapshot(), model_.lines());
  EXPECT_EQ(engine_.snapshot().position().seq, steps);
  for (const auto& [snapshot, lines] : held_) {
    expect_lines(snapshot, lines);
  }
}

TEST(Engine, ShowsNothingBeforeItIsPublished) {
  Model model;
  Engine engine(model);
  apply_both(engine, model, OwnersChanged{.identifiers = {{1}}, .owner = {7}});
  apply_both(engine, model, EventAdded{.key_identifier = {1}, .code = 3, .row = 1});
  EXPECT_EQ(engine.snapshot().events(), 0U);
  engine.compact(Effort::any);
  EXPECT_TRUE(lines_of(engine.snapshot()).empty());
  ASSERT_TRUE(engine.publish({.seq = 1}).ok());
  expect_lines(engine.snapshot(), model.lines());
}

TEST(Engine, RefusesAnEventOfNobody) {
  Model model;
  Engine engine(model);
  const auto applied = engine.apply(EventAdded{.key_identifier = {1}, .row = 1});
  ASSERT_FALSE(applied.ok());
  EXPECT_EQ(applied.error().code, ErrorCode::invalid);
  ASSERT_TRUE(engine.publish({.seq = 1}).ok());
  EXPECT_TRUE(lines_of(engine.snapshot()).empty());
}

TEST(Engine, AnUnmergeGivesEachTheirEventsBack_AN02) {
  Model model;
  Engine engine(model, small);
  Happenings world(5);
  world.introduce(engine, model);
  for (int i = 0; i < 300; ++i) {
    apply_both(engine, model, world.event());
  }
  apply_both(engine, model, OwnersChanged{.identifiers = {{1}, {2}}, .owner = {1}});
  apply_both(engine, model, OwnersChanged{.identifiers = {{3}}, .owner = {2}});
  while (engine.compact(Effort::any)) {
  }
  ASSERT_TRUE(engine.publish({.seq = 1}).ok());
  const PlainLines before = lines_of(engine.snapshot());
  apply_both(engine, model, OwnersChanged{.identifiers = {{3}}, .owner = {1}});
  ASSERT_TRUE(engine.publish({.seq = 2}).ok());
  while (engine.compact(Effort::any)) {
  }
  apply_both(engine, model, OwnersChanged{.identifiers = {{3}}, .owner = {2}});
  ASSERT_TRUE(engine.publish({.seq = 3}).ok());
  EXPECT_EQ(lines_of(engine.snapshot()), before);
  EXPECT_EQ(lines_of(engine.snapshot()), model.lines());
}

// The record is asked for an order only where times are equal.
TEST(Engine, AsksForTheOrderOfTiesOnly) {
  Model model;
  Engine engine(model);
  apply_both(engine, model, OwnersChanged{.identifiers = {{1}}, .owner = {7}});
  for (std::uint64_t row = 1; row <= 100; ++row) {
    const auto us = static_cast<std::int64_t>((row * 37) % 101 * 1000);
    apply_both(engine, model, EventAdded{.key_identifier = {1}, .occurred_at = {us}, .row = row});
    engine.compact(Effort::any);
  }
  EXPECT_EQ(model.asked(), 0U);
  apply_both(engine, model, EventAdded{.key_identifier = {1}, .occurred_at = {37'000}, .row = 101});
  EXPECT_GT(model.asked(), 0U);
}

TEST(Engine, AnEventThatCannotBePlacedMayBeAppliedAgain) {
  Model model;
  Engine engine(model);
  apply_both(engine, model, OwnersChanged{.identifiers = {{1}}, .owner = {7}});
  apply_both(engine, model,
             EventAdded{.key_identifier = {1}, .key = {.message_id = "b"}, .row = 1});
  engine.compact(Effort::any);
  const EventAdded tied = {.key_identifier = {1}, .key = {.message_id = "a"}, .row = 2};
  model.fail(true);
  EXPECT_FALSE(engine.apply(tied).ok());
  model.fail(false);
  apply_both(engine, model, tied);
  ASSERT_TRUE(engine.publish({.seq = 2}).ok());
  expect_lines(engine.snapshot(), model.lines());
}

TEST(Engine, StopsWhenAMergeCannotBePlaced) {
  Model model;
  Engine engine(model);
  apply_both(engine, model, OwnersChanged{.identifiers = {{1}}, .owner = {7}});
  apply_both(engine, model, OwnersChanged{.identifiers = {{2}}, .owner = {8}});
  apply_both(engine, model,
             EventAdded{.key_identifier = {1}, .key = {.message_id = "b"}, .row = 1});
  apply_both(engine, model,
             EventAdded{.key_identifier = {2}, .key = {.message_id = "a"}, .row = 2});
  while (engine.compact(Effort::any)) {
  }
  ASSERT_TRUE(engine.publish({.seq = 2}).ok());
  const PlainLines before = lines_of(engine.snapshot());
  model.fail(true);
  const auto moved = engine.apply(OwnersChanged{.identifiers = {{2}}, .owner = {7}});
  ASSERT_FALSE(moved.ok());
  EXPECT_EQ(engine.publish({.seq = 3}).error().code, ErrorCode::unavailable);
  EXPECT_FALSE(engine.apply(EventAdded{.key_identifier = {1}, .row = 3}).ok());
  EXPECT_EQ(lines_of(engine.snapshot()), before);
}

TEST(Engine, GrowsToManyShardsAndKeepsThemSmall) {
  Model model;
  Engine engine(model, small);
  std::uint64_t row = 0;
  for (std::int64_t id = 1; id <= 3'000; ++id) {
    apply_both(engine, model, OwnersChanged{.identifiers = {{id}}, .owner = {id}});
    apply_both(engine, model,
               EventAdded{.key_identifier = {id}, .occurred_at = {id}, .row = ++row});
    engine.compact();
  }
  while (engine.compact(Effort::any)) {
  }
  ASSERT_TRUE(engine.publish({.seq = 1}).ok());
  const Snapshot snapshot = engine.snapshot();
  EXPECT_GE(snapshot.shards(), 700U);
  for (std::size_t s = 0; s < snapshot.shards(); ++s) {
    EXPECT_LT(snapshot.shard(s).block->customers(), 40U);
  }
  EXPECT_EQ(lines_of(snapshot), model.lines());
}

TEST(Engine, KeepsALineOfVeryManyEvents) {
  Model model;
  Engine engine(model);
  apply_both(engine, model, OwnersChanged{.identifiers = {{1}, {2}}, .owner = {7}});
  constexpr std::uint64_t count = 300'000;
  for (std::uint64_t row = 0; row < count; ++row) {
    const auto late = static_cast<std::int64_t>(row % 20 == 0 ? row / 2 : row);
    apply_both(engine, model,
               EventAdded{.key_identifier = {row % 3 == 0 ? 2 : 1},
                          .code = static_cast<std::uint32_t>(row),
                          .occurred_at = {late * 2'000},
                          .key = {.message_id = std::to_string(row)},
                          .row = row});
    if (row % 1000 == 0) {
      engine.compact();
    }
  }
  ASSERT_TRUE(engine.publish({.seq = 1}).ok());
  std::size_t seen = 0;
  std::int64_t last = -1;
  engine.snapshot().find({7}, [&](CustomerId, Line line) {
    seen = line.size();
    for (const LineEvent& event : line) {
      EXPECT_LE(last, event.at_ms);
      last = event.at_ms;
    }
  });
  EXPECT_EQ(seen, count);
}

// Events whose row is 1 to n are published at position n: all of these and nothing else.
bool is_whole(const Snapshot& snapshot) {
  const auto last = static_cast<std::uint64_t>(snapshot.position().seq);
  std::uint64_t events = 0;
  std::uint64_t above = 0;
  snapshot.visit_columns({0, snapshot.shards()}, [&](const Columns& columns) {
    for (std::size_t c = 0; c < columns.customers; ++c) {
      for (std::uint32_t e = columns.offsets[c]; !columns.skips(c) && e < columns.offsets[c + 1];
           ++e) {
        ++events;
        above += columns.row(e) > last ? 1 : 0;
      }
    }
  });
  return events == last && above == 0;
}

TEST(Engine, ReadersSeeWholePublicationsWhileTheWriterGoesOn) {
  Model model;
  Engine engine(model, small);
  for (std::int64_t id = 1; id <= 50; ++id) {
    ASSERT_TRUE(engine.apply(OwnersChanged{.identifiers = {{id}}, .owner = {id}}).ok());
  }
  ASSERT_TRUE(engine.publish({.seq = 0}).ok());
  std::atomic<bool> done = false;
  std::atomic<std::uint64_t> wrong = 0;
  std::vector<std::jthread> readers;
  for (int i = 0; i < 2; ++i) {
    readers.emplace_back([&] {
      while (!done) {
        wrong += is_whole(engine.snapshot()) ? 0 : 1;
      }
    });
  }
  Happenings world(1);
  const auto go_on = [&](std::uint64_t row) {
    EventAdded event = world.event();
    event.row = row;
    model.apply(event);
    EXPECT_TRUE(engine.apply(event).ok());
    if (row % 10 == 0) {
      EXPECT_TRUE(engine.apply(world.owners()).ok());
    }
    engine.compact();
    if (row % 7 == 0) {
      EXPECT_TRUE(engine.publish({.seq = static_cast<std::int64_t>(row)}).ok());
    }
  };
  for (std::uint64_t row = 1; row <= 6'000; ++row) {
    go_on(row);
  }
  done = true;
  readers.clear();
  EXPECT_EQ(wrong, 0U);
}

}  // namespace
}  // namespace throughline::journey_engine
