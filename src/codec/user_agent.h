// What a User-Agent header says: browser, operating system and kind of device.
//
// A header is a claim: an iPad that asks for desktop pages says Macintosh, and is a desktop here.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"

namespace throughline::codec {

enum class DeviceKind { unknown, phone, tablet, desktop, tv, program, bot };
std::string_view name_of(DeviceKind kind);
Result<DeviceKind> parse_device_kind(std::string_view name);

struct UserAgent {
  std::string browser = {};  // Chrome, Safari, ...; a program's or a bot's own name. May be empty.
  std::string version = {};  // Digits and dots, as far as they go.
  std::string os = {};  // Windows, macOS, iOS, iPadOS, Android, ChromeOS, Linux, ...; or empty.
  DeviceKind device = DeviceKind::unknown;
  bool operator==(const UserAgent&) const = default;
};

// Only this much of a header is looked at.
constexpr std::size_t user_agent_bytes_max = 1024;

// Never fails: what is not recognised stays empty.
UserAgent read_user_agent(std::string_view header);

}  // namespace throughline::codec
