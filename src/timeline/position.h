// Position: a place in the record that a reader can wait for.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace throughline::timeline {

// seq on SQLite. On PostgreSQL, where seq order is not commit order, (xid, seq).
struct Position {
  std::int64_t xid = 0;  // 0 on SQLite.
  std::int64_t seq = 0;
  auto operator<=>(const Position&) const = default;
};

std::string to_text(Position position);  // "seq" or "xid.seq".
Result<Position> parse_position(std::string_view text);

}  // namespace throughline::timeline
