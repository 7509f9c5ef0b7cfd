#include "channels/answer.h"

#include <algorithm>
#include <array>

#include "base/name_table.h"
#include "base/number_in.h"
#include "base/text.h"

namespace throughline::channels {
namespace {

constexpr std::array<std::string_view, 3> verdict_names = {"sent", "failed", "refused"};
constexpr std::size_t said_bytes_max = 240;

// "Sun, 06 Nov 1994 08:49:37 GMT"
std::optional<Time> http_date(std::string_view text) {
  constexpr std::array<std::string_view, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto parts = split(text, ' ');
  if (parts.size() != 6) {
    return std::nullopt;
  }
  const auto* const month = std::find(months.begin(), months.end(), parts[2]);
  if (month == months.end()) {
    return std::nullopt;
  }
  const std::string number = std::to_string(month - months.begin() + 1);
  return parse_time(std::string(parts[3]) + (number.size() == 1 ? "-0" : "-") + number + "-" +
                    std::string(parts[1]) + "T" + std::string(parts[4]) + "Z");
}

// A lone surrogate, which no SQL text takes.
bool has_surrogate(std::string_view text) {
  const std::size_t first = text.find('\xed');
  return first != std::string_view::npos &&
         ((first + 1 < text.size() && static_cast<unsigned char>(text[first + 1]) >= 0xa0) ||
          has_surrogate(text.substr(first + 1)));
}

// One line without what would break it, cut at the end of a character; empty for what is no text.
std::string one_line(std::string_view text) {
  std::string line;
  for (const char c : text.substr(0, said_bytes_max)) {
    line += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  }
  while (text.size() > said_bytes_max && !line.empty() && !is_wtf8(line)) {
    line.pop_back();
  }
  return is_wtf8(line) && !has_surrogate(line) ? std::string(trimmed(line)) : std::string();
}

}  // namespace

std::string_view name_of(Verdict verdict) {
  return name_in(verdict_names, verdict);
}

Verdict verdict_of(int status) {
  if (status >= 200 && status < 300) {
    return Verdict::sent;
  }
  constexpr std::array<int, 8> of_the_address = {401, 402, 403, 404, 405, 408, 425, 429};
  const bool is_about_events =
      status >= 400 && status < 500 && status != 407 && status != 410 && status != 421 &&
      std::find(of_the_address.begin(), of_the_address.end(), status) == of_the_address.end();
  return is_about_events ? Verdict::refused : Verdict::failed;
}

std::string in_words(const Reply& reply) {
  std::string words = "it answered " + std::to_string(reply.status);
  if (reply.status >= 300 && reply.status < 400) {
    return words + " and points to " + one_line(reply.location) +
           "; redirects are not followed: use the address itself";
  }
  if (reply.status == 401 || reply.status == 403) {
    words += " (the key or the signature is not accepted)";
  }
  const std::string said = one_line(reply.body);
  return said.empty() ? words : words + ": " + said;
}

std::optional<Time> retry_at(std::string_view retry_after, Time now) {
  const std::string_view text = trimmed(retry_after);
  const auto seconds = number_in(text);
  std::optional<Time> at = http_date(text);
  if (seconds) {
    at = Time{now.us +
              std::clamp<std::int64_t>(*seconds, 0, us_per_day / us_per_second) * us_per_second};
  }
  return at ? std::optional(Time{std::clamp(at->us, now.us, now.us + us_per_day)}) : std::nullopt;
}

}  // namespace throughline::channels
