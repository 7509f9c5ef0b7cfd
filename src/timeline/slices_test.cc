// Gatherers: what events add up to is written once, across slices, failures and restarts.
#include <gtest/gtest.h>

#include <functional>
#include <future>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "testing/followed.h"
#include "testing/timeline_fixture.h"
#include "timeline/timeline.gathering.h"

namespace throughline::timeline {
namespace {

using storage::Transaction;
using testing::draft_of;
using Counts = std::map<std::int64_t, std::int64_t>;
using Write = std::function<Result<void>(Transaction&, const Counts&)>;

constexpr int people = 400;  // More than a first slice takes.

// Counts the events of each key identifier.
class CountGathering : public Gathering {
 public:
  CountGathering(const Write& write, const bool& holds) : write_(write), holds_(holds) {}
  Result<void> add(Transaction& /*tx*/, std::span<const Event> events) override {
    for (const Event& event : events) {
      ++counts_[event.key_identifier.value];
      latest_[event.key_identifier.value] = event.seq;
    }
    return {};
  }
  [[nodiscard]] std::vector<std::int64_t> keys() const override {
    std::vector<std::int64_t> keys;
    for (const auto& [key, count] : counts_) {
      keys.push_back(key);
    }
    return keys;
  }
  Result<bool> holds(Transaction& /*tx*/) override { return holds_; }
  Result<void> write(Transaction& tx, std::span<const std::int64_t> keys) override {
    Counts some;
    for (const std::int64_t key : keys) {
      some[key] = counts_.at(key);
    }
    return write_(tx, some);
  }
  [[nodiscard]] EventSeq latest_of(std::int64_t key) const override { return latest_.at(key); }

 private:
  const Write& write_;
  const bool& holds_;
  Counts counts_;
  std::map<std::int64_t, EventSeq> latest_;
};

class CountGatherer : public Gatherer {
 public:
  CountGatherer(const Write& write, bool& holds) : write_(write), holds_(holds) {}
  [[nodiscard]] std::string_view name() const override { return "counter"; }
  std::unique_ptr<Gathering> begin() override {
    holds_ = true;
    return std::make_unique<CountGathering>(write_, holds_);
  }

 private:
  const Write& write_;
  bool& holds_;
};

class SlicesTest : public ::testing::TestWithParam<storage::Dialect> {
 public:
  static Result<void> add(Transaction& tx, const Counts& counts) {
    for (const auto& [key, count] : counts) {
      TL_TRY(
          tx.run("INSERT INTO counted (id, events) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET "
                 "events = counted.events + excluded.events",
                 {key, count}));
    }
    return {};
  }

 protected:
  void SetUp() override {
    const Result<void> made = harness_.database().write([](Transaction& tx) {
      return tx.script("CREATE TABLE counted (id BIGINT PRIMARY KEY, events BIGINT NOT NULL)");
    });
    ASSERT_TRUE(made.ok()) << made.error().message;
  }

  // One of everybody.
  Position record_round(const std::string& round) {
    std::vector<Draft> drafts;
    for (int i = 1; i <= people; ++i) {
      drafts.push_back(draft_of(i, round + std::to_string(i)));
    }
    const auto recorded = harness_.record_together(drafts);
    EXPECT_TRUE(recorded.ok());
    return recorded->back().position;
  }

  void wait_for(Position position) { testing::wait_until_followed(harness_.timeline(), position); }

  Counts counted() {
    Counts counts;
    const auto read = harness_.database().read([&](Transaction& tx) {
      return tx.each("SELECT id, events FROM counted", {},
                     [&](const storage::Row& row) -> Result<void> {
                       counts[row.at(0).number()] = row.at(1).number();
                       return {};
                     });
    });
    EXPECT_TRUE(read.ok());
    return counts;
  }

  static Counts everybody(std::int64_t events) {
    Counts counts;
    for (int i = 1; i <= people; ++i) {
      counts[i] = events;
    }
    return counts;
  }

