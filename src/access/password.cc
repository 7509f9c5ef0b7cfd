#include "access/password.h"

#include <sodium.h>

#include <array>

#include "access/text_rules.h"
#include "base/assert.h"
#include "base/text.h"

namespace throughline::access {
namespace {

// Well formed and with the limits below, of a password that nobody knows.
constexpr const char* hash_of_nobody =
    "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$"
    "dGhpcyBpcyBub3QgYSBoYXNoIG9mIGFueXRoaW5nIDE";

class Slot {
 public:
  explicit Slot(std::counting_semaphore<hashes_at_once>& slots) : slots_(slots) {
    slots_.acquire();
  }
  ~Slot() { slots_.release(); }
  Slot(const Slot&) = delete;
  Slot& operator=(const Slot&) = delete;

 private:
  std::counting_semaphore<hashes_at_once>& slots_;
};

}  // namespace

Result<void> check_password(std::string_view password) {
  if (count_characters(password) < password_characters_min) {
    return Error::invalid("A password needs at least 10 characters");
  }
  if (password.size() > password_bytes_max) {
    return Error::invalid("A password may have at most 1000 bytes");
  }
  return {};
}

PasswordHasher::PasswordHasher() {
  TL_ASSERT(sodium_init() >= 0);
  // Otherwise it would be refused unread, and the time would tell that there is no such user.
  TL_ASSERT(crypto_pwhash_str_needs_rehash(hash_of_nobody, crypto_pwhash_OPSLIMIT_INTERACTIVE,
                                           crypto_pwhash_MEMLIMIT_INTERACTIVE) == 0);
}

Result<std::string> PasswordHasher::hash(std::string_view password) {
  const Slot slot(slots_);
  std::array<char, crypto_pwhash_STRBYTES> hash = {};
  if (crypto_pwhash_str(hash.data(), password.data(), password.size(),
                        crypto_pwhash_OPSLIMIT_INTERACTIVE,
                        crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0) {
    return Error::unavailable("The server has no memory left to hash a password");
  }
  return std::string(hash.data());
}

bool PasswordHasher::matches(const std::string& hash, std::string_view password) {
  if (password.size() > password_bytes_max) {
    return false;
  }
  const Slot slot(slots_);
  const bool matches = crypto_pwhash_str_verify(hash.empty() ? hash_of_nobody : hash.c_str(),
                                                password.data(), password.size()) == 0;
  return matches && !hash.empty();
}

}  // namespace throughline::access
