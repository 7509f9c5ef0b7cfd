// Rows of sources and source_hours.
#pragma once

#include <vector>

#include "collect/source.h"
#include "storage/database.h"

namespace throughline::collect {

Result<SourceId> add_source(storage::Transaction& tx, const Source& source);
Result<Source> find_source(storage::Transaction& tx, SourceId id);
// In the order of creation.
enum class Removed { left_out, included };
Result<std::vector<Source>> find_sources(storage::Transaction& tx, Removed removed);
Result<void> save_source(storage::Transaction& tx, const Source& source);
// The row stays, because events name it; it is in no list any more.
Result<void> remove_source(storage::Transaction& tx, SourceId id, Time now);

Result<void> add_tally(storage::Transaction& tx, SourceId id, const Tally& tally, Time now);
Result<SourceHealth> find_health(storage::Transaction& tx, SourceId id, Time now);

}  // namespace throughline::collect
