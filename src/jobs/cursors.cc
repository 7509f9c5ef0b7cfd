#include "jobs/cursors.h"

#include <optional>

namespace throughline::jobs {

Result<Cursor> find_cursor(storage::Transaction& tx, std::string_view name) {
  TL_TRY_ASSIGN(const std::optional<storage::Row> row,
                tx.find_row("SELECT xid, seq FROM cursors WHERE name = ?", {name}));
  return row ? Cursor{row->at(0).number(), row->at(1).number()} : Cursor{};
}

Result<void> save_cursor(storage::Transaction& tx, std::string_view name, Cursor cursor) {
  return tx.run(
      "INSERT INTO cursors (name, xid, seq) VALUES (?, ?, ?)"
      " ON CONFLICT (name) DO UPDATE SET xid = excluded.xid, seq = excluded.seq",
      {name, cursor.xid, cursor.seq});
}

}  // namespace throughline::jobs
