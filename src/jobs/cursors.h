// Cursors: how far a named reader of the record has come. Saved in the unit that holds what the
// reader did, so that nothing is done twice.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/result.h"
#include "storage/database.h"

namespace throughline::jobs {

// `xid` is 0 on SQLite.
struct Cursor {
  std::int64_t xid = 0;
  std::int64_t seq = 0;
  auto operator<=>(const Cursor&) const = default;
};

// Zero for a reader that has saved none.
Result<Cursor> find_cursor(storage::Transaction& tx, std::string_view name);
Result<void> save_cursor(storage::Transaction& tx, std::string_view name, Cursor cursor);

}  // namespace throughline::jobs
