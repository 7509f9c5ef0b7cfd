#include "http/security_headers.h"

#include <algorithm>
#include <array>
#include <utility>

namespace throughline::http {
namespace {

using Line = std::pair<std::string_view, std::string_view>;

// Mantine writes style elements and attributes, hence 'unsafe-inline' for styles alone.
constexpr std::array lines = {
    Line{"content-security-policy",
         "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
         "font-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'; "
         "frame-ancestors 'none'"},
    Line{"x-content-type-options", "nosniff"},
    Line{"x-frame-options", "DENY"},
    Line{"referrer-policy", "strict-origin-when-cross-origin"},
    Line{"cross-origin-opener-policy", "same-origin"},
    Line{"cross-origin-resource-policy", "same-origin"},
    Line{"permissions-policy", "camera=(), geolocation=(), microphone=()"},
    Line{"cache-control", "no-store"},
};
constexpr Line only_over_tls = {"strict-transport-security", "max-age=31536000"};

void append(const Line& line, std::string& out) {
  out.append(line.first).append(": ").append(line.second).append("\r\n");
}

}  // namespace

void append_security_headers(const Headers& own, bool secure, std::string& out) {
  static const std::string all = [] {
    std::string made;
    for (const Line& line : lines) {
      append(line, made);
    }
    return made;
  }();
  const auto ours = [&](std::string_view name) {
    return std::ranges::any_of(own, [&](const auto& header) { return header.first == name; });
  };
  if (std::ranges::none_of(lines, [&](const Line& line) { return ours(line.first); })) {
    out += all;
  } else {
    for (const Line& line : lines) {
      if (!ours(line.first)) {
        append(line, out);
      }
    }
  }
  if (secure && !ours(only_over_tls.first)) {
    append(only_over_tls, out);
  }
}

}  // namespace throughline::http
