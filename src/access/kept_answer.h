// KeptAnswer: what one caller was answered to a request that carried an Idempotency-Key.
#pragma once

#include <optional>
#include <string>

#include "base/time.h"

namespace throughline::access {

// So long a key means the request that it was first sent with.
constexpr std::int64_t answers_kept_us = std::int64_t{24} * us_per_hour;
constexpr std::size_t idempotency_key_bytes_max = 255;

// Whose key, and what it was sent with: hashes, since both may hold anything.
struct AnswerKey {
  std::string caller = {};  // user:5 or key:7.
  std::string key_hash = {};
  std::string request_hash = {};
};

struct KeptAnswer {
  std::string request_hash = {};
  std::optional<int> status = {};        // Nothing: the outcome is not known (yet).
  std::optional<std::string> body = {};  // Nothing: not to be said again.
  std::string content_type = {};
};

}  // namespace throughline::access
