// Migrations: the SQL files of all rooms, embedded, and how they are applied.
//
// Plain SQL for both dialects with these words replaced per dialect: {{id}} an integer primary key
// that counts up, {{bytes}} a byte string, {{real}} a double, {{binary_order}} the collation that
// compares code points, {{without_rowid}} SQLite's clustered table. A part between the lines
// "-- sqlite", "-- postgres" and "-- both" is for that dialect only. INTEGER has 64 bits in both:
// for PostgreSQL the word becomes BIGINT.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace throughline {
class Clock;
}

namespace throughline::storage {

class Database;
enum class Dialect;

enum class Scope { workspace, instance };

struct Migration {
  Scope scope;
  std::string_view name;  // room/0001_what
  std::string_view sql;
};

const std::vector<Migration>& embedded_migrations();

// The text of a migration for one dialect.
std::string for_dialect(std::string_view sql, Dialect dialect);

// Called with the name of the newest pending migration before a database that holds something is
// changed. An error stops the migration.
using BackupHook = std::function<Result<void>(std::string_view version)>;

// Applies what is pending of `scope` in one transaction and notes names and checksums in the table
// `migrations`. Refuses a database that a newer version has migrated, and one whose applied
// migrations differ from those here.
Result<void> apply_migrations(Database& database, Scope scope, const Clock& clock,
                              const BackupHook& backup,
                              const std::vector<Migration>& known = embedded_migrations());

}  // namespace throughline::storage
