#include "journey_engine/activity_columns.h"

#include <gtest/gtest.h>

#include "journey_engine/activity.h"
#include "journey_engine/kernels_test.h"
#include "journey_engine/stickiness.h"

namespace throughline::journey_engine {
namespace {

ActivityQuestion some_question(KernelWorld& world) {
  ActivityQuestion question{.calendar = some_calendar(world)};
  if (world.below(3) != 0) {
    question.events = world.some_events();
  }
  question.unit = static_cast<PeriodUnit>(world.below(3));
  question.by_code = world.below(3) != 0;
  return question;
}

class ActivityKernel : public ::testing::TestWithParam<std::uint64_t> {};
INSTANTIATE_TEST_SUITE_P(Seeds, ActivityKernel, ::testing::Range<std::uint64_t>(0, 24));

TEST_P(ActivityKernel, CountsWhatTheReferenceCounts) {
  KernelWorld world(GetParam());
  const Snapshot snapshot = world.snapshot();
  for (int i = 0; i < 30; ++i) {
    const ActivityQuestion question = some_question(world);
    const LookedAt looked = world.some_lines();
    const ActivityCounts empty(question);
    ASSERT_EQ(empty.kernel().name, "activity_columns");
    const ActivityCounts expected = from_lines(snapshot, looked, empty);
    const ActivityCounts found = from_columns(snapshot, looked, empty);
    EXPECT_EQ(found.total(), expected.total());
    EXPECT_EQ(found.periods(), expected.periods());
    EXPECT_EQ(found.totals(), expected.totals());
    EXPECT_EQ(found.periods_of_values(), expected.periods_of_values());
  }
}

TEST_P(ActivityKernel, FollowsTheLifecycleOfTheReference) {
  KernelWorld world(GetParam());
  const Snapshot snapshot = world.snapshot();
  for (int i = 0; i < 20; ++i) {
    const ActivityQuestion question = some_question(world);
    const LookedAt looked = world.some_lines();
    const Lifecycle empty(question);
    EXPECT_EQ(from_columns(snapshot, looked, empty).periods(),
              from_lines(snapshot, looked, empty).periods());
  }
}

TEST_P(ActivityKernel, SticksLikeTheReference) {
  KernelWorld world(GetParam());
  const Snapshot snapshot = world.snapshot();
  for (int i = 0; i < 20; ++i) {
    StickinessQuestion question{.activity = some_question(world)};
    question.activity.unit = PeriodUnit::day;
    question.first_day = 19'600 + static_cast<std::int64_t>(world.below(100));
    question.last_day = question.first_day + static_cast<std::int64_t>(world.below(200));
    question.month_days = 7 + static_cast<std::int64_t>(world.below(30));
    const LookedAt looked = world.some_lines();
    const Stickiness empty(question);
    const Stickiness expected = from_lines(snapshot, looked, empty);
    const Stickiness found = from_columns(snapshot, looked, empty);
    EXPECT_EQ(found.days(), expected.days());
    EXPECT_EQ(found.active_days(), expected.active_days());
  }
}

TEST(PeriodRows, KeepWhatLiesFarApartToo) {
  PeriodRows<std::int64_t> rows;
  PeriodRows<std::int64_t> others;
  std::map<std::int64_t, std::int64_t> expected;
  for (const std::int64_t period : {5L, 4L, 9L, -3L, 70'000L, 300L, 70'001L, -9'000'000L, 40'000L,
                                    std::int64_t{1} << 60U, -(std::int64_t{1} << 60U), 5L}) {
    (period % 2 == 0 ? rows : others)[period] += 7;
    expected[period] += 7;
  }
  rows.merge(others);
  EXPECT_EQ(rows.all(), expected);
}

TEST(ActivityKernelChoice, SaysWhyOnlyLinesAnswer) {
  ActivityQuestion question;
  EXPECT_TRUE(ActivityCounts(question).kernel().reads_columns());
  question.breakdown = [](CustomerId, const LineEvent& event) { return event.code / 2; };
  EXPECT_EQ(ActivityCounts(question).kernel().because, "events are not counted by their names");
}

}  // namespace
}  // namespace throughline::journey_engine
