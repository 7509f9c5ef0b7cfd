// Maps by their public ids. Inside the caller's unit of work.
#pragma once

#include <string>

#include "base/result.h"
#include "journey_maps/journey_maps.h"
#include "storage/database.h"

namespace throughline::journey_maps {

// Archived ones too. Error::not_found.
Result<JourneyMap> find_named(storage::Transaction& tx, const std::string& public_id);
Result<JourneyMap> find_at(storage::Transaction& tx, const MapAt& at);
// A segment that a map is to be about must be there.
Result<void> check_segment(storage::Transaction& tx, const std::string& segment);

// As the audit names it.
std::string target_of(JourneyMapId id);
std::string version_detail(std::int64_t version);

}  // namespace throughline::journey_maps
