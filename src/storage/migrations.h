// Migrations: the SQL files of all rooms, embedded, and how they are applied.
//
// Plain SQL for both dialects with these words replaced per dialect: {{id}} an integer primary key
// that counts up, {{bytes}} a byte string, {{real}} a double, {{binary_order}} the collation that
// compares code points, {{without_rowid}} SQLite's clustered table. A part between the lines
// "-- sqlite", "-- postgres" and "-- both" is for that dialect only.
#pragma once

#include <string_view>
#include <vector>

#include "base/result.h"

namespace throughline::storage {

class Database;

enum class Scope { workspace, instance };

struct Migration {
  Scope scope;
  std::string_view name;  // room/0001_what
  std::string_view sql;
};

const std::vector<Migration>& embedded_migrations();

}  // namespace throughline::storage
