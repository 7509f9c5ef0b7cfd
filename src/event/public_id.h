// Public ids: a row's integer key as a TypeID such as profile_01h455vb4pex5vsknk084sn02q.
//
// TypeID specification 0.3: a prefix, an underscore, and a UUIDv7 in Crockford base32. The UUID
// carries the row's creation in its 48 bits of milliseconds and the key in its last 62 bits, so
// that no second id is stored. A reader checks the creation time against the row it finds.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"

namespace throughline {

struct PublicId {
  std::int64_t key = 0;
  std::int64_t created_ms = 0;
};

std::string to_public_id(std::string_view prefix, Time created, std::int64_t key);
// Nothing where the text is no id with this prefix.
std::optional<PublicId> parse_public_id(std::string_view prefix, std::string_view text);

}  // namespace throughline
