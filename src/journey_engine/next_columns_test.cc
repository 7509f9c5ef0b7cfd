// What came next in columns is what came next in lines.
#include <gtest/gtest.h>

#include "journey_engine/event_set.h"
#include "journey_engine/kernels_test.h"
#include "journey_engine/next_steps.h"

namespace throughline::journey_engine {
namespace {

class NextInColumns : public testing::TestWithParam<std::uint64_t> {};

INSTANTIATE_TEST_SUITE_P(Seeds, NextInColumns, testing::Range<std::uint64_t>(0, 40));

TEST_P(NextInColumns, IsWhatCameNextInLines_JA11) {
  KernelWorld world(GetParam());
  const Snapshot snapshot = world.snapshot();
  for (int round = 0; round < 8; ++round) {
    NextQuestion question;
    const std::uint64_t length = 1 + world.below(3);
    for (std::uint64_t i = 0; i < length; ++i) {
      question.so_far.push_back(world.code());
    }
    CaseRule& cases = question.rule.cases;
    cases.per_session = world.below(2) == 0;
    constexpr std::array<std::int64_t, 4> timeouts = {0, 999, 60'000, 3'600'000};
    cases.session.timeout_ms = timeouts.at(world.below(timeouts.size()));
    if (world.below(2) == 0) {
      cases.session.starts = world.some_events();
    }
    if (world.below(3) == 0) {
      question.left_out = CustomerId{static_cast<std::int64_t>(1 + world.below(20))};
    }
    if (world.below(8) == 0) {
      question.so_far.at(world.below(length)) = no_value;
    }
    const LookedAt looked = world.some_lines();
    const NextSteps empty(question);
    ASSERT_TRUE(empty.kernel().reads_columns());
    const auto lines = from_lines(snapshot, looked, empty);
    const auto columns = from_columns(snapshot, looked, empty);
    for (std::size_t of = 1; of <= length; ++of) {
      SCOPED_TRACE(testing::Message() << "seed " << GetParam() << " length " << of);
      EXPECT_EQ(columns.customers(of), lines.customers(of));
      ASSERT_EQ(columns.after(of).size(), lines.after(of).size());
      for (const auto& [next, count] : lines.after(of)) {
        const NextCount& found = columns.after(of).at(next);
        EXPECT_EQ(found.times, count.times) << next;
        EXPECT_EQ(found.customers, count.customers) << next;
        expect_same_sample(found.after_ms, count.after_ms);
      }
    }
  }
}

TEST(NextKernel, IsForAllEventsAsTheyCome_JA11) {
  NextQuestion question{.so_far = {1}};
  EXPECT_TRUE(NextSteps(question).kernel().reads_columns());
  question.rule.repeats = Repeats::collapse;
  EXPECT_FALSE(NextSteps(question).kernel().because.empty());
  question.rule = {.events = EventSet{1}};
  EXPECT_FALSE(NextSteps(question).kernel().reads_columns());
}

}  // namespace
}  // namespace throughline::journey_engine
