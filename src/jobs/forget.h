// Forgetting: takes waiting and done work that names an erased person out of a workspace.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include "base/result.h"
#include "storage/database.h"

namespace throughline::jobs {

// In the caller's unit. Removes the timers, effects and long jobs one of whose texts `says_so`; how
// many.
Result<std::int64_t> forget(storage::Transaction& tx,
                            const std::function<bool(std::string_view payload)>& says_so);

}  // namespace throughline::jobs
