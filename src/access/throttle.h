// Throttle: how long somebody who guesses passwords has to wait. In memory; a restart forgives.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/guarded.h"
#include "base/time.h"

namespace throughline::access {

constexpr std::int64_t free_attempts = 5;                  // Of one account from one address.
constexpr std::int64_t free_attempts_of_address = 50;      // Of one address, whatever the account.
constexpr std::int64_t first_lock_us = 2 * us_per_second;  // Doubles with every attempt after.
constexpr std::int64_t longest_lock_us = us_per_hour;
constexpr std::int64_t forgotten_after_us = us_per_day;  // Of quiet.
constexpr std::size_t throttled_keys_max = 100'000;

struct Attempts {
  std::int64_t count = 0;  // Since the last success.
  Time last = {};
};

// When the next attempt is allowed, after `attempts` of which `free` cost nothing.
Time allowed_at(const Attempts& attempts, std::int64_t free);

// The part of an address that one person is likely to hold: an IPv4 address, or an IPv6 /64.
std::string network_of(std::string_view address);

// Thread-safe.
class Throttle {
 public:
  // Counts an attempt before its outcome is known, so that attempts side by side count too, and
  // gives the time at which it is allowed: not above `now` if it may go on.
  Time attempt(std::string_view account, std::string_view address, Time now);
  // As attempt(), without counting one.
  [[nodiscard]] Time next_allowed(std::string_view account, std::string_view address,
                                  Time now) const;
  // The account's owner got in: her count from this address starts anew.
  void succeeded(std::string_view account, std::string_view address);

 private:
  using Counts = std::unordered_map<std::string, Attempts>;
  static Time allowed(const Counts& counts, const std::string& key, std::int64_t free, Time now);
  static void forget(Counts& counts, Time now);
  Guarded<Counts> counts_;
};

}  // namespace throughline::access
