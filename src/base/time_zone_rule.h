// ZoneRule: the rule for the years to come at the end of a file of the tz database, in the form of
// POSIX's variable TZ: "CET-1CEST,M3.5.0,M10.5.0/3".
//
// Hinnant's library reads the listed changes, which mostly end in 2037, and not this rule. Pure.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace throughline {

struct ZoneChange {
  std::int64_t at_s = 0;  // Unix seconds.
  std::int64_t offset_s = 0;
};

struct ZoneRule {
  // A day of the year and a time of that day, in the local time that holds before.
  struct Day {
    enum class Kind { weekday_of_month, day_without_leap, day_of_year };
    Kind kind = Kind::weekday_of_month;
    int month = 1;
    int week = 1;  // 5: the last.
    int day = 0;   // Of the week (0: Sunday), or of the year.
    std::int64_t time_s = 7200;
  };
  std::int64_t standard_s = 0;
  std::int64_t summer_s = 0;
  Day summer_begins = {};
  Day summer_ends = {};
  bool has_summer = false;

  // The two changes of a year in the order of time. Only where has_summer.
  [[nodiscard]] std::array<ZoneChange, 2> changes(int year) const;
};

// Nothing for text of another form.
std::optional<ZoneRule> parse_zone_rule(std::string_view text);

}  // namespace throughline
