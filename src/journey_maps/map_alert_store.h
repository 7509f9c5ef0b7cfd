// Rows of alerts of journey maps and their notices. Inside the caller's unit of work.
#pragma once

#include <set>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "journey_maps/map_alert.h"
#include "storage/database.h"

namespace throughline::journey_maps {

Result<std::set<AlertKey>> find_crossed(storage::Transaction& tx, JourneyMapId map);
Result<void> add_crossed(storage::Transaction& tx, JourneyMapId map, const AlertKey& key);
Result<void> remove_crossed(storage::Transaction& tx, JourneyMapId map, const AlertKey& key);

// The oldest beyond `notices_max` go.
Result<void> add_notice(storage::Transaction& tx, JourneyMapId map, const AlertNotice& notice);
// Newest first.
Result<std::vector<AlertNotice>> find_notices(storage::Transaction& tx, JourneyMapId map,
                                              std::size_t limit);
// Error::invalid unless this is what a notice says, as it is kept.
Result<void> check_said(std::string_view json);

}  // namespace throughline::journey_maps
