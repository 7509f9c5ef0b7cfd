// The record as the drafts that it was made of: for taking everything out.
#pragma once

#include <cstddef>
#include <vector>

#include "base/result.h"
#include "event/event.h"
#include "storage/database.h"
#include "timeline/recording.h"

namespace throughline::timeline {

// In position order, after `after`, as events_after() gives them; those that were erased are not
// there. `reached` is the last position looked at, `after` itself where there is nothing more.
Result<DraftPage> drafts_after(storage::Transaction& tx, Position after, std::size_t limit);

}  // namespace throughline::timeline
