// Identifier: a typed name that a customer goes by: a user_id, an email, a device.
#pragma once

#include <compare>
#include <string>

namespace throughline {

// `type` is snake_case: user_id, email, phone, anonymous_id, android.id, ios.idfa, ga_client_id, or
// a custom one. `value` is normalised by people/; never cut, at most `identifier_characters_max`.
struct Identifier {
  std::string type = {};
  std::string value = {};
  auto operator<=>(const Identifier&) const = default;
};

constexpr std::size_t identifier_characters_max = 500;

}  // namespace throughline
