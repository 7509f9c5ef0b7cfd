// Rhythm: how alive an hour, a day and a season are, in the customer's own time zone.
#pragma once

#include <cstdint>

#include "base/time.h"
#include "demo/dice.h"

namespace throughline::demo {

enum class Rhythm : std::uint8_t { work, leisure, any };

int day_of(Time time);       // Days since 1970, UTC.
int weekday_of(int day);     // 0 is Monday.
Time start_of_day(int day);  // UTC.

// About 1 on an ordinary day; low at weekends for work, and on the holidays of the winter.
double day_weight(int day, Rhythm rhythm);
// Above 1 in the weeks before Christmas and around the end of November.
double shopping_weight(int day);
// A moment of that local day, to the millisecond, as UTC.
Time moment_on(Dice& dice, int day, int utc_minutes, Rhythm rhythm);
// The first moment at or after `time` at which the support desk works: weekdays 06:00 to 20:00 and
// Saturdays 08:00 to 14:00 UTC.
Time desk_hours(Dice& dice, Time time);

}  // namespace throughline::demo
