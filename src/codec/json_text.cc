#include "codec/json_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <iterator>
#include <system_error>

namespace throughline::codec {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::size_t skip_digits(std::string_view text, std::size_t at) {
  while (at < text.size() && is_digit(text[at])) {
    ++at;
  }
  return at;
}

bool has(std::string_view text, std::size_t at, char a, char b) {
  return at < text.size() && (text[at] == a || text[at] == b);
}

// Whether a number is zero whatever its exponent.
bool is_zero(std::string_view digits) {
  const std::string_view mantissa = digits.substr(0, digits.find_first_of("eE"));
  return mantissa.find_first_of("123456789") == std::string_view::npos;
}

std::optional<std::uint32_t> hex4(std::string_view raw, std::size_t at) {
  std::uint32_t unit = 0;
  if (at + 4 > raw.size()) {
    return std::nullopt;
  }
  const char* end = raw.data() + at + 4;
  const auto [stop, error] = std::from_chars(raw.data() + at, end, unit, 16);
  if (error != std::errc() || stop != end) {
    return std::nullopt;
  }
  return unit;
}

void append_code_point(std::string& out, std::uint32_t point) {
  const auto put = [&out](std::uint32_t byte) { out += static_cast<char>(byte); };
  if (point < 0x80) {
    put(point);
  } else if (point < 0x800) {
    put(0xc0U | point >> 6U);
    put(0x80U | (point & 0x3fU));
  } else if (point < 0x10000) {
    put(0xe0U | point >> 12U);
    put(0x80U | (point >> 6U & 0x3fU));
    put(0x80U | (point & 0x3fU));
  } else {
    put(0xf0U | point >> 18U);
    put(0x80U | (point >> 12U & 0x3fU));
    put(0x80U | (point >> 6U & 0x3fU));
    put(0x80U | (point & 0x3fU));
  }
}

// The character that a one-letter escape stands for, or 0.
char unescaped(char c) {
  switch (c) {
    case '"':
    case '\\':
    case '/':
      return c;
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    default:
      return '\0';
  }
}

// Reads the four digits after "\u", and a second escape where the two are a surrogate pair.
// `at` stands on the first digit and is moved past what was read.
bool append_unicode_escape(std::string& out, std::string_view raw, std::size_t& at) {
  const std::optional<std::uint32_t> first = hex4(raw, at);
  if (!first) {
    return false;
  }
  at += 4;
  std::uint32_t point = *first;
  if ((point & 0xfc00U) == 0xd800U && raw.substr(at, 2) == "\\u") {
    const std::optional<std::uint32_t> second = hex4(raw, at + 2);
    if (second && (*second & 0xfc00U) == 0xdc00U) {
      point = 0x10000U + ((point & 0x3ffU) << 10U) + (*second & 0x3ffU);
      at += 6;
    }
  }
  append_code_point(out, point);
  return true;
}

}  // namespace

std::size_t number_length(std::string_view text) {
  std::size_t at = has(text, 0, '-', '-') ? 1 : 0;
  if (at >= text.size() || !is_digit(text[at])) {
    return 0;
  }
  at = text[at] == '0' ? at + 1 : skip_digits(text, at);
  if (has(text, at, '.', '.')) {
    const std::size_t end = skip_digits(text, at + 1);
    if (end == at + 1) {
      return 0;
    }
    at = end;
  }
  if (has(text, at, 'e', 'E')) {
    const std::size_t first = has(text, at + 1, '+', '-') ? at + 2 : at + 1;
    const std::size_t end = skip_digits(text, first);
    if (end == first) {
      return 0;
    }
    at = end;
  }
  return at;
}

std::optional<double> double_of(std::string_view digits) {
  double value = 0;
  const char* const begin = digits.data();
  const char* const end = begin + digits.size();
  const auto [stop, error] = std::from_chars(begin, end, value);
  if (is_zero(digits)) {
    return digits.starts_with('-') ? -0.0 : 0.0;  // 0e999 is in no doubt.
  }
  if (error != std::errc() || stop != end || !std::isfinite(value) || value == 0) {
    return std::nullopt;
  }
  return value;
}

std::optional<std::int64_t> integer_of(std::string_view digits) {
  std::int64_t value = 0;
  const char* const begin = digits.data();
  const char* const end = begin + digits.size();
  const auto [stop, error] = std::from_chars(begin, end, value);
  if (error == std::errc() && stop == end) {
    return value;
  }
  constexpr double exact_max = 9007199254740992.0;  // 2^53: above it a double is no exact integer.
  const std::optional<double> real = stop == end ? std::nullopt : double_of(digits);
  if (!real || std::trunc(*real) != *real || std::fabs(*real) >= exact_max) {
    return std::nullopt;
  }
  return static_cast<std::int64_t>(*real);
}

void append_double(std::string& out, double value) {
  if (!std::isfinite(value)) {
    out += "null";
    return;
  }
  const std::size_t begin = out.size();
  fmt::format_to(std::back_inserter(out), "{}", value);
  if (out.find_first_of(".e", begin) == std::string::npos) {
    out += ".0";
  }
}

std::optional<JsonProblem> append_unescaped(std::string& out, std::string_view raw) {
  std::size_t at = 0;
  while (at < raw.size()) {
    const std::size_t escape = std::min(raw.find('\\', at), raw.size());
    out.append(raw.substr(at, escape - at));
    if (escape == raw.size()) {
      return std::nullopt;
    }
    const char letter = escape + 1 < raw.size() ? raw[escape + 1] : '\0';
    at = escape + 2;
    if (letter == 'u') {
      if (!append_unicode_escape(out, raw, at)) {
        return JsonProblem{escape, "an escape \\u without four hexadecimal digits"};
      }
      continue;
    }
    const char c = unescaped(letter);
    if (c == '\0') {
      return JsonProblem{escape, "an unknown escape"};
    }
    out += c;
  }
  return std::nullopt;
}

}  // namespace throughline::codec
