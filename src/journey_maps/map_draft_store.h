// Rows of drafts of journey maps. Inside the caller's unit of work.
#pragma once

#include "base/result.h"
#include "journey_maps/map_draft.h"
#include "storage/database.h"

namespace throughline::journey_maps {

// Of a map that nobody has drawn on since it was made: the map itself, at revision 0.
Result<MapDraft> find_draft(storage::Transaction& tx, const JourneyMap& saved);
// As it is now, at its revision.
Result<void> save_draft(storage::Transaction& tx, const MapDraft& draft);

}  // namespace throughline::journey_maps
