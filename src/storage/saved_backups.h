// What migrations saved of a workspace before they changed it: files under <data>/backups.
#pragma once

#include <cstdint>
#include <string>

#include "base/id.h"
#include "base/result.h"

namespace throughline::storage {

// Removes them; how many there were.
Result<std::int64_t> remove_saved_backups(const std::string& data_directory, WorkspaceId id);

}  // namespace throughline::storage
