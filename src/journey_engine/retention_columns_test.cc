#include "journey_engine/retention_columns.h"

#include <gtest/gtest.h>

#include "journey_engine/kernels_test.h"
#include "journey_engine/retention_report.h"

namespace throughline::journey_engine {
namespace {

RetentionQuestion some_question(KernelWorld& world) {
  RetentionQuestion question{.calendar = some_calendar(world)};
  question.starts = world.some_events();
  question.returns = world.some_events();
  question.kind = static_cast<RetentionKind>(world.below(3));
  question.clock = static_cast<RetentionClock>(world.below(2));
  question.unit = static_cast<PeriodUnit>(world.below(3));
  if (question.clock == RetentionClock::elapsed && question.unit == PeriodUnit::month) {
    question.unit = PeriodUnit::day;
  }
  constexpr std::array<unsigned, 6> offsets = {1, 2, 12, 32, 33, 64};
  question.offsets = offsets.at(world.below(offsets.size()));
  return question;
}

class RetentionKernel : public ::testing::TestWithParam<std::uint64_t> {};
INSTANTIATE_TEST_SUITE_P(Seeds, RetentionKernel, ::testing::Range<std::uint64_t>(0, 24));

TEST_P(RetentionKernel, SaysWhatTheReferenceSaysOfEveryLine) {
  KernelWorld world(GetParam());
  const Snapshot snapshot = world.snapshot();
  for (int i = 0; i < 40; ++i) {
    const RetentionQuestion question = some_question(world);
    ASSERT_TRUE(check(question).ok());
    const LookedAt looked = world.some_lines();
    const RetentionReport empty(question);
    ASSERT_TRUE(empty.kernel().reads_columns());
    const RetentionReport expected = from_lines(snapshot, looked, empty);
    const RetentionReport found = from_columns(snapshot, looked, empty);
    ASSERT_EQ(found.cohorts().size(), expected.cohorts().size());
    for (const auto& [period, counts] : expected.cohorts()) {
      ASSERT_TRUE(found.cohorts().contains(period));
      EXPECT_EQ(found.cohorts().at(period).customers, counts.customers);
      EXPECT_EQ(found.cohorts().at(period).back, counts.back);
    }
  }
}

TEST(RetentionKernelChoice, SaysWhyOnlyLinesAnswer) {
  RetentionQuestion question;
  EXPECT_EQ(RetentionReport(question).kernel().name, "retention_bits");
  question.offsets = 65;
  EXPECT_FALSE(RetentionReport(question).kernel().reads_columns());
  EXPECT_EQ(RetentionReport(question).kernel().because, "more than 64 periods are looked at");
  question = {.cohort = RetentionCohort::every_period};
  EXPECT_EQ(RetentionReport(question).kernel().because, "somebody may be in several cohorts");
}

TEST(PeriodTable, IsTheCalendarEverywhere) {
  for (const char* zone : {"UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu",
                           "Australia/Lord_Howe", "Pacific/Apia", "America/Havana"}) {
    const Calendar calendar(*TimeZone::find(zone), Weekday::sunday);
    for (const PeriodUnit unit : {PeriodUnit::day, PeriodUnit::week, PeriodUnit::month}) {
      PeriodTable table(calendar, unit);
      // From the middle outwards, so that it grows, over some 30 years.
      for (std::int32_t step = 0; step < 3'000; ++step) {
        const std::int32_t second = 600'000'000 + (step % 2 == 0 ? 1 : -1) * step * 160'009;
        if (!table.covers(second, second + 7)) {
          continue;
        }
        for (const std::int32_t one : {second, second + 7}) {
          ASSERT_EQ(table.base() + table.place_of(one),
                    calendar.period_of(unit, (columns_epoch_s + one) * 1000))
              << zone << " " << one;
        }
        const auto here = table.place_of(second);
        std::array<std::int32_t, 48> line = {};
        line.fill(second + 7);
        line[0] = second;
        EXPECT_EQ(periods_after(table, line.data(), 5, here),
                  1U | 1U << (table.place_of(second + 7) - here));
      }
    }
  }
}

TEST(PeriodTable, CoversWhereClocksOnlyChangeAtNight) {
  for (const char* zone : {"UTC", "Europe/Berlin", "America/New_York", "Asia/Tokyo"}) {
    const Calendar calendar{*TimeZone::find(zone)};
    PeriodTable table(calendar, PeriodUnit::day);
    EXPECT_TRUE(table.covers(600'000'000, 900'000'000)) << zone;
  }
}

}  // namespace
}  // namespace throughline::journey_engine
