// Rules: how a workspace decides who is who: priorities, limits, and values that name nobody.
//
// Values only. A change of rules resolves everything anew (people.h).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "event/identifier.h"

namespace throughline::people {

// The stretch of event time in which a limit counts. Weeks are ISO weeks, all in UTC.
enum class Window { ever, week, month, year };
std::string_view name_of(Window window);
Result<Window> parse_window(std::string_view name);

// Which week, month or year since 1970 `time` falls in; 0 for `ever`.
std::int64_t bucket_of(Window window, Time time);

// At most `values` identifiers of a type may come to one person per window.
struct Limit {
  std::int64_t values = 1;
  Window window = Window::ever;
  bool operator==(const Limit&) const = default;
};

struct Rules {
  // Types not named here follow in alphabetical order.
  std::vector<std::string> priority = {"user_id", "email"};
  // Types not named here have `other_limit`; nothing there means no limit.
  std::map<std::string, std::optional<Limit>> limits = {{"user_id", Limit{1, Window::ever}},
                                                        {"email", Limit{5, Window::ever}},
                                                        {"phone", Limit{5, Window::ever}}};
  std::optional<Limit> other_limit = {};
  // One value that joins more than this waits for review; nothing there means no limit.
  std::optional<Limit> breaker = Limit{10'000, Window::ever};
  // Values that name nobody, in lower case: compared without regard to ASCII case.
  std::vector<std::string> blocked_values = {
      "null",    "undefined", "anonymous",       "0",   "-1",   "nan",  "none", "nil",
      "unknown", "(null)",    "[object object]", "n/a", "true", "false"};
  // ICU regular expressions that must match the whole value.
  std::vector<std::string> blocked_patterns = {"[0-]+", "\\[object .*\\]"};
  // Where a phone number without a country code is dialled: an ISO 3166 code. Empty: such a number
  // identifies nobody.
  std::string phone_region = "US";

  bool operator==(const Rules&) const = default;
};

// user_id 1 and every other type 5, as in Segment.
Rules segment_preset();

const std::optional<Limit>& limit_of(const Rules& rules, const std::string& type);

// Whether `a` comes before `b`: by priority of the type, then type, then value.
bool precedes(const Rules& rules, const Identifier& a, const Identifier& b);

// The windows that any limit or the breaker uses, each once, in the order of the enumeration;
// without `ever`.
std::vector<Window> windows_in_use(const Rules& rules);

// Whether identifiers of this type reach a person on a channel: they can be verified, and then
// make their owner known.
bool is_channel_type(std::string_view type);

// Refuses patterns that do not compile, limits below 1 and unknown regions.
Result<void> check_rules(const Rules& rules);

// JSON of the rules, with sorted keys, and back. Members that are absent keep their defaults.
std::string to_json(const Rules& rules);
Result<Rules> parse_rules(std::string_view json);

}  // namespace throughline::people
