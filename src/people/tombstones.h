// Tombstones: the people of whom nothing may be taken any more, by keyed digests of their
// identifiers. In memory as in the tables; thread-safe.
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

// HMAC-SHA-256 under the workspace's key, which is `tombstone_key_bytes` long.
std::string tombstone_of(std::string_view key, const Identifier& identifier);

class Tombstones {
 public:
  // The workspace's own set first.
  void load(const std::vector<TombstoneSet>& sets);
  void add(const std::vector<std::string>& macs, ErasureMode mode);
  void add(const TombstoneSet& set);
  void remove(const std::vector<std::string>& macs);

  // Cheap where there is none.
  [[nodiscard]] bool empty() const { return empty_.load(std::memory_order_relaxed); }
  // Erased, where one set says erased and another suppressed.
  [[nodiscard]] std::optional<ErasureMode> find(const Identifier& identifier) const;
  // Under the workspace's own key.
  [[nodiscard]] std::string mac_of(const Identifier& identifier) const;
  // The workspace's own among these.
  [[nodiscard]] std::map<std::string, ErasureMode> known(
      const std::vector<std::string>& macs) const;
  // Those by which it is refused, whatever their key.
  [[nodiscard]] std::vector<std::string> macs_refusing(const Identifier& identifier) const;

 private:
  using Stones = std::map<std::string, ErasureMode>;
  struct State {
    std::string own_key = {};
    std::map<std::string, Stones> by_key = {};  // None empty.
  };
  Guarded<State> state_;
  std::atomic<bool> empty_ = true;
};

}  // namespace throughline::people
