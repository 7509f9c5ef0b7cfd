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

// In the caller's unit, and before forget(), which would take the rows themselves: overwrites what
// is noted of failed attempts of kinds that begin with `prefix`, where it `says_so`. For effects
// that may fail with a text about somebody else than they are about.
Result<std::int64_t> forget_errors(storage::Transaction& tx, std::string_view prefix,
                                   const std::function<bool(std::string_view error)>& says_so);

}  // namespace throughline::jobs
