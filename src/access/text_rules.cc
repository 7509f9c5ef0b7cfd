#include "access/text_rules.h"

#include <algorithm>
#include <filesystem>

#include "base/text.h"

namespace throughline::access {
namespace {

bool is_control_or_space(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte <= ' ' || byte == 0x7fU;
}

bool is_zone_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '+' || c == '-' || c == '/';
}

}  // namespace

Result<void> check_name(std::string_view what, std::string_view name) {
  if (trimmed(name).empty()) {
    return Error::invalid(std::string(what) + " must not be empty");
  }
  if (name.size() > name_bytes_max) {
    return Error::invalid(std::string(what) + " is too long");
  }
  if (name.find('\0') != std::string_view::npos || !is_wtf8(name)) {
    return Error::invalid(std::string(what) + " is not text");
  }
  return {};
}

Result<std::string> normal_email(std::string_view text) {
  const std::string_view email = trimmed(text);
  const std::size_t at = email.rfind('@');
  const bool plausible = at != std::string_view::npos && at > 0 && at + 1 < email.size() &&
                         email.size() <= email_bytes_max && is_wtf8(email) &&
                         std::none_of(email.begin(), email.end(), is_control_or_space) &&
                         email.find('@') == at && email.back() != '.' && email[at + 1] != '.';
  if (!plausible) {
    return Error::invalid("This is not an email address");
  }
  return ascii_lower(email);
}

Result<void> check_time_zone(std::string_view zone) {
  const std::filesystem::path folder = "/usr/share/zoneinfo";
  std::error_code ignored;
  const bool plausible = !zone.empty() && zone.size() <= 64 && zone.front() != '/' &&
                         std::all_of(zone.begin(), zone.end(), is_zone_character) &&
                         (!std::filesystem::exists(folder, ignored) ||
                          std::filesystem::is_regular_file(folder / zone, ignored));
  if (!plausible) {
    return Error::invalid("Unknown time zone; use a name such as Europe/Berlin");
  }
  return {};
}

}  // namespace throughline::access
