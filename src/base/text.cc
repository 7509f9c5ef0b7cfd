#include "base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>

namespace throughline {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";
constexpr std::string_view base64_digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view base64url_digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

int hex_value(char c) {
  const auto lower = static_cast<char>(c | 0x20);
  if (c >= '0' && c <= '9') {
    return c - '0';
  }
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

std::optional<char> hex_byte(std::string_view two_digits) {
  const int high = two_digits.size() == 2 ? hex_value(two_digits[0]) : -1;
  const int low = two_digits.size() == 2 ? hex_value(two_digits[1]) : -1;
  if (high < 0 || low < 0) {
    return std::nullopt;
  }
  return static_cast<char>(high * 16 + low);
}

int base64_value(char c) {
  if (c == '-') {
    c = '+';
  } else if (c == '_') {
    c = '/';
  }
  const std::size_t at = base64_digits.find(c);
  return at == std::string_view::npos ? -1 : static_cast<int>(at);
}

std::string encode_base64(std::string_view bytes, std::string_view digits) {
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : bytes) {
    bits = bits << 8U | static_cast<unsigned char>(c);
    count += 8;
    while (count >= 6) {
      count -= 6;
      out += digits[bits >> static_cast<unsigned>(count) & 63U];
    }
  }
  if (count > 0) {
    out += digits[bits << static_cast<unsigned>(6 - count) & 63U];
  }
  return out;
}

// The length of the WTF-8 sequence at `at`, and its code point; length 0 where there is none.
struct Sequence {
  std::size_t length = 0;
  std::uint32_t code_point = 0;
};

Sequence sequence_at(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned first = byte(at);
  if (first < 0x80U) {
    return {1, first};
  }
  const std::size_t length = first >= 0xf0U ? 4 : first >= 0xe0U ? 3 : 2;
  if (first < 0xc2U || first > 0xf4U || at + length > text.size()) {
    return {};
  }
  std::uint32_t code_point = first & (0x7fU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(at + i) & 0xc0U) != 0x80U) {
      return {};
    }
    code_point = code_point << 6U | (byte(at + i) & 0x3fU);
  }
  constexpr std::array<std::uint32_t, 5> least = {0, 0, 0x80, 0x800, 0x10000};
  return code_point < least.at(length) || code_point > 0x10ffffU ? Sequence{}
                                                                 : Sequence{length, code_point};
}

bool is_surrogate(std::uint32_t code_point) {
  return code_point >= 0xd800U && code_point <= 0xdfffU;
}

void append_escape(std::string& out, std::uint32_t unit) {
  switch (unit) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      out += fmt::format("\\u{:04x}", unit);
  }
}

}  // namespace

void append_quoted_json(std::string& out, std::string_view text) {
  out += '"';
  std::size_t plain = 0;  // Start of the run that needs no escape.
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte >= 0x20U && byte < 0x80U && byte != '"' && byte != '\\') {
      ++at;
      continue;
    }
    const Sequence sequence = sequence_at(text, at);
    if (sequence.length > 1 && !is_surrogate(sequence.code_point)) {
      at += sequence.length;
      continue;
    }
    out.append(text.substr(plain, at - plain));
    if (sequence.length == 0) {
      out += "\xef\xbf\xbd";
      ++at;
    } else {
      append_escape(out, sequence.code_point);
      at += sequence.length;
    }
    plain = at;
  }
  out.append(text.substr(plain));
  out += '"';
}

std::string quote_json(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 2);
  append_quoted_json(out, text);
  return out;
}

std::size_t count_characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U;
  }));
}

bool is_longer(std::string_view text, std::size_t characters_max) {
  return text.size() > characters_max && count_characters(text) > characters_max;
}

bool is_wtf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const Sequence sequence = sequence_at(text, at);
    if (sequence.length == 0) {
      return false;
    }
    at += sequence.length;
  }
  return true;
}

std::string to_hex(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out += hex_digits[byte >> 4U];
    out += hex_digits[byte & 15U];
  }
  return out;
}

std::optional<std::string> from_hex(std::string_view text) {
  if (text.size() % 2 != 0) {
    return std::nullopt;
  }
  std::string out;
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const std::optional<char> byte = hex_byte(text.substr(i, 2));
    if (!byte) {
      return std::nullopt;
    }
    out += *byte;
  }
  return out;
}

std::string to_base64(std::string_view bytes) {
  std::string out = encode_base64(bytes, base64_digits);
  out.append((4 - out.size() % 4) % 4, '=');
  return out;
}

std::string to_base64url(std::string_view bytes) {
  return encode_base64(bytes, base64url_digits);
}

std::optional<std::string> from_base64(std::string_view text) {
  while (!text.empty() && text.back() == '=') {
    text.remove_suffix(1);
  }
  if (text.size() % 4 == 1) {
    return std::nullopt;
  }
  std::string out;
  out.reserve(text.size() * 3 / 4);
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : text) {
    const int value = base64_value(c);
    if (value < 0) {
      return std::nullopt;
    }
    bits = bits << 6U | static_cast<std::uint32_t>(value);
    count += 6;
    if (count >= 8) {
      count -= 8;
      out += static_cast<char>(bits >> static_cast<unsigned>(count) & 255U);
    }
  }
  return out;
}

std::optional<std::string> percent_decoded(std::string_view text, Plus plus) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && plus == Plus::is_space) {
      out += ' ';
    } else if (text[i] != '%') {
      out += text[i];
    } else {
      const std::optional<char> byte = hex_byte(text.substr(i + 1, 2));
      if (!byte) {
        return std::nullopt;
      }
      out += *byte;
      i += 2;
    }
  }
  return out;
}

std::string percent_encoded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool unreserved = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                            (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' || c == '~';
    if (unreserved) {
      out += c;
    } else {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return out;
}

std::string ascii_lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') {
      c = static_cast<char>(c + ('a' - 'A'));
    }
  }
  return out;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view space = " \t\r\n\f\v";
  const std::size_t first = text.find_first_not_of(space);
  if (first == std::string_view::npos) {
    return {};
  }
  return text.substr(first, text.find_last_not_of(space) - first + 1);
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t at = text.find(separator);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) {
      return parts;
    }
    text.remove_prefix(at + 1);
  }
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() && ascii_lower(a) == ascii_lower(b);
}

}  // namespace throughline
