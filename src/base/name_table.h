// The one way an enumeration is spelled as text: a table of names in the order of the enumerators.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "base/result.h"

namespace throughline {

template <class Enum, std::size_t size>
Result<Enum> parse_name(const std::array<std::string_view, size>& names, std::string_view name,
                        std::string_view what) {
  for (std::size_t i = 0; i < size; ++i) {
    if (names[i] == name) {
      return static_cast<Enum>(i);
    }
  }
  return Error::invalid("unknown " + std::string(what) + ": " + std::string(name));
}

template <class Enum, std::size_t size>
std::string_view name_in(const std::array<std::string_view, size>& names, Enum value) {
  return names.at(static_cast<std::size_t>(value));
}

}  // namespace throughline
