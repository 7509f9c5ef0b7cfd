// What is compared of a value: folded to lower case without accents and punctuation, digits of
// numbers, dates as year, month and day.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "match/schema.h"

namespace throughline::match {

// Longer values are cut before anything else is done with them.
constexpr std::size_t value_bytes_max = 256;

// Lower case, Latin letters without their accents, words parted by one space. Greek and Cyrillic
// capitals become small; other scripts stay as they are.
std::string fold(std::string_view text);

// Empty where the value says nothing: no letter and no digit, or a word for "nothing".
std::string normalised(FieldRole role, std::string_view text);

// A mail address without its tag (+news) and its domain.
std::string_view local_part(std::string_view email);

}  // namespace throughline::match
