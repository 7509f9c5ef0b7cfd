// RateLimiter: a token bucket per caller, and the headers that tell a caller where it stands.
//
// The rate is the operator's. Memory is bounded: buckets that have filled up are forgotten, and
// when too many callers are active at once the new ones share one bucket.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/actor.h"
#include "base/clock.h"
#include "base/guarded.h"
#include "http/response.h"

namespace throughline::http {

// `requests` per `window_s` seconds, all of which may come at once.
struct RateLimit {
  std::int64_t requests = 6'000;
  std::int64_t window_s = 60;
};

struct RateDecision {
  bool allowed = true;
  std::int64_t limit = 0;
  std::int64_t remaining = 0;
  std::int64_t reset_s = 0;        // Until the bucket is full again.
  std::int64_t retry_after_s = 0;  // At least one where not allowed.
};

// Thread-safe. The clock must outlive it.
class RateLimiter {
 public:
  static constexpr std::size_t callers_max = 100'000;

  RateLimiter(const Clock& clock, RateLimit limit) : clock_(clock), limit_(limit) {}

  // Takes `cost` tokens from the caller's bucket, or none where it holds fewer.
  RateDecision take(std::string_view caller, std::int64_t cost = 1);

 private:
  struct Bucket {
    double tokens;
    std::int64_t updated_us;
  };
  struct Shard {
    std::unordered_map<std::string, Bucket> buckets = {};
    std::int64_t swept_us = 0;
  };
  [[nodiscard]] double tokens_at(const Bucket& bucket, std::int64_t now_us) const;
  Bucket& bucket_of(Shard& shard, std::string_view caller, std::int64_t now_us) const;

  const Clock& clock_;
  RateLimit limit_;
  std::array<Guarded<Shard>, 16> shards_ = {};
};

// X-RateLimit-Limit, -Remaining and -Reset, and Retry-After where not allowed.
void add_rate_headers(const RateDecision& decision, Response& response);
// The 429 with those headers.
Response too_many_requests(const RateDecision& decision);

// Whose bucket: the API key's, the user's, else the address's (of IPv6 its /64, which one customer
// owns whole).
std::string caller_of(const Actor& actor, std::string_view remote_address);

}  // namespace throughline::http
