// Numbers in decimal text.
#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>
#include <system_error>

namespace throughline {

// The number that all of `text` is, "-" being its only sign; nothing where it does not fit.
template <class Number = std::int64_t>
std::optional<Number> number_in(std::string_view text) {
  Number number = 0;
  const char* const begin = text.data();
  const char* const end = begin + text.size();
  const auto [stopped, error] = std::from_chars(begin, end, number);
  return error == std::errc() && stopped == end ? std::optional(number) : std::nullopt;
}

}  // namespace throughline
