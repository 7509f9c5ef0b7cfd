#include "base/secret_box.h"

#include <sodium.h>

#include <utility>

#include "base/assert.h"

namespace throughline {
namespace {

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* bytes_of(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

}  // namespace

SecretBox::SecretBox(std::string key) : key_(std::move(key)) {
  TL_ASSERT(key_.size() == crypto_secretbox_KEYBYTES);
}

std::string SecretBox::seal(Random& random, std::string_view secret) const {
  TL_ASSERT(!key_.empty());
  const std::string nonce = random.bytes(crypto_secretbox_NONCEBYTES);
  std::string sealed(secret.size() + crypto_secretbox_MACBYTES, '\0');
  crypto_secretbox_easy(bytes_of(sealed), bytes_of(secret), secret.size(),
                        bytes_of(std::string_view(nonce)), bytes_of(std::string_view(key_)));
  return nonce + sealed;
}

std::optional<std::string> SecretBox::open(std::string_view sealed) const {
  constexpr std::size_t overhead = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;
  if (key_.empty() || sealed.size() < overhead) {
    return std::nullopt;
  }
  const std::string_view boxed = sealed.substr(crypto_secretbox_NONCEBYTES);
  std::string secret(sealed.size() - overhead, '\0');
  if (crypto_secretbox_open_easy(bytes_of(secret), bytes_of(boxed), boxed.size(), bytes_of(sealed),
                                 bytes_of(std::string_view(key_))) != 0) {
    return std::nullopt;
  }
  return secret;
}

}  // namespace throughline
