// Small pure helpers over text: JSON quoting, hex, base64, percent coding, ASCII case.
//
// Text is bytes in UTF-8 in which lone surrogates may stand as their three-byte form (WTF-8): what
// a sender wrote comes back code point for code point.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace throughline {

// A JSON string literal with its quotes. Control characters and lone surrogates become escapes;
// bytes that are no UTF-8 become U+FFFD.
std::string quote_json(std::string_view text);
void append_quoted_json(std::string& out, std::string_view text);

std::string to_hex(std::string_view bytes);
std::optional<std::string> from_hex(std::string_view text);

// Standard alphabet with padding; reads the URL alphabet and missing padding too.
std::string to_base64(std::string_view bytes);
std::string to_base64url(std::string_view bytes);
std::optional<std::string> from_base64(std::string_view text);

// %XX, and '+' as a space where `plus_is_space` (forms and queries).
enum class Plus { kept, is_space };
std::optional<std::string> percent_decoded(std::string_view text, Plus plus);
std::string percent_encoded(std::string_view text);

std::string ascii_lower(std::string_view text);
std::string_view trimmed(std::string_view text);
std::vector<std::string_view> split(std::string_view text, char separator);
bool equal_ignoring_case(std::string_view a, std::string_view b);

// Code points.
std::size_t count_characters(std::string_view text);
bool is_longer(std::string_view text, std::size_t characters_max);

// Whether `text` is WTF-8: UTF-8 that may hold lone surrogates.
bool is_wtf8(std::string_view text);

}  // namespace throughline
