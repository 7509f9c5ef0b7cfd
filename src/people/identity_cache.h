// IdentityCache: what the latest claims resolved to, so that the next event of a known person needs
// no SQL.
//
// It remembers that a set of identifiers was claimed at a time; an event that says the same later
// adds nothing, and its key identifier is known. Owners are not remembered, so merges do not touch
// it. Filled only with what is committed. Owned by the one writer of a SQLite database.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <unordered_map>

#include "base/id.h"
#include "base/random.h"
#include "base/time.h"
#include "event/event.h"
#include "people/rules.h"

namespace throughline::people {

class IdentityCache {
 public:
  struct Entry {
    Time evidence_at = {};
    IdentifierId key = {};
  };
  using Key = std::array<std::uint64_t, 2>;

  explicit IdentityCache(Random& random);

  // A keyed 128-bit hash: senders cannot make two sets meet.
  [[nodiscard]] Key key_of(const Draft& draft, const Rules& rules) const;
  [[nodiscard]] std::optional<Entry> find(const Key& key);
  void put(const Key& key, Entry entry);
  void clear();

 private:
  struct KeyHash {
    std::size_t operator()(const Key& key) const noexcept { return key[0]; }
  };
  using Generation = std::unordered_map<Key, Entry, KeyHash>;

  std::array<unsigned char, 16> secret_ = {};
  // The older generation is forgotten when the younger one is full.
  Generation young_;
  Generation old_;
};

}  // namespace throughline::people
