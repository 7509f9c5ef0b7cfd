#include "timeline/digest.h"

#include <sodium.h>

#include <array>
#include <cstring>

#include "base/assert.h"

namespace throughline::timeline {
namespace {

std::string hash(std::string_view key, std::string_view first, std::string_view second) {
  crypto_generichash_state state;
  const auto bytes = [](std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
  };
  std::string digest(digest_bytes, '\0');
  const bool hashed =
      crypto_generichash_init(&state, key.empty() ? nullptr : bytes(key), key.size(),
                              digest_bytes) == 0 &&
      crypto_generichash_update(&state, bytes(first), first.size()) == 0 &&
      crypto_generichash_update(&state, bytes(second), second.size()) == 0 &&
      crypto_generichash_final(&state, reinterpret_cast<unsigned char*>(digest.data()),
                               digest_bytes) == 0;
  TL_ASSERT(hashed);
  return digest;
}

}  // namespace

std::string digest_of(std::string_view text) {
  return hash({}, text, {});
}

std::string id_digest(std::string_view key, SourceId source, std::string_view message_id) {
  std::array<char, sizeof source.value> number = {};
  std::memcpy(number.data(), &source.value, number.size());
  return hash(key, {number.data(), number.size()}, message_id);
}

}  // namespace throughline::timeline
