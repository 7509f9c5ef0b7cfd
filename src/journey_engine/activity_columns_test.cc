#include "journey_engine/activity_columns.h"

#include <gtest/gtest.h>

#include "journey_engine/activity.h"
#include "journey_engine/kernels_test.h"

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

TEST(ActivityKernelChoice, SaysWhyOnlyLinesAnswer) {
  ActivityQuestion question;
  EXPECT_TRUE(ActivityCounts(question).kernel().reads_columns());
  question.breakdown = [](CustomerId, const LineEvent& event) { return event.code / 2; };
  EXPECT_EQ(ActivityCounts(question).kernel().because, "events are not counted by their names");
}

}  // namespace
}  // namespace throughline::journey_engine
