#include <algorithm>

#include "base/text.h"
#include "http/request.h"

namespace throughline::http {

void Headers::add(std::string_view name, std::string_view value) {
  headers_.emplace_back(ascii_lower(name), std::string(trimmed(value)));
}

void Headers::set(std::string_view name, std::string_view value) {
  remove(name);
  add(name, value);
}

void Headers::remove(std::string_view name) {
  std::erase_if(headers_,
                [&](const auto& header) { return equal_ignoring_case(header.first, name); });
}

std::optional<std::string_view> Headers::find(std::string_view name) const {
  const auto found = std::ranges::find_if(
      headers_, [&](const auto& header) { return equal_ignoring_case(header.first, name); });
  if (found == headers_.end()) {
    return std::nullopt;
  }
  return found->second;
}

std::string_view Headers::value_or(std::string_view name, std::string_view otherwise) const {
  return find(name).value_or(otherwise);
}

}  // namespace throughline::http
