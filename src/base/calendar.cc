#include "base/calendar.h"

#include <algorithm>
#include <chrono>
#include <limits>
#include <utility>

namespace throughline {
namespace {

constexpr std::int64_t day_ms = 86'400'000;
constexpr int thursday = 4;  // 1970-01-01.

std::int64_t floor_divide(std::int64_t value, std::int64_t by) {
  return value / by - (value % by < 0 ? 1 : 0);
}

std::int64_t period_of_day(PeriodUnit unit, std::int64_t day, int week_start) {
  switch (unit) {
    case PeriodUnit::day:
      break;
    case PeriodUnit::week:
      return floor_divide(day + thursday - week_start, 7);
    case PeriodUnit::month: {
      const std::chrono::year_month_day date{
          std::chrono::sys_days(std::chrono::days(static_cast<int>(day)))};
      return (static_cast<int>(date.year()) - 1970) * 12 +
             static_cast<int>(static_cast<unsigned>(date.month())) - 1;
    }
  }
  return day;
}

std::int64_t first_day(PeriodUnit unit, std::int64_t period, int week_start) {
  switch (unit) {
    case PeriodUnit::day:
      break;
    case PeriodUnit::week:
      return period * 7 - thursday + week_start;
    case PeriodUnit::month: {
      const std::int64_t year = floor_divide(period, 12);
      const auto month = static_cast<unsigned>(period - year * 12 + 1);
      return std::chrono::sys_days(std::chrono::year(static_cast<int>(year + 1970)) /
                                   static_cast<int>(month) / 1)
          .time_since_epoch()
          .count();
    }
  }
  return period;
}

}  // namespace

Calendar::Calendar(TimeZone zone, Weekday week_start)
    : zone_(std::move(zone)), week_start_(static_cast<int>(week_start)) {}

std::int64_t Calendar::period_of(PeriodUnit unit, std::int64_t at_ms) const {
  return span_at(unit, at_ms).period;
}

std::int64_t Calendar::begin_ms(PeriodUnit unit, std::int64_t period) const {
  return zone_.first_at_local(first_day(unit, period, week_start_) * day_ms);
}

Calendar::Span Calendar::span_at(PeriodUnit unit, std::int64_t at_ms) const {
  const TimeZone::Stretch stretch = zone_.stretch_at(at_ms);
  const std::int64_t day = floor_divide(at_ms + stretch.offset_ms, day_ms);
  const std::int64_t period = period_of_day(unit, day, week_start_);
  const std::int64_t from = first_day(unit, period, week_start_) * day_ms - stretch.offset_ms;
  const std::int64_t to = first_day(unit, period + 1, week_start_) * day_ms - stretch.offset_ms;
  return {period, std::max(from, stretch.from_ms), std::min(to, stretch.to_ms)};
}

}  // namespace throughline
