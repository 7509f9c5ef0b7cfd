// Mentions: where a text names a person who is being erased, and the text without her.
//
// Addresses and long ids are found anywhere and without regard to ASCII case. Short ids ("42") mean
// nothing by themselves and are found only where they stand as a JSON text or beside their type.
// Pure.
#pragma once

#include <bitset>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "event/identifier.h"

namespace throughline::people {

class Mentions {
 public:
  // `also`: other spellings of her addresses, as a sender wrote them.
  explicit Mentions(const std::vector<Identifier>& identifiers,
                    const std::vector<std::string>& also = {});

  // Whether `text`, JSON or plain, names her.
  [[nodiscard]] bool in(std::string_view text) const;
  // Whether one of her addresses or long ids is in `text`. Quick, however many she has.
  [[nodiscard]] bool anywhere_in(std::string_view text) const;

  enum class Short { kept, taken };
  // With "erased" in place of her. Short ids are taken out only of what the product itself wrote.
  [[nodiscard]] std::string without(std::string text, Short ids) const;
  // The same, or nothing where the text does not name her.
  [[nodiscard]] std::optional<std::string> rest_of(const std::string& text, Short ids) const;

 private:
  [[nodiscard]] bool anywhere_in_lower(std::string_view lower) const;

  std::vector<std::string> anywhere_;  // The longest first.
  // Places in anywhere_ by their first four bytes, and which first two bytes there are at all.
  std::unordered_map<std::uint32_t, std::vector<std::size_t>> by_start_;
  std::bitset<65536> starts_;
  std::vector<std::string> quoted_;  // "42" and user_id 42.
};

}  // namespace throughline::people
