// FlatIndex: numbers keys from 0 in the order in which they come first. For kernels, which look up
// one for every event.
//
// Open addressing in a table that is never more than half full. Owned by one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace throughline::journey_engine {

class FlatIndex {
 public:
  // The key's number; that of a key that was never asked for is size() before the call.
  std::uint32_t of(std::uint64_t key) {
    if (keys_.size() * 2 >= slots_.size()) {
      grow();
    }
    for (std::size_t at = place_of(key);; at = (at + 1) & (slots_.size() - 1)) {
      if (slots_[at] == 0) {
        keys_.push_back(key);
        slots_[at] = static_cast<std::uint32_t>(keys_.size());
        return slots_[at] - 1;
      }
      if (keys_[slots_[at] - 1] == key) {
        return slots_[at] - 1;
      }
    }
  }
  [[nodiscard]] std::size_t size() const { return keys_.size(); }
  [[nodiscard]] std::uint64_t key(std::uint32_t number) const { return keys_[number]; }

 private:
  [[nodiscard]] std::size_t place_of(std::uint64_t key) const {
    std::uint64_t mixed = (key ^ (key >> 32U)) * 0x9e3779b97f4a7c15ULL;
    mixed ^= mixed >> 32U;
    return static_cast<std::size_t>(mixed) & (slots_.size() - 1);
  }
  void grow() {
    slots_.assign(slots_.empty() ? 64 : slots_.size() * 2, 0);
    for (std::uint32_t number = 0; number < keys_.size(); ++number) {
      std::size_t at = place_of(keys_[number]);
      while (slots_[at] != 0) {
        at = (at + 1) & (slots_.size() - 1);
      }
      slots_[at] = number + 1;
    }
  }

  std::vector<std::uint32_t> slots_;  // A key's number + 1, or 0.
  std::vector<std::uint64_t> keys_;
};

}  // namespace throughline::journey_engine
