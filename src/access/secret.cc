#include "access/secret.h"

#include <sodium.h>

#include <algorithm>

#include "base/assert.h"

namespace throughline::access {
namespace {

constexpr std::string_view alphabet =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
constexpr std::size_t secret_characters = 43;

}  // namespace

std::string make_secret(Random& random, std::string_view prefix) {
  std::string secret(prefix);
  for (std::size_t i = 0; i < secret_characters; ++i) {
    secret += alphabet[random.below(alphabet.size())];
  }
  return secret;
}

std::string hash_of_secret(std::string_view text) {
  std::string hash(crypto_generichash_BYTES, '\0');
  const int failed = crypto_generichash(reinterpret_cast<unsigned char*>(hash.data()), hash.size(),
                                        reinterpret_cast<const unsigned char*>(text.data()),
                                        text.size(), nullptr, 0);
  TL_ASSERT(failed == 0);
  return hash;
}

std::string shown_part(std::string_view key) {
  for (const std::string_view prefix : {api_key_prefix, write_key_prefix}) {
    if (key.starts_with(prefix)) {
      return std::string(key.substr(0, prefix.size() + shown_characters));
    }
  }
  return std::string(key.substr(0, std::min(shown_characters, key.size() / 3)));
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace throughline::access
