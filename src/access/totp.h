// One-time codes of a second factor: RFC 6238 with SHA-1, six digits and steps of 30 seconds, which
// is what every authenticator speaks. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"

namespace throughline::access {

constexpr std::size_t totp_secret_bytes = 20;
constexpr std::int64_t totp_step_s = 30;

// RFC 4648 without padding, as people type secrets into an authenticator.
std::string to_base32(std::string_view bytes);

std::string totp_code(std::string_view secret, std::int64_t step);

// The step that `code` is of: the present one, the one before or the one after, but later than
// `last_used`, so that nobody uses a code again. Nothing for any other code.
std::optional<std::int64_t> find_totp_step(std::string_view secret, std::string_view code, Time now,
                                           std::int64_t last_used);

// otpauth://totp/..., for a QR code or a link.
std::string totp_uri(std::string_view secret, std::string_view account, std::string_view issuer);

}  // namespace throughline::access
