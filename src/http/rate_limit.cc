#include "http/rate_limit.h"

#include <arpa/inet.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "base/text.h"

namespace throughline::http {

double RateLimiter::tokens_at(const Bucket& bucket, std::int64_t now_us) const {
  const double per_us =
      static_cast<double>(limit_.requests) / (static_cast<double>(limit_.window_s) * us_per_second);
  const auto elapsed = static_cast<double>(std::max<std::int64_t>(0, now_us - bucket.updated_us));
  return std::min(static_cast<double>(limit_.requests), bucket.tokens + elapsed * per_us);
}

RateLimiter::Bucket& RateLimiter::bucket_of(Shard& shard, std::string_view caller,
                                            std::int64_t now_us) const {
  const Bucket full = {static_cast<double>(limit_.requests), now_us};
  std::string key(caller);
  if (const auto found = shard.buckets.find(key); found != shard.buckets.end()) {
    return found->second;
  }
  const std::size_t buckets_max = callers_max / shards_.size();
  if (shard.buckets.size() >= buckets_max && now_us - shard.swept_us >= us_per_second) {
    shard.swept_us = now_us;
    std::erase_if(shard.buckets, [&](const auto& entry) {
      return tokens_at(entry.second, now_us) >= full.tokens;
    });
  }
  if (shard.buckets.size() >= buckets_max) {
    key.clear();
  }
  return shard.buckets.try_emplace(std::move(key), full).first->second;
}

RateDecision RateLimiter::take(std::string_view caller, std::int64_t cost) {
  const std::int64_t now_us = clock_.now().us;
  const std::size_t shard = std::hash<std::string_view>{}(caller) % shards_.size();
  return shards_.at(shard).with([&](Shard& held) {
    Bucket& bucket = bucket_of(held, caller, now_us);
    bucket.tokens = tokens_at(bucket, now_us);
    bucket.updated_us = now_us;
    RateDecision decision = {.limit = limit_.requests};
    const double per_s =
        static_cast<double>(limit_.requests) / static_cast<double>(limit_.window_s);
    const auto needed = static_cast<double>(cost);
    decision.allowed = bucket.tokens >= needed;
    if (decision.allowed) {
      bucket.tokens -= needed;
    } else {
      decision.retry_after_s = std::max<std::int64_t>(
          1, static_cast<std::int64_t>(std::ceil((needed - bucket.tokens) / per_s)));
    }
    decision.remaining = static_cast<std::int64_t>(bucket.tokens);
    decision.reset_s = static_cast<std::int64_t>(
        std::ceil((static_cast<double>(limit_.requests) - bucket.tokens) / per_s));
    return decision;
  });
}

void add_rate_headers(const RateDecision& decision, Response& response) {
  response.headers.set("x-ratelimit-limit", std::to_string(decision.limit));
  response.headers.set("x-ratelimit-remaining", std::to_string(decision.remaining));
  response.headers.set("x-ratelimit-reset", std::to_string(decision.reset_s));
  if (!decision.allowed) {
    response.headers.set("retry-after", std::to_string(decision.retry_after_s));
  }
}

Response too_many_requests(const RateDecision& decision) {
  Response response = problem(Error::too_many("Too many requests. Try again in " +
                                              std::to_string(decision.retry_after_s) + " s."));
  add_rate_headers(decision, response);
  return response;
}

std::string caller_of(const Actor& actor, std::string_view remote_address) {
  if (actor.api_key) {
    return "key " + std::to_string(actor.workspace.value) + " " +
           std::to_string(actor.api_key.value);
  }
  if (actor.user) {
    return "user " + std::to_string(actor.user.value);
  }
  in6_addr address = {};
  const std::string text(remote_address);
  if (inet_pton(AF_INET6, text.c_str(), &address) == 1) {
    return "net " + to_hex({reinterpret_cast<const char*>(&address), 8});
  }
  return "address " + text;
}

}  // namespace throughline::http
