// Time: an instant, in microseconds since 1970-01-01 UTC, and its RFC 3339 text.
//
// Values only; asking for the present instant is the business of clock.h.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace throughline {

struct Time {
  std::int64_t us = 0;
  auto operator<=>(const Time&) const = default;
};

constexpr std::int64_t us_per_ms = 1'000;
constexpr std::int64_t us_per_second = 1'000'000;
constexpr std::int64_t us_per_minute = 60 * us_per_second;
constexpr std::int64_t us_per_hour = 60 * us_per_minute;
constexpr std::int64_t us_per_day = 24 * us_per_hour;

// UTC with as many fraction digits (0, 3 or 6) as the value needs: "2026-03-01T08:30:00.250Z".
std::string to_rfc3339(Time time);

// ISO 8601 as clients write it: a date, or date and time with 'T', 't' or a space, any number of
// fraction digits (beyond microseconds they are dropped), and 'Z' or an offset with or without a
// colon; without an offset, UTC. Years 0001 to 9999. Nothing for any other text.
std::optional<Time> parse_time(std::string_view text);

// The civil year, month and day in UTC.
struct Date {
  int year = 1970;
  unsigned month = 1;
  unsigned day = 1;
  auto operator<=>(const Date&) const = default;
};
Date utc_date(Time time);
Time start_of(Date date);

}  // namespace throughline
