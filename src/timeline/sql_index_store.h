// The same lookups through the database's own indexes: PostgreSQL always, SQLite for comparison.
#pragma once

#include <memory>

#include "base/result.h"
#include "storage/database.h"
#include "timeline/line_index.h"

namespace throughline::timeline {

std::unique_ptr<LineIndex> make_sql_index(std::string index_key);

// PostgreSQL has them from its migration.
Result<void> make_sql_indexes(storage::Database& database);
Result<void> drop_sql_indexes(storage::Database& database);

}  // namespace throughline::timeline
