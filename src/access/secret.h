// Secrets: the random tokens and keys that are shown once and of which only a hash is kept.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/random.h"

namespace throughline::access {

constexpr std::string_view api_key_prefix = "tl_api_";
constexpr std::string_view write_key_prefix = "tl_write_";
// So much of a key is shown in lists: enough to tell keys apart, nothing to guess the rest from.
constexpr std::size_t shown_characters = 6;

// `prefix` and 43 letters and digits: 256 bits.
std::string make_secret(Random& random, std::string_view prefix = {});

// What is stored and looked up. A fast hash is right where the text itself is random.
std::string hash_of_secret(std::string_view text);

// The start of a key, for people to recognise it by. A key of another make shows at most a third.
std::string shown_part(std::string_view key);

// Takes the same time wherever the two differ.
[[nodiscard]] bool equal_in_constant_time(std::string_view a, std::string_view b);

}  // namespace throughline::access
