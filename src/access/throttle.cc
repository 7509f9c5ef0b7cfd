#include "access/throttle.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

namespace throughline::access {
namespace {

std::string account_key(std::string_view account, std::string_view network) {
  return std::string(account) + ' ' + std::string(network);
}

// An address alone: no account holds a space.
std::string address_key(std::string_view network) {
  return ' ' + std::string(network);
}

}  // namespace

Time allowed_at(const Attempts& attempts, std::int64_t free) {
  const std::int64_t above = attempts.count - free;
  if (above < 0) {
    return {};
  }
  std::int64_t lock_us = first_lock_us;
  for (std::int64_t i = 0; i < above && lock_us < longest_lock_us; ++i) {
    lock_us *= 2;
  }
  return {attempts.last.us + std::min(lock_us, longest_lock_us)};
}

std::string network_of(std::string_view address) {
  std::array<unsigned char, sizeof(in6_addr)> bytes = {};
  if (inet_pton(AF_INET6, std::string(address).c_str(), bytes.data()) != 1) {
    return std::string(address);
  }
  const auto* const v6 = reinterpret_cast<const in6_addr*>(bytes.data());
  const bool is_v4 = IN6_IS_ADDR_V4MAPPED(v6) != 0;
  return {reinterpret_cast<const char*>(bytes.data()), is_v4 ? bytes.size() : 8};
}

Time Throttle::allowed(const Counts& counts, const std::string& key, std::int64_t free, Time now) {
  const auto found = counts.find(key);
  const bool counted = found != counts.end() && now.us - found->second.last.us < forgotten_after_us;
  return counted ? allowed_at(found->second, free) : Time{};
}

void Throttle::forget(Counts& counts, Time now) {
  if (counts.size() < throttled_keys_max) {
    return;
  }
  std::erase_if(counts, [&](const auto& entry) {
    return now.us - entry.second.last.us >= forgotten_after_us ||
           entry.second.count < free_attempts;
  });
  if (counts.size() >= throttled_keys_max) {
    counts.clear();
  }
}

Time Throttle::attempt(std::string_view account, std::string_view address, Time now) {
  const std::string network = network_of(address);
  const std::string of_account = account_key(account, network);
  const std::string of_address = address_key(network);
  return counts_.with([&](Counts& counts) {
    const Time allowed =
        std::max(Throttle::allowed(counts, of_account, free_attempts, now),
                 Throttle::allowed(counts, of_address, free_attempts_of_address, now));
    if (allowed > now) {
      return allowed;  // Refused attempts do not lengthen the wait.
    }
    forget(counts, now);
    for (const std::string& key : {of_account, of_address}) {
      Attempts& attempts = counts[key];
      if (now.us - attempts.last.us >= forgotten_after_us) {
        attempts.count = 0;
      }
      ++attempts.count;
      attempts.last = now;
    }
    return now;
  });
}

Time Throttle::next_allowed(std::string_view account, std::string_view address, Time now) const {
  const std::string network = network_of(address);
  return counts_.with([&](const Counts& counts) {
    return std::max(allowed(counts, account_key(account, network), free_attempts, now),
                    allowed(counts, address_key(network), free_attempts_of_address, now));
  });
}

void Throttle::succeeded(std::string_view account, std::string_view address) {
  const std::string network = network_of(address);
  counts_.with([&](Counts& counts) {
    counts.erase(account_key(account, network));
    const auto found = counts.find(address_key(network));
    if (found != counts.end() && found->second.count > 0) {
      --found->second.count;
    }
  });
}

}  // namespace throughline::access
