// SecretBox: seals small secrets before they are stored (libsodium's secretbox), so that a copy of
// the database alone gives none of them away. Thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/random.h"

namespace throughline {

constexpr std::size_t secret_box_key_bytes = 32;

class SecretBox {
 public:
  SecretBox() = default;  // Opens nothing.
  // `key` has secret_box_key_bytes.
  explicit SecretBox(std::string key);

  [[nodiscard]] std::string seal(Random& random, std::string_view secret) const;
  // Nothing where it was sealed with another key or altered.
  [[nodiscard]] std::optional<std::string> open(std::string_view sealed) const;

 private:
  std::string key_;
};

}  // namespace throughline
