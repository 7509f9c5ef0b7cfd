// Text scan: which events have something in what they say.
//
// Reads the record once, in pieces with a read of their own each, on as many threads as there are
// processors: nobody has to wait for the log to be trimmed meanwhile, and what is rewritten or
// erased during the scan may be seen as it was or as it is.
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/result.h"

namespace throughline::storage {
class Database;
}

namespace throughline::timeline {

// Called from many threads with each text of an event: bytes as they are stored, JSON or plain.
using SaysIt = std::function<bool(std::string_view)>;

// Up to `last`, in ascending order; erased events say nothing.
Result<std::vector<EventSeq>> events_saying(storage::Database& database, EventSeq last,
                                            const SaysIt& says);

}  // namespace throughline::timeline
