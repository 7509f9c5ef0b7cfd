// What names and email addresses of users, keys and workspaces must be like. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"

namespace throughline::access {

constexpr std::size_t name_bytes_max = 2000;
constexpr std::size_t email_bytes_max = 254;

// Any text that shows something, kept code point for code point. `what` opens the message.
Result<void> check_name(std::string_view what, std::string_view name);

// The address as it is stored and looked up: trimmed, in lower case. Only what cannot be an address
// is refused.
Result<std::string> normal_email(std::string_view text);

// A name of the time zone database such as "Europe/Berlin".
Result<void> check_time_zone(std::string_view zone);

}  // namespace throughline::access