  Write write_ = add;
  bool holds_ = true;
  testing::TimelineHarness harness_{
      GetParam(), {}, [this](Timeline& timeline) {
        timeline.add_follower(std::make_unique<CountGatherer>(write_, holds_));
      }};
};

INSTANTIATE_TEST_SUITE_P(Both, SlicesTest, testing::both_databases(), testing::database_name);

TEST_P(SlicesTest, WhoeverWaitsFindsEveryEventCountedOnce) {
  for (int round = 1; round <= 20; ++round) {
    wait_for(record_round(std::to_string(round) + "-"));
    ASSERT_EQ(counted(), everybody(round));
  }
  EXPECT_EQ(harness_.rows_of("follower_slices"), 0);
}

TEST_P(SlicesTest, WhatWasBegunBeforeTheProgramEndedIsFinished) {
  std::promise<void> stuck;
  bool told = false;
  int slices = 0;
  write_ = [&](Transaction& tx, const Counts& counts) -> Result<void> {
    TL_TRY(add(tx, counts));
    if (++slices < 2) {
      return {};
    }
    if (!std::exchange(told, true)) {
      stuck.set_value();
    }
    return Error::unavailable("rolled back after its effects");
  };
  record_round("a");
  stuck.get_future().wait();
  const Counts before = counted();
  EXPECT_FALSE(before.empty());
  EXPECT_LT(before.size(), static_cast<std::size_t>(people));
  EXPECT_EQ(harness_.rows_of("follower_slices"), 1) << before.size();

  harness_.close();
  write_ = add;
  harness_.open();
  ASSERT_TRUE(harness_.timeline().start({1}).ok());
  wait_for(record_round("b"));
  EXPECT_EQ(counted(), everybody(2));
  EXPECT_EQ(harness_.rows_of("follower_slices"), 0);
}

TEST_P(SlicesTest, AKeyThatCannotBeWrittenIsLeftOutAndItsLatestEventKept) {
  write_ = [&](Transaction& tx, const Counts& counts) -> Result<void> {
    TL_TRY(add(tx, counts));
    return counts.contains(7) ? Error::invalid("cannot count it") : Result<void>();
  };
  wait_for(record_round("a"));
  Counts expected = everybody(1);
  expected.erase(7);
  EXPECT_EQ(counted(), expected);
  const auto letters = harness_.database().read(
      [&](Transaction& tx) { return harness_.timeline().dead_letters(tx, {}); });
  ASSERT_TRUE(letters.ok());
  ASSERT_EQ(letters->size(), 1U);
  EXPECT_EQ(letters->front().refusal.message_id, "a7");
  EXPECT_EQ(letters->front().refusal.detail, "counter: cannot count it");
}

TEST_P(SlicesTest, WhatHoldsNoLongerIsGatheredAnew) {
  bool asked = false;
  write_ = [&](Transaction& tx, const Counts& counts) -> Result<void> {
    TL_TRY(add(tx, counts));
    holds_ = std::exchange(asked, true);  // Once not, after the first slice.
    return {};
  };
  harness_.restart();
  ASSERT_TRUE(harness_.timeline().start({1}).ok());
  const Position last = record_round("a");
  wait_for(last);
  EXPECT_TRUE(asked);
  EXPECT_EQ(counted(), everybody(1));
}

TEST_P(SlicesTest, AFollowerMayBeginAnew) {
  wait_for(record_round("a"));
  harness_.restart();
  const auto forgotten = harness_.database().write([](Transaction& tx) -> Result<void> {
    TL_TRY(tx.run("DELETE FROM counted"));
    return follow_anew(tx, "counter");
  });
  ASSERT_TRUE(forgotten.ok());
  ASSERT_TRUE(harness_.timeline().start({1}).ok());
  wait_for(record_round("b"));
  EXPECT_EQ(counted(), everybody(2));
}

}  // namespace
}  // namespace throughline::timeline
