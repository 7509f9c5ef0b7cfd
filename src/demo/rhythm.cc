#include "demo/rhythm.h"

#include <array>

namespace throughline::demo {
namespace {

using Hours = std::array<double, 24>;
constexpr Hours work_hours = {0.2, 0.1, 0.1, 0.1, 0.2, 0.5, 1.5, 4, 8, 11,  11,  10,
                              7,   9,   10,  9,   8,   6,   4,   3, 3, 2.5, 1.5, 0.6};
constexpr Hours leisure_hours = {0.6, 0.3, 0.2, 0.1, 0.2, 0.6, 2, 4, 5,  5,  5, 5,
                                 6,   5,   4,   4,   5,   6,   7, 9, 11, 10, 6, 2.5};
constexpr Hours any_hours = {0.4, 0.2, 0.1, 0.1, 0.2, 0.5, 2,   4, 6.5, 8, 8, 7.5,
                             6.5, 7,   7,   6.5, 6.5, 6,   5.5, 6, 7,   6, 4, 1.5};

const Hours& hours_of(Rhythm rhythm) {
  switch (rhythm) {
    case Rhythm::work:
      return work_hours;
    case Rhythm::leisure:
      return leisure_hours;
    case Rhythm::any:
      break;
  }
  return any_hours;
}

bool winter_holiday(const Date& date) {
  return (date.month == 12 && date.day >= 24 && date.day <= 26) ||
         (date.month == 12 && date.day == 31) || (date.month == 1 && date.day == 1);
}

}  // namespace

int day_of(Time time) {
  return static_cast<int>(start_of(utc_date(time)).us / us_per_day);
}

int weekday_of(int day) {
  return (day + 3) % 7;
}

Time start_of_day(int day) {
  return {static_cast<std::int64_t>(day) * us_per_day};
}

double day_weight(int day, Rhythm rhythm) {
  constexpr std::array<double, 7> work_week = {1.15, 1.25, 1.2, 1.15, 0.95, 0.25, 0.3};
  constexpr std::array<double, 7> leisure_week = {0.9, 0.85, 0.9, 0.9, 0.95, 1.2, 1.35};
  const auto weekday = static_cast<std::size_t>(weekday_of(day));
  const double work = work_week.at(weekday);
  const double leisure = leisure_week.at(weekday);
  double weight = (work + leisure) / 2;
  if (rhythm != Rhythm::any) {
    weight = rhythm == Rhythm::work ? work : leisure;
  }
  return winter_holiday(utc_date(start_of_day(day))) ? weight * 0.3 : weight;
}

double shopping_weight(int day) {
  const Date date = utc_date(start_of_day(day));
  if (date.month == 11 && date.day >= 20) {
    return date.day >= 25 ? 2.4 : 1.6;
  }
  if (date.month == 12) {
    return date.day <= 17 ? 1.9 : 0.7;
  }
  return date.month == 8 ? 1.2 : 1.0;
}

Time moment_on(Dice& dice, int day, int utc_minutes, Rhythm rhythm) {
  const auto hour = static_cast<std::int64_t>(dice.weighted(hours_of(rhythm)));
  const std::int64_t within = dice.between(0, 3'599'999) * us_per_ms;
  return {start_of_day(day).us + (hour * us_per_hour) + within - (utc_minutes * us_per_minute)};
}

Time desk_hours(Dice& dice, Time time) {
  for (;;) {
    const int day = day_of(time);
    const int weekday = weekday_of(day);
    const std::int64_t opens = weekday == 5 ? 8 : 6;
    constexpr std::array<std::int64_t, 7> closing = {20, 20, 20, 20, 20, 14, 0};
    const std::int64_t closes = closing.at(static_cast<std::size_t>(weekday));
    const Time midnight = start_of_day(day);
    const Time open = {midnight.us + (opens * us_per_hour)};
    if (time.us < midnight.us + closes * us_per_hour) {
      return time >= open ? time : Time{open.us + (dice.between(20, 2'700) * us_per_second)};
    }
    time = start_of_day(day + 1);
  }
}

}  // namespace throughline::demo
