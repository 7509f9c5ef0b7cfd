#include "base/calendar.h"

#include <gtest/gtest.h>

#include "base/time.h"
#include "base/time_zone_rule.h"

namespace throughline {
namespace {

TimeZone zone(std::string_view name) {
  const Result<TimeZone> found = TimeZone::find(name);
  EXPECT_TRUE(found.ok()) << name;
  return found ? *found : TimeZone();
}

std::int64_t ms(std::string_view text) {
  const auto time = parse_time(text);
  EXPECT_TRUE(time) << text;
  return time ? time->us / 1000 : 0;
}

std::int64_t offset_minutes(std::string_view name, std::string_view at) {
  return zone(name).stretch_at(ms(at)).offset_ms / 60'000;
}

std::string text(std::int64_t at_ms) {
  return to_rfc3339({at_ms * 1000});
}

std::string first_of(const Calendar& calendar, PeriodUnit unit, std::string_view at) {
  return text(calendar.begin_ms(unit, calendar.period_of(unit, ms(at))));
}

TEST(TimeZone, KnowsTheOffsetOfAnyInstant_AN03) {
  EXPECT_EQ(offset_minutes("UTC", "2026-07-01"), 0);
  EXPECT_EQ(offset_minutes("Europe/Berlin", "2026-07-01"), 120);
  EXPECT_EQ(offset_minutes("Europe/Berlin", "2026-01-01"), 60);
  EXPECT_EQ(offset_minutes("Europe/Berlin", "2026-03-29T00:59:59Z"), 60);
  EXPECT_EQ(offset_minutes("Europe/Berlin", "2026-03-29T01:00:00Z"), 120);
  EXPECT_EQ(offset_minutes("Europe/Berlin", "1945-06-01"), 180);
  EXPECT_EQ(offset_minutes("Pacific/Kiritimati", "2026-01-01"), 14 * 60);
  EXPECT_EQ(offset_minutes("Etc/GMT+12", "2026-01-01"), -12 * 60);
  EXPECT_EQ(offset_minutes("Asia/Kathmandu", "2026-01-01"), 345);
}

TEST(TimeZone, FollowsTheRuleBeyondTheListedChanges_AN03) {
  EXPECT_EQ(offset_minutes("Europe/Berlin", "2037-07-01"), 120);
  EXPECT_EQ(offset_minutes("Europe/Berlin", "2038-01-01"), 60);
  EXPECT_EQ(offset_minutes("Europe/Berlin", "2038-07-01"), 120);
  EXPECT_EQ(offset_minutes("Europe/Berlin", "2150-03-29T01:00:00Z"), 120);
  EXPECT_EQ(offset_minutes("Europe/Berlin", "2150-03-29T00:59:59Z"), 60);
  EXPECT_EQ(offset_minutes("America/New_York", "2101-03-13T06:59:59Z"), -300);
  EXPECT_EQ(offset_minutes("America/New_York", "2101-03-13T07:00:00Z"), -240);
  EXPECT_EQ(offset_minutes("Australia/Sydney", "2190-01-01"), 660);
  EXPECT_EQ(offset_minutes("Asia/Tokyo", "2190-07-01"), 540);
}

TEST(TimeZone, RefusesWhatIsNoZone) {
  for (const char* name : {"", "Europe/Nowhere", "../etc/passwd", "/etc/localtime", "CET-1CEST"}) {
    EXPECT_FALSE(TimeZone::find(name).ok()) << name;
  }
}

TEST(ZoneRule, ReadsEveryFormOfADay) {
  const auto julian = parse_zone_rule("<-03>3<-02>,J60/0,300/1:30");
  ASSERT_TRUE(julian && julian->has_summer);
  EXPECT_EQ(julian->standard_s, -3 * 3600);
  EXPECT_EQ(julian->summer_s, -2 * 3600);
  EXPECT_EQ(text(julian->changes(2024)[0].at_s * 1000), "2024-03-01T03:00:00Z");
  EXPECT_EQ(text(julian->changes(2023)[0].at_s * 1000), "2023-03-01T03:00:00Z");
  EXPECT_EQ(text(julian->changes(2023)[1].at_s * 1000), "2023-10-28T03:30:00Z");
  const auto israel = parse_zone_rule("IST-2IDT,M3.4.4/26,M10.5.0");
  ASSERT_TRUE(israel);
  EXPECT_EQ(text(israel->changes(2026)[0].at_s * 1000), "2026-03-27T00:00:00Z");
  EXPECT_FALSE(parse_zone_rule("JST-9")->has_summer);
  for (const char* bad : {"", "A", "CET", "CET-1CEST,M13.5.0,M10.5.0", "CET-1CEST,M3.5.0",
                          "CET-1CEST,M3.5.0,M10.5.0/3x"}) {
    EXPECT_FALSE(parse_zone_rule(bad)) << bad;
  }
}

TEST(Calendar, DaysAreThoseOfThePlace_AN03) {
  const Calendar kiritimati(zone("Pacific/Kiritimati"));
  EXPECT_EQ(first_of(kiritimati, PeriodUnit::day, "2026-01-01T10:00:00Z"), "2026-01-01T10:00:00Z");
  EXPECT_EQ(first_of(kiritimati, PeriodUnit::day, "2026-01-01T09:59:59Z"), "2025-12-31T10:00:00Z");
  const Calendar baker(zone("Etc/GMT+12"));
  EXPECT_EQ(first_of(baker, PeriodUnit::day, "2026-01-01T11:59:59Z"), "2025-12-31T12:00:00Z");
  EXPECT_EQ(first_of(Calendar(), PeriodUnit::day, "1969-12-31T23:59:59.999Z"),
            "1969-12-31T00:00:00Z");
}

TEST(Calendar, ADayWhenClocksChangeHas23Or25Hours_AN03) {
  const Calendar berlin(zone("Europe/Berlin"));
  const auto hours = [&](std::string_view at) {
    const std::int64_t day = berlin.period_of(PeriodUnit::day, ms(at));
    return (berlin.end_ms(PeriodUnit::day, day) - berlin.begin_ms(PeriodUnit::day, day)) /
           3'600'000;
  };
  EXPECT_EQ(hours("2026-03-29T12:00:00Z"), 23);
  EXPECT_EQ(hours("2026-10-25T12:00:00Z"), 25);
  EXPECT_EQ(hours("2026-10-26T12:00:00Z"), 24);
}

TEST(Calendar, ADateThatWasLeftOutIsEmptyAndMidnightMayNotExist_AN03) {
  const Calendar apia(zone("Pacific/Apia"));
  const std::int64_t thursday = apia.period_of(PeriodUnit::day, ms("2011-12-30T09:00:00Z"));
  const std::int64_t saturday = apia.period_of(PeriodUnit::day, ms("2011-12-30T10:00:00Z"));
  EXPECT_EQ(saturday, thursday + 2);
  EXPECT_EQ(apia.begin_ms(PeriodUnit::day, thursday + 1), apia.begin_ms(PeriodUnit::day, saturday));
  // Clocks went from 24:00 to 01:00.
  const Calendar beirut(zone("Asia/Beirut"));
  EXPECT_EQ(first_of(beirut, PeriodUnit::day, "2022-03-27T12:00:00Z"), "2022-03-26T22:00:00Z");
}

TEST(Calendar, WeeksBeginWhereTheWorkspaceSays_AN03) {
  EXPECT_EQ(first_of(Calendar(), PeriodUnit::week, "2026-03-01T12:00:00Z"), "2026-02-23T00:00:00Z");
  const Calendar sunday(TimeZone(), Weekday::sunday);
  EXPECT_EQ(first_of(sunday, PeriodUnit::week, "2026-03-01T12:00:00Z"), "2026-03-01T00:00:00Z");
  EXPECT_EQ(first_of(sunday, PeriodUnit::week, "2026-02-28T12:00:00Z"), "2026-02-22T00:00:00Z");
  EXPECT_EQ(first_of(sunday, PeriodUnit::week, "1969-12-30T12:00:00Z"), "1969-12-28T00:00:00Z");
}

TEST(Calendar, MonthsEndByTheCalendar_AN03) {
  const Calendar york(zone("America/New_York"));
  EXPECT_EQ(first_of(york, PeriodUnit::month, "2026-03-31T12:00:00Z"), "2026-03-01T05:00:00Z");
  EXPECT_EQ(first_of(york, PeriodUnit::month, "2026-04-01T03:59:59Z"), "2026-03-01T05:00:00Z");
  EXPECT_EQ(first_of(york, PeriodUnit::month, "2026-04-01T04:00:00Z"), "2026-04-01T04:00:00Z");
  EXPECT_EQ(Calendar().period_of(PeriodUnit::month, ms("1969-12-15")), -1);
}

TEST(Calendar, EveryInstantLiesInItsSpanAndTheCursorAgrees_AN03) {
  for (const char* name : {"Europe/Berlin", "America/St_Johns", "Pacific/Apia", "Africa/Casablanca",
                           "Asia/Kolkata", "America/Sao_Paulo"}) {
    const Calendar calendar(zone(name), Weekday::saturday);
    for (const PeriodUnit unit : {PeriodUnit::day, PeriodUnit::week, PeriodUnit::month}) {
      PeriodCursor cursor(calendar, unit);
      for (std::int64_t at = ms("1890-01-01"); at < ms("2210-01-01"); at += 40'000'000'123) {
        const Calendar::Span span = calendar.span_at(unit, at);
        ASSERT_TRUE(span.from_ms <= at && at < span.to_ms);
        ASSERT_EQ(cursor(at), span.period);
        ASSERT_LE(calendar.begin_ms(unit, span.period), at);
        ASSERT_GT(calendar.end_ms(unit, span.period), at) << name << text(at);
      }
    }
  }
}

}  // namespace
}  // namespace throughline
