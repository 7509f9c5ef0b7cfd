// The rows of event codes.
#pragma once

#include <functional>

#include "base/result.h"
#include "journeys/event_code.h"
#include "storage/database.h"

namespace throughline::journeys {

Result<EventCodes> load_event_codes(storage::Transaction& tx);
// The codes from `first` on.
Result<void> save_event_codes(storage::Transaction& tx, const EventCodes& codes,
                              std::uint32_t first);
// Gives every name to `rename`, which answers a new one where it must change; says how many did.
using Rename = std::function<std::optional<std::string>(const std::string&)>;
Result<std::int64_t> rename_event_codes(storage::Transaction& tx, const Rename& rename);

}  // namespace throughline::journeys
