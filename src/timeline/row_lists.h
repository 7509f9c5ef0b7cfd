// RowLists: per key identifier, which events there are, in the total order and without the events.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "base/time.h"
#include "event/event.h"

namespace throughline::storage {
class Transaction;
}

namespace throughline::timeline {

// A LineFilter with its names looked up.
struct RowFilter {
  std::uint32_t kinds = ~0U;                            // A bit per enumerator.
  std::uint32_t channels = ~0U;                         // A bit per enumerator.
  std::optional<std::vector<std::int64_t>> names = {};  // Ids, sorted. Nothing: all.
  std::optional<Time> from = {};                        // Inclusive.
  std::optional<Time> until = {};                       // Exclusive.

  [[nodiscard]] bool takes(EventKind kind, Channel channel, std::int64_t name) const;
};

// Days since 1970, in UTC.
std::int64_t day_of(Time time);
using DaySink = std::function<void(std::int64_t day, std::int64_t events)>;

struct LineRow {
  LinePosition position = {};
  EventSeq seq = {};
};

enum class Direction { older, newer };

struct RowsQuery {
  std::vector<IdentifierId> identifiers = {};
  RowFilter filter = {};
  std::optional<LinePosition> bound = {};  // Not included. Nothing: from the newest or the oldest.
  Direction direction = Direction::older;
  std::size_t limit = 0;
  EventSeq newest = {};  // Rows above are left out: the transaction does not see their events.
};

// Thread-safe. Sees what was committed before the transaction began, and maybe more up to `newest`.
class RowLists {
 public:
  virtual ~RowLists() = default;
  // The first `limit` rows from the bound on, in that direction's order.
  virtual Result<std::vector<LineRow>> rows(storage::Transaction& tx, const RowsQuery& query) = 0;
  // The times of all rows that pass, in no order; bound and limit do not count.
  virtual Result<void> each_time(storage::Transaction& tx, const RowsQuery& query,
                                 const std::function<void(Time)>& sink) = 0;
  // How many rows pass on each day (day_of()); a day may come more than once.
  virtual Result<void> each_day(storage::Transaction& tx, const RowsQuery& query,
                                const DaySink& sink);
};

}  // namespace throughline::timeline
