#include "match/normalise.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "base/text.h"

namespace throughline::match {

namespace {

// U+00C0 to U+017F without accents; "-" stands for what is no letter. Two letters where one sound
// is written so.
constexpr std::array<std::string_view, 0x180 - 0xC0> latin = {
    "a", "a", "a",  "a",  "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i",  "i",   // C0
    "d", "n", "o",  "o",  "o", "o", "o",  "-", "o", "u", "u", "u", "u", "y", "th", "ss",  // D0
    "a", "a", "a",  "a",  "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i",  "i",   // E0
    "d", "n", "o",  "o",  "o", "o", "o",  "-", "o", "u", "u", "u", "u", "y", "th", "y",   // F0
    "a", "a", "a",  "a",  "a", "a", "c",  "c", "c", "c", "c", "c", "c", "c", "d",  "d",   // 100
    "d", "d", "e",  "e",  "e", "e", "e",  "e", "e", "e", "e", "e", "g", "g", "g",  "g",   // 110
    "g", "g", "g",  "g",  "h", "h", "h",  "h", "i", "i", "i", "i", "i", "i", "i",  "i",   // 120
    "i", "i", "ij", "ij", "j", "j", "k",  "k", "k", "l", "l", "l", "l", "l", "l",  "l",   // 130
    "l", "l", "l",  "n",  "n", "n", "n",  "n", "n", "n", "n", "n", "o", "o", "o",  "o",   // 140
    "o", "o", "oe", "oe", "r", "r", "r",  "r", "r", "r", "s", "s", "s", "s", "s",  "s",   // 150
    "s", "s", "t",  "t",  "t", "t", "t",  "t", "u", "u", "u", "u", "u", "u", "u",  "u",   // 160
    "u", "u", "u",  "u",  "w", "w", "y",  "y", "y", "z", "z", "z", "z", "z", "z",  "s"};  // 170

void append_utf8(std::string& out, std::uint32_t c) {
  out += static_cast<char>(0xC0U | c >> 6U);
  out += static_cast<char>(0x80U | (c & 0x3FU));
}

// A code point of two bytes, small and without accents.
void append_folded(std::string& out, std::uint32_t c) {
  if (c < 0xC0) {
    return;  // Signs.
  }
  if (c < 0x180) {
    const std::string_view letters = latin[c - 0xC0];
    out += letters == "-" ? " " : letters;
    return;
  }
  const bool greek = c >= 0x391 && c <= 0x3A9;
  const bool cyrillic = c >= 0x410 && c <= 0x42F;
  append_utf8(out, greek || cyrillic ? c + 0x20 : c >= 0x400 && c <= 0x40F ? c + 0x50 : c);
}

void append_char(std::string& out, char c) {
  if (c >= 'A' && c <= 'Z') {
    out += static_cast<char>(c - 'A' + 'a');
  } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
    out += c;
  } else if (c != '\'' && c != '.' && !out.empty() && out.back() != ' ') {
    out += ' ';
  }
}

std::string digits_of(std::string_view text) {
  std::string digits;
  std::copy_if(text.begin(), text.end(), std::back_inserter(digits),
               [](char c) { return c >= '0' && c <= '9'; });
  return digits;
}

bool means_nothing(std::string_view text) {
  constexpr std::array<std::string_view, 14> words = {
      "null", "none",    "na",      "n a",   "nil", "unknown",   "undefined",
      "nan",  "not set", "missing", "blank", "tbd", "anonymous", "keine angabe"};
  return std::find(words.begin(), words.end(), text) != words.end();
}

// The first three numbers in a text, as their digits.
std::array<std::string, 3> numbers_of(std::string_view text) {
  std::array<std::string, 3> parts;
  std::size_t part = 0;
  for (const char c : text) {
    if (c >= '0' && c <= '9') {
      parts[part] += c;
    } else if (!parts[part].empty() && ++part == parts.size()) {
      break;  // The time of day behind it.
    }
  }
  return parts;
}

// Year, month and day of 1971-06-24, 24/06/1971, 24.6.1971, 19710624. Of two orders the one that is
// a date; day before month where both are.
std::string date_of(std::string_view text) {
  std::array<std::string, 3> parts = numbers_of(text);
  if (parts[1].empty()) {
    return parts[0].size() == 8 ? parts[0] : std::string();
  }
  for (std::string& p : parts) {
    if (p.empty() || p.size() > 4) {
      return {};
    }
    p.insert(0, p.size() == 1 ? 1 : 0, '0');
  }
  if (parts[0].size() == 4) {
    return parts[0] + parts[1] + parts[2];
  }
  if (parts[2].size() != 4) {
    return {};
  }
  const bool month_first = parts[1] > "12" && parts[0] <= "12";
  return parts[2] + (month_first ? parts[0] + parts[1] : parts[1] + parts[0]);
}

// The last nine digits: what is left of one number written with and without its country.
std::string phone_of(std::string_view text) {
  constexpr std::size_t least = 6;
  constexpr std::size_t most = 9;
  const std::string digits = digits_of(text);
  if (digits.size() < least) {
    return {};
  }
  return digits.size() > most ? digits.substr(digits.size() - most) : digits;
}

std::string email_of(std::string_view text) {
  std::string email = ascii_lower(trimmed(text));
  const std::size_t at = email.find('@');
  const bool whole = at != std::string::npos && at != 0 && at + 1 != email.size();
  return whole ? std::move(email) : std::string();
}

std::string code_of(std::string_view text) {
  std::string folded = fold(text);
  folded.erase(std::remove(folded.begin(), folded.end(), ' '), folded.end());
  return folded;
}

// Up to `most` bytes, not within a character.
std::string_view cut(std::string_view text, std::size_t most) {
  if (text.size() <= most) {
    return text;
  }
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0U) == 0x80U) {
    --most;
  }
  return text.substr(0, most);
}

}  // namespace

std::string fold(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c < 0x80) {
      append_char(out, text[i]);
    } else if ((c & 0xE0U) == 0xC0U && i + 1 < text.size()) {
      append_folded(out, (c & 0x1FU) << 6U | (static_cast<unsigned char>(text[++i]) & 0x3FU));
    } else {
      out += text[i];
    }
  }
  while (!out.empty() && out.back() == ' ') {
    out.pop_back();
  }
  return out;
}

std::string normalised(FieldRole role, std::string_view text) {
  text = cut(text, value_bytes_max);
  std::string value;
  switch (role) {
    case FieldRole::birth_date:
      value = date_of(text);
      break;
    case FieldRole::email:
      value = email_of(text);
      break;
    case FieldRole::phone:
      value = phone_of(text);
      break;
    case FieldRole::identifier:
    case FieldRole::house_number:
    case FieldRole::postcode:
      value = code_of(text);
      break;
    case FieldRole::given_name:
    case FieldRole::family_name:
    case FieldRole::street:
    case FieldRole::place_detail:
    case FieldRole::locality:
    case FieldRole::region:
    case FieldRole::other:
      value = fold(text);
      break;
  }
  return means_nothing(value) ? std::string() : value;
}

std::string_view local_part(std::string_view email) {
  const std::string_view local = email.substr(0, email.find('@'));
  return local.substr(0, local.find('+'));
}

}  // namespace throughline::match
