// The Database on one SQLite file: one writer, and readers on connections of their own.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "storage/database.h"
#include "storage/options.h"
#include "storage/sqlite/checkpointer.h"

namespace throughline::storage::sqlite {

// Opens or creates the file; its directory exists.
Result<std::unique_ptr<Database>> open_database(const std::string& path,
                                                const StorageOptions& options,
                                                const ArchiveTarget& target = {});

// Copies a database that may be in use to a new file and syncs it and its directory. An existing
// file is replaced once the copy is whole.
Result<void> back_up(const std::string& path, const std::string& target);

// Replaces a database that nobody has open with a copy made by back_up.
Result<void> restore(const std::string& backup, const std::string& path);

}  // namespace throughline::storage::sqlite
