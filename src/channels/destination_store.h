// The rows of destinations, of what became of events, and of the last attempts. Functions run in
// the caller's transaction.
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "channels/destination.h"
#include "storage/database.h"

namespace throughline::channels {

Result<DestinationId> add_destination(storage::Transaction& tx, const Destination& destination);
Result<Destination> find_destination(storage::Transaction& tx, DestinationId id);
Result<std::vector<Destination>> find_destinations(storage::Transaction& tx);
Result<void> save_destination(storage::Transaction& tx, const Destination& destination);
// Its figures and attempts go with it; the row stays for the audit, without its secret.
Result<void> remove_destination(storage::Transaction& tx, DestinationId id, Time now);

Result<void> add_counts(storage::Transaction& tx, DestinationId id, const DeliveryCounts& counts,
                        Time now);
Result<void> add_latency(storage::Transaction& tx, DestinationId id, std::int64_t took_ms,
                         Time now);
// Without what the outbox knows: `waiting` and `dead_letters`.
Result<DestinationHealth> find_health(storage::Transaction& tx, DestinationId id, Time now);

// Only the last `attempts_kept` stay.
constexpr std::int64_t attempts_kept = 50;
Result<void> add_attempt(storage::Transaction& tx, DestinationId id, const AttemptMade& attempt);
// Newest first.
Result<std::vector<AttemptMade>> find_attempts(storage::Transaction& tx, DestinationId id);
// Overwrites what was said about somebody; how many rows.
Result<std::int64_t> forget_in_attempts(storage::Transaction& tx,
                                        const std::function<bool(std::string_view)>& says_so);

}  // namespace throughline::channels
