// Sessions of columns are those of lines.
#include <gtest/gtest.h>

#include "journey_engine/event_set.h"
#include "journey_engine/kernels_test.h"
#include "journey_engine/session_report.h"

namespace throughline::journey_engine {
namespace {

class SessionsOfColumns : public testing::TestWithParam<std::uint64_t> {};

INSTANTIATE_TEST_SUITE_P(Seeds, SessionsOfColumns, testing::Range<std::uint64_t>(0, 40));

TEST_P(SessionsOfColumns, EqualThoseOfLines_JA08_JA12) {
  KernelWorld world(GetParam());
  const Snapshot snapshot = world.snapshot();
  for (int round = 0; round < 8; ++round) {
    SessionQuestion question;
    question.calendar = some_calendar(world);
    question.unit = static_cast<PeriodUnit>(world.below(3));
    constexpr std::array<std::int64_t, 6> timeouts = {0, 1, 999, 60'000, 3'600'000, 1LL << 45U};
    question.rule.timeout_ms = timeouts.at(world.below(timeouts.size()));
    if (world.below(2) == 0) {
      question.rule.starts = world.some_events();
    }
    const LookedAt looked = world.some_lines();
    SCOPED_TRACE(testing::Message() << "seed " << GetParam() << " round " << round);
    const SessionReport empty(question);
    const auto lines = from_lines(snapshot, looked, empty);
    const auto columns = from_columns(snapshot, looked, empty);
    EXPECT_EQ(columns.customers(), lines.customers());
    EXPECT_EQ(columns.sessions(), lines.sessions());
    EXPECT_EQ(columns.periods(), lines.periods());
    expect_same_sample(columns.lasted_ms(), lines.lasted_ms());
    EXPECT_TRUE(std::ranges::equal(columns.events().runs(), lines.events().runs()));
  }
}

}  // namespace
}  // namespace throughline::journey_engine
