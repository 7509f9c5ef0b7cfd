// TimelineOptions: how the derived indexes are kept, and the limits of the room.
#pragma once

#include <cstddef>

#include "timeline/dead_letter.h"
#include "timeline/rocksdb_files.h"

namespace throughline::timeline {

// `derived`: RocksDB on SQLite, and PostgreSQL's own indexes. `sql`: the database's own indexes
// everywhere, for comparison.
enum class IndexKind { derived, sql };

struct TimelineOptions {
  IndexKind index = IndexKind::derived;
  RocksdbOptions rocksdb = {};
  DeadLetterLimits dead_letters = {};
  std::size_t follower_batch = 2000;
};

}  // namespace throughline::timeline
