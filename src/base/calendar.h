// Calendar: days, weeks and months as the people of a workspace count them, in their time zone and
// with their first day of the week.
//
// A period belongs to a local date: on the days when clocks change it has 23 or 25 hours, and a
// date that a place left out has none. Times are Unix milliseconds. A value; immutable.
#pragma once

#include <cstdint>

#include "base/time_zone.h"

namespace throughline {

// As in JSON.
enum class PeriodUnit { day, week, month };
enum class Weekday { sunday, monday, tuesday, wednesday, thursday, friday, saturday };

class Calendar {
 public:
  explicit Calendar(TimeZone zone = {}, Weekday week_start = Weekday::monday);

  // Periods are numbered through; those of 1970-01-01 have number 0, except that the number of a
  // week depends on which day it begins with.
  [[nodiscard]] std::int64_t period_of(PeriodUnit unit, std::int64_t at_ms) const;
  // The first instant of a period, and of the next one: its end. Both are the same for a date that
  // was left out.
  [[nodiscard]] std::int64_t begin_ms(PeriodUnit unit, std::int64_t period) const;
  [[nodiscard]] std::int64_t end_ms(PeriodUnit unit, std::int64_t period) const {
    return begin_ms(unit, period + 1);
  }

  // A stretch [from_ms, to_ms) that belongs to one period; not always all of it.
  struct Span {
    std::int64_t period = 0;
    std::int64_t from_ms = 0;
    std::int64_t to_ms = 0;
  };
  [[nodiscard]] Span span_at(PeriodUnit unit, std::int64_t at_ms) const;

 private:
  TimeZone zone_;
  int week_start_;
};

// Finds the periods of instants that are mostly near the one asked for before. Owned by one thread
// at a time; the calendar must outlive it.
class PeriodCursor {
 public:
  PeriodCursor(const Calendar& calendar, PeriodUnit unit) : calendar_(calendar), unit_(unit) {}
  std::int64_t operator()(std::int64_t at_ms) {
    if (at_ms < span_.from_ms || at_ms >= span_.to_ms) {
      span_ = calendar_.span_at(unit_, at_ms);
    }
    return span_.period;
  }

 private:
  const Calendar& calendar_;
  PeriodUnit unit_;
  Calendar::Span span_ = {};
};

}  // namespace throughline
