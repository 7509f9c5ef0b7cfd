// The rows of replays. Functions run in the caller's transaction.
#pragma once

#include <optional>
#include <vector>

#include "base/result.h"
#include "channels/replay.h"
#include "storage/database.h"

namespace throughline::channels {

Result<ReplayId> add_replay(storage::Transaction& tx, const Replay& replay);
// Of this destination.
Result<Replay> find_replay(storage::Transaction& tx, DestinationId destination, ReplayId id);
// Newest first, at most 50.
Result<std::vector<Replay>> find_replays(storage::Transaction& tx, DestinationId destination);
// The one that is running or paused.
Result<std::optional<Replay>> find_open_replay(storage::Transaction& tx, DestinationId destination);
// How far it is: state, cursor, queued, excluded, next_at and its end.
Result<void> save_replay(storage::Transaction& tx, const Replay& replay);
struct ReplayOutcomes {
  std::int64_t sent = 0;
  std::int64_t dead = 0;
  std::int64_t withheld = 0;
};
Result<void> add_outcomes(storage::Transaction& tx, ReplayId id, const ReplayOutcomes& outcomes);

}  // namespace throughline::channels
