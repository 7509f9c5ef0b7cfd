// Backups of a schema through PostgreSQL's own pg_dump and pg_restore.
#pragma once

#include <string>

#include "base/result.h"

namespace throughline::storage::postgres {

// The newest installed program of that name, or nothing.
std::string find_program(const std::string& name);

// Into a file that is synced and put in place once it is whole.
Result<void> dump_schema(const std::string& url, const std::string& schema,
                         const std::string& target);
// Into a database that has no such schema. All of it or nothing.
Result<void> restore_schema(const std::string& url, const std::string& backup);

}  // namespace throughline::storage::postgres
