// The two scalars of JSON that need reading: what a number may look like, and a string's escapes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "codec/json_tokens.h"

namespace throughline::codec {

// The length of the JSON number at the start of `text`; 0 where there is none.
std::size_t number_length(std::string_view text);

// The value, where the digits say a whole number within int64 (1, 1.0, 1e3).
std::optional<std::int64_t> integer_of(std::string_view digits);
// The nearest double; nothing where it would be infinite, or zero though the digits are not.
std::optional<double> double_of(std::string_view digits);

// Appends a double so that it is read back as the same double, and never as an integer; null where
// it is not finite.
void append_double(std::string& out, double value);

// Appends what stands between a string's quotes with its escapes undone: lone surrogates become
// their three-byte form. The problem's `at` counts from the start of `raw`.
std::optional<JsonProblem> append_unescaped(std::string& out, std::string_view raw);

}  // namespace throughline::codec
