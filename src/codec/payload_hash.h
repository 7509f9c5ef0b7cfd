// payload_hash: whether two copies of an event say the same thing.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "codec/json_view.h"

namespace throughline::codec {

// What senders and relays change between two attempts; a dot leads into an object.
std::span<const std::string_view> uncounted_fields();

// 16 bytes (BLAKE2b) over the value without the members named in `excluded`. Independent of the
// order of keys and of how text was escaped; numbers are compared by their digits, so that 1 and
// 1.0 differ, as an SDK that repeats an event repeats its bytes.
std::string payload_hash(JsonView item, std::span<const std::string_view> excluded);
std::string payload_hash(JsonView item);

}  // namespace throughline::codec
