// Finds keys that come again later in their object.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace throughline::codec {

struct JsonKey {
  std::uint64_t fingerprint = 0;
  std::string_view name = {};
  std::uint32_t node = 0;
};

// Equal names have equal fingerprints; most others do not.
std::uint64_t fingerprint_of(std::string_view name);

// The nodes of all keys but the last of its name. Takes n log n steps whatever the sender chose.
// `keys` is in the order sent and may be reordered.
std::vector<std::uint32_t> superseded_keys(std::vector<JsonKey>& keys, std::size_t first);

}  // namespace throughline::codec
