// Signatures of webhooks, as standardwebhooks.com describes them. Pure.
#pragma once

#include <string>
#include <string_view>

#include "base/random.h"
#include "base/time.h"

namespace throughline::channels {

// "whsec_" and 32 random bytes in base64.
std::string make_webhook_secret(Random& random);

// The value of webhook-signature: "v1," and the HMAC-SHA256 of "ID.SECONDS.BODY" in base64, with
// the bytes that stand after the secret's prefix. Whoever checks it compares `at` with the present.
std::string webhook_signature(std::string_view secret, std::string_view id, Time at,
                              std::string_view body);

}  // namespace throughline::channels
