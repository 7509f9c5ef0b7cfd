// The Database in one schema of PostgreSQL: a pool of writers and a pool of readers.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "storage/database.h"
#include "storage/options.h"

namespace throughline::storage::postgres {

// The schema exists. Units are SERIALIZABLE and run again when they lose a race; reads are
// REPEATABLE READ.
Result<std::unique_ptr<Database>> open_database(const StorageOptions& options,
                                                const std::string& schema);

}  // namespace throughline::storage::postgres
