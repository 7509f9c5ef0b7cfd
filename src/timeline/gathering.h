// Gatherer: a follower that writes what many events add up to at once.
//
// Rows that lie all over a table cost a page each. What an event adds to them is gathered in memory
// and written in the order of its keys, so that many events share a page, in slices that are each
// committed together with how far they came. After a crash the same events are gathered again and
// the rest is written.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "event/event.h"
#include "timeline/recording.h"

namespace throughline::timeline {

// What some events add up to, by key. Made anew from the same events, it says the same of each key.
// Owned by one thread.
class Gathering {
 public:
  virtual ~Gathering() = default;
  // In position order, in a read. After an error the gathering is thrown away.
  virtual Result<void> add(storage::Transaction& tx, std::span<const Event> events) = 0;
  // In ascending order.
  [[nodiscard]] virtual std::vector<std::int64_t> keys() const = 0;
  // Whether the record still says what was gathered from it; if not, it is gathered anew.
  virtual Result<bool> holds(storage::Transaction& tx) = 0;
  // Writes what is said of these keys. May run again after an error: all that it writes goes
  // through `tx`. Where one key fails twice alone, its latest event is kept as a dead letter
  // `follower_failed` and the key is left out.
  virtual Result<void> write(storage::Transaction& tx, std::span<const std::int64_t> keys) = 0;
  [[nodiscard]] virtual EventSeq latest_of(std::int64_t key) const = 0;
};

class Gatherer : public Follower {
 public:
  virtual std::unique_ptr<Gathering> begin() = 0;
  // All in one unit.
  Result<void> follow(storage::Transaction& tx, std::span<const Event> events) final {
    const std::unique_ptr<Gathering> gathering = begin();
    TL_TRY(gathering->add(tx, events));
    return gathering->write(tx, gathering->keys());
  }
};

}  // namespace throughline::timeline
