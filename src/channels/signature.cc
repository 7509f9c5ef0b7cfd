#include "channels/signature.h"

#include <sodium.h>

#include "base/text.h"

namespace throughline::channels {
namespace {

constexpr std::string_view secret_prefix = "whsec_";
constexpr std::size_t secret_bytes = 32;

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

std::string make_webhook_secret(Random& random) {
  return std::string(secret_prefix) + to_base64(random.bytes(secret_bytes));
}

std::string webhook_signature(std::string_view secret, std::string_view id, Time at,
                              std::string_view body) {
  const bool prefixed = secret.starts_with(secret_prefix);
  const std::string key =
      from_base64(secret.substr(prefixed ? secret_prefix.size() : 0)).value_or("");
  const std::string head = std::string(id) + '.' + std::to_string(at.us / us_per_second) + '.';
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, bytes_of(key), key.size());
  crypto_auth_hmacsha256_update(&state, bytes_of(head), head.size());
  crypto_auth_hmacsha256_update(&state, bytes_of(body), body.size());
  std::string mac(crypto_auth_hmacsha256_BYTES, '\0');
  crypto_auth_hmacsha256_final(&state, reinterpret_cast<unsigned char*>(mac.data()));
  return "v1," + to_base64(mac);
}

}  // namespace throughline::channels
