// Passwords: Argon2id, and what a password must be like.
#pragma once

#include <cstddef>
#include <semaphore>
#include <string>
#include <string_view>

#include "base/result.h"

namespace throughline::access {

constexpr std::size_t password_characters_min = 10;
constexpr std::size_t password_bytes_max = 1000;
// Each hash takes 64 MB while it runs; more of them wait.
constexpr int hashes_at_once = 2;

// Error::invalid, in words for the person who chose it.
Result<void> check_password(std::string_view password);

// Thread-safe. Slow on purpose: call it on a worker, never inside a transaction.
class PasswordHasher {
 public:
  PasswordHasher();

  Result<std::string> hash(std::string_view password);
  // An empty `hash` (nobody, or not yet accepted) matches nothing and takes as long as any other.
  [[nodiscard]] bool matches(const std::string& hash, std::string_view password);

 private:
  std::counting_semaphore<hashes_at_once> slots_{hashes_at_once};
};

}  // namespace throughline::access
