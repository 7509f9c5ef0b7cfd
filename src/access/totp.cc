#include "access/totp.h"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>

#include "access/secret.h"
#include "base/assert.h"
#include "base/text.h"

namespace throughline::access {
namespace {

constexpr std::size_t sha1_bytes = 20;
constexpr std::uint32_t six_digits = 1'000'000;

std::array<unsigned char, sha1_bytes> hmac_sha1(std::string_view key,
                                                const std::array<unsigned char, 8>& message) {
  std::array<unsigned char, sha1_bytes> digest = {};
  unsigned int size = digest.size();
  const auto* made = HMAC(EVP_sha1(), key.data(), static_cast<int>(key.size()), message.data(),
                          message.size(), digest.data(), &size);
  TL_ASSERT(made != nullptr && size == digest.size());
  return digest;
}

}  // namespace

std::string to_base32(std::string_view bytes) {
  constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string text;
  std::uint32_t bits = 0;
  unsigned held = 0;
  for (const char byte : bytes) {
    bits = (bits << 8U) | static_cast<unsigned char>(byte);
    held += 8;
    while (held >= 5) {
      held -= 5;
      text += alphabet[(bits >> held) & 31U];
    }
  }
  if (held > 0) {
    text += alphabet[(bits << (5 - held)) & 31U];
  }
  return text;
}

std::string totp_code(std::string_view secret, std::int64_t step) {
  std::array<unsigned char, 8> message = {};
  for (std::size_t i = 0; i < message.size(); ++i) {
    message.at(message.size() - 1 - i) =
        static_cast<unsigned char>(static_cast<std::uint64_t>(step) >> (8 * i));
  }
  const auto digest = hmac_sha1(secret, message);
  const std::size_t at = digest.back() & 15U;
  std::uint32_t number = digest.at(at) & 127U;
  for (std::size_t i = 1; i < 4; ++i) {
    number = (number << 8U) | digest.at(at + i);
  }
  return fmt::format("{:06}", number % six_digits);
}

std::optional<std::int64_t> find_totp_step(std::string_view secret, std::string_view code, Time now,
                                           std::int64_t last_used) {
  const std::int64_t present = now.us / us_per_second / totp_step_s;
  for (const std::int64_t step : {present, present - 1, present + 1}) {
    if (equal_in_constant_time(totp_code(secret, step), code) && step > last_used) {
      return step;
    }
  }
  return std::nullopt;
}

std::string totp_uri(std::string_view secret, std::string_view account, std::string_view issuer) {
  return fmt::format("otpauth://totp/{0}:{1}?secret={2}&issuer={0}", percent_encoded(issuer),
                     percent_encoded(account), to_base32(secret));
}

}  // namespace throughline::access
