// FlatIndex: numbers keys from 0 in the order in which they come first. For kernels, which look up
// one for every event.
//
// Open addressing in a table that is never more than half full; a key lies beside its number, so
// that finding it reads one line of memory. Owned by one thread.
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
      Slot& slot = slots_[at];
      if (slot.number == 0) {
        keys_.push_back(key);
        slot = {key, keys_.size()};
        return static_cast<std::uint32_t>(slot.number - 1);
      }
      if (slot.key == key) {
        return static_cast<std::uint32_t>(slot.number - 1);
      }
    }
  }
  // Has it on its way into the cache.
  void expect(std::uint64_t key) const {
    if (!slots_.empty()) {
      __builtin_prefetch(&slots_[place_of(key)], 0);
    }
  }
  [[nodiscard]] std::size_t size() const { return keys_.size(); }
  [[nodiscard]] std::uint64_t key(std::uint32_t number) const { return keys_[number]; }

 private:
  struct Slot {
    std::uint64_t key = 0;
    std::uint64_t number = 0;  // + 1; 0: none.
  };
  [[nodiscard]] std::size_t place_of(std::uint64_t key) const {
    std::uint64_t mixed = (key ^ (key >> 32U)) * 0x9e3779b97f4a7c15ULL;
    mixed ^= mixed >> 32U;
    return static_cast<std::size_t>(mixed) & (slots_.size() - 1);
  }
  void grow() {
    slots_.assign(slots_.empty() ? 64 : slots_.size() * 2, {});
    for (std::size_t number = 0; number < keys_.size(); ++number) {
      std::size_t at = place_of(keys_[number]);
      while (slots_[at].number != 0) {
        at = (at + 1) & (slots_.size() - 1);
      }
      slots_[at] = {keys_[number], number + 1};
    }
  }

  std::vector<Slot> slots_;
  std::vector<std::uint64_t> keys_;
};

}  // namespace throughline::journey_engine
