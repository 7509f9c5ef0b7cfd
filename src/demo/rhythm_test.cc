#include "demo/rhythm.h"

#include <gtest/gtest.h>

namespace throughline::demo {
namespace {

int day(int year, unsigned month, unsigned number) {
  return day_of(start_of({year, month, number}));
}

TEST(Rhythm, KnowsTheDaysOfTheWeek) {
  EXPECT_EQ(weekday_of(0), 3);  // 1 January 1970 was a Thursday.
  EXPECT_EQ(weekday_of(day(2026, 3, 2)), 0);
  EXPECT_EQ(weekday_of(day(2026, 3, 8)), 6);
}

TEST(Rhythm, WorkRestsAtWeekendsAndHolidays) {
  EXPECT_LT(day_weight(day(2026, 3, 7), Rhythm::work), day_weight(day(2026, 3, 5), Rhythm::work));
  EXPECT_LT(day_weight(day(2025, 12, 25), Rhythm::any), day_weight(day(2025, 12, 18), Rhythm::any));
}

TEST(Rhythm, AMomentLiesInItsLocalDay) {
  Dice dice(2);
  const int tokyo = 540;
  for (int i = 0; i < 500; ++i) {
    const Time moment = moment_on(dice, day(2026, 3, 5), tokyo, Rhythm::any);
    EXPECT_EQ(day_of({moment.us + tokyo * us_per_minute}), day(2026, 3, 5));
  }
}

TEST(Rhythm, TheDeskWaitsForMorning) {
  Dice dice(2);
  const Time sunday = {start_of({2026, 3, 8}).us + 10 * us_per_hour};
  const Time answered = desk_hours(dice, sunday);
  EXPECT_EQ(utc_date(answered), (Date{2026, 3, 9}));
  const Time tuesday_noon = {start_of({2026, 3, 10}).us + 12 * us_per_hour};
  EXPECT_EQ(desk_hours(dice, tuesday_noon), tuesday_noon);
}

}  // namespace
}  // namespace throughline::demo
