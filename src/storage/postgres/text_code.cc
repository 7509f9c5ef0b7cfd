#include "storage/postgres/text_code.h"

#include <cstddef>
#include <cstdint>
#include <optional>

#include "base/text.h"

namespace throughline::storage::postgres {
namespace {

constexpr std::string_view last_before_surrogates = "\xed\x9f\xbf";  // U+D7FF

std::uint8_t byte_at(std::string_view text, std::size_t i) {
  return i < text.size() ? static_cast<std::uint8_t>(text[i]) : 0;
}

bool continues(std::uint8_t byte) {
  return (byte & 0xc0) == 0x80;
}

// How long a sequence is that begins with this byte; 0 where none does.
std::size_t length_from(std::uint8_t first) {
  if (first < 0x80) {
    return 1;
  }
  if (first < 0xc2 || first > 0xf4) {
    return 0;
  }
  const std::size_t of_many = first < 0xf0 ? 3 : 4;
  return first < 0xe0 ? 2 : of_many;
}

// Whether the two make a code point that has no shorter sequence, and is one of Unicode's.
bool may_begin(std::uint8_t first, std::uint8_t second) {
  const bool overlong = (first == 0xe0 && second < 0xa0) || (first == 0xf0 && second < 0x90);
  const bool beyond = first == 0xf4 && second > 0x8f;
  return !overlong && !beyond;
}

// The length of the well-formed sequence (surrogates included) at `i`, or 0.
std::size_t sequence_at(std::string_view text, std::size_t i) {
  const std::uint8_t first = byte_at(text, i);
  const std::size_t length = length_from(first);
  for (std::size_t at = 1; at < length; ++at) {
    if (!continues(byte_at(text, i + at))) {
      return 0;
    }
  }
  return length < 2 || may_begin(first, byte_at(text, i + 1)) ? length : 0;
}

bool is_surrogate(std::string_view sequence) {
  return sequence.size() == 3 && byte_at(sequence, 0) == 0xed && byte_at(sequence, 1) >= 0xa0;
}

// The four hex digits of a surrogate.
void append_surrogate(std::string& out, std::string_view sequence) {
  const unsigned code =
      0xd000U | ((byte_at(sequence, 1) & 0x3fU) << 6U) | (byte_at(sequence, 2) & 0x3fU);
  const std::string two = {static_cast<char>(code >> 8U), static_cast<char>(code & 0xffU)};
  out += to_hex(two);
}

bool is_plain(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const std::uint8_t byte = byte_at(text, i);
    if (byte <= 1 || byte == 0xed) {
      return false;
    }
    const std::size_t size = sequence_at(text, i);
    if (size == 0) {
      return false;
    }
    i += size;
  }
  return true;
}

void append_coded(std::string& out, std::string_view sequence) {
  if (sequence.size() == 1 && byte_at(sequence, 0) <= 1) {
    out += '\x01';
    out += static_cast<char>('0' + sequence[0]);
  } else if (is_surrogate(sequence)) {
    out += last_before_surrogates;
    append_surrogate(out, sequence);
  } else {
    out += sequence;
    if (sequence == last_before_surrogates) {
      out += '0';
    }
  }
}

// The three bytes of the surrogate that four hex digits name.
std::optional<std::string> surrogate_of(std::string_view digits) {
  const std::optional<std::string> code = from_hex(digits);
  if (!code || code->size() != 2 || byte_at(*code, 0) < 0xd8 || byte_at(*code, 0) > 0xdf) {
    return std::nullopt;
  }
  const unsigned value = (byte_at(*code, 0) * 256U) + byte_at(*code, 1);
  return std::string{'\xed', static_cast<char>(0x80U | ((value >> 6U) & 0x3fU)),
                     static_cast<char>(0x80U | (value & 0x3fU))};
}

// Decodes what follows U+D7FF at the start of `rest`; gives the number of bytes it took.
std::size_t append_decoded(std::string& out, std::string_view rest) {
  if (!rest.empty() && rest[0] == 'd') {
    if (const auto surrogate = surrogate_of(rest.substr(0, 4))) {
      out += *surrogate;
      return 4;
    }
  }
  if (!rest.empty() && rest[0] == 'x') {
    if (const auto byte = from_hex(rest.substr(1, 2)); byte && byte->size() == 1) {
      out += *byte;
      return 3;
    }
  }
  out += last_before_surrogates;
  return !rest.empty() && rest[0] == '0' ? 1 : 0;
}

// Where the quoted part or comment that starts at `i` ends, or `i` if none does.
std::size_t skip_quoted(std::string_view sql, std::size_t i) {
  const auto after = [&](std::string_view end, std::size_t from) {
    const std::size_t found = sql.find(end, from);
    return found == std::string_view::npos ? sql.size() : found + end.size();
  };
  if (sql[i] == '\'' || sql[i] == '"') {
    return after(sql.substr(i, 1), i + 1);
  }
  if (sql.substr(i, 2) == "--") {
    return after("\n", i);
  }
  if (sql.substr(i, 2) == "/*") {
    return after("*/", i);
  }
  return i;
}

}  // namespace

std::string encode_text(std::string_view text) {
  if (is_plain(text)) {
    return std::string(text);
  }
  std::string coded;
  coded.reserve(text.size() + 16);
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t size = sequence_at(text, i);
    if (size == 0) {
      coded.append(last_before_surrogates).append("x").append(to_hex(text.substr(i, 1)));
      ++i;
      continue;
    }
    append_coded(coded, text.substr(i, size));
    i += size;
  }
  return coded;
}

std::string decode_text(std::string_view coded) {
  if (coded.find('\x01') == std::string_view::npos &&
      coded.find(last_before_surrogates) == std::string_view::npos) {
    return std::string(coded);
  }
  std::string text;
  text.reserve(coded.size());
  for (std::size_t i = 0; i < coded.size();) {
    const bool has_next = i + 1 < coded.size();
    if (coded[i] == '\x01' && has_next && (coded[i + 1] == '0' || coded[i + 1] == '1')) {
      text += static_cast<char>(coded[i + 1] - '0');
      i += 2;
    } else if (coded.substr(i, 3) == last_before_surrogates) {
      i += 3;
      i += append_decoded(text, coded.substr(i));
    } else {
      text += coded[i++];
    }
  }
  return text;
}

Numbered numbered_arguments(std::string_view sql) {
  Numbered numbered;
  numbered.sql.reserve(sql.size() + 16);
  for (std::size_t i = 0; i < sql.size();) {
    const std::size_t end = skip_quoted(sql, i);
    if (end != i) {
      numbered.sql += sql.substr(i, end - i);
      i = end;
    } else if (sql[i] == '?') {
      numbered.sql += '$' + std::to_string(++numbered.arguments);
      ++i;
    } else {
      numbered.sql += sql[i++];
    }
  }
  return numbered;
}

}  // namespace throughline::storage::postgres
