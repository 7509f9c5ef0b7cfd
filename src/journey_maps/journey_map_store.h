// Rows of journey maps and their versions. All inside the caller's unit of work.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "journey_maps/journey_map.h"
#include "storage/database.h"

namespace throughline::journey_maps {

enum class Archived { left_out, included };

Result<JourneyMapId> add_map(storage::Transaction& tx, const JourneyMap& map);
Result<void> save_map(storage::Transaction& tx, const JourneyMap& map);
// Archived ones too.
Result<JourneyMap> find_map(storage::Transaction& tx, JourneyMapId id);
Result<std::vector<JourneyMap>> find_maps(storage::Transaction& tx, Archived archived);
Result<std::int64_t> count_maps(storage::Transaction& tx);  // That are not archived.

// The map as it is becomes one of its versions.
Result<void> add_version(storage::Transaction& tx, const JourneyMap& map);
// Newest first.
Result<std::vector<MapVersion>> find_versions(storage::Transaction& tx, JourneyMapId id,
                                              std::size_t limit);
// `map` as it was.
Result<JourneyMap> find_version(storage::Transaction& tx, const JourneyMap& map,
                                std::int64_t version);

}  // namespace throughline::journey_maps
