#include "net/response_head.h"

#include <fmt/format.h>

#include <array>

#include "http/security_headers.h"

namespace throughline::net {
namespace {

bool is_ours(std::string_view name) {
  return name == "content-length" || name == "transfer-encoding" || name == "connection" ||
         name == "date";
}

void append_value(std::string& out, std::string_view value) {
  const std::size_t start = out.size();
  out += value;
  for (std::size_t i = start; i < out.size(); ++i) {
    if (const char c = out[i]; c == '\r' || c == '\n' || c == '\0') {
      out[i] = ' ';
    }
  }
}

}  // namespace

bool may_have_body(int status) {
  return status != 204 && status != 304;
}

std::string http_date(Time time) {
  constexpr std::array days = {"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"};
  constexpr std::array months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                 "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const Date date = utc_date(time);
  const Time midnight = start_of(date);
  const auto weekday = static_cast<std::size_t>(((midnight.us / us_per_day) % 7 + 7) % 7);
  const std::int64_t second = (time.us - midnight.us) / us_per_second;
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", days.at(weekday), date.day,
                     months.at(date.month - 1), date.year, second / 3600, second / 60 % 60,
                     second % 60);
}

void append_head(std::string& out, const http::Response& response, const HeadFacts& facts) {
  fmt::format_to(std::back_inserter(out), "HTTP/1.1 {} {}\r\ndate: {}\r\n", response.status,
                 http::reason_of(response.status), facts.date);
  for (const auto& [name, value] : response.headers) {
    if (!is_ours(name)) {
      append_value(out, name);
      out += ": ";
      append_value(out, value);
      out += "\r\n";
    }
  }
  http::append_security_headers(response.headers, facts.secure, out);
  if (facts.content_length) {
    fmt::format_to(std::back_inserter(out), "content-length: {}\r\n", *facts.content_length);
  }
  if (facts.chunked) {
    out += "transfer-encoding: chunked\r\n";
  }
  if (!facts.keep_alive) {
    out += "connection: close\r\n";
  } else if (facts.http_1_0) {
    out += "connection: keep-alive\r\n";
  }
  out += "\r\n";
}

}  // namespace throughline::net
