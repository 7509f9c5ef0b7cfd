// Tombstones: the people of whom nothing may be taken any more, by keyed digests of their
// identifiers. In memory as in the table; thread-safe.
#pragma once

#include <atomic>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/guarded.h"
#include "event/identifier.h"
#include "people/erasure.h"

namespace throughline::people {

constexpr std::size_t tombstone_key_bytes = 32;

// HMAC-SHA-256 under the workspace's key, which is `tombstone_key_bytes` long.
std::string tombstone_of(std::string_view key, const Identifier& identifier);

class Tombstones {
 public:
  void load(std::string key, std::map<std::string, ErasureMode> stones);
  void add(const std::vector<std::string>& macs, ErasureMode mode);
  void remove(const std::vector<std::string>& macs);

  // Cheap where there is none.
  [[nodiscard]] bool empty() const { return empty_.load(std::memory_order_relaxed); }
  [[nodiscard]] std::optional<ErasureMode> find(const Identifier& identifier) const;
  [[nodiscard]] std::string mac_of(const Identifier& identifier) const;

 private:
  struct State {
    std::string key = {};
    std::map<std::string, ErasureMode> stones = {};
  };
  Guarded<State> state_;
  std::atomic<bool> empty_ = true;
};

}  // namespace throughline::people
