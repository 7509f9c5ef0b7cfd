#include "match/text_distance.h"

#include <algorithm>
#include <array>

namespace throughline::match {

namespace {

// The first code points of a text. Broken UTF-8 counts byte by byte.
struct Chars {
  explicit Chars(std::string_view text) {
    std::size_t i = 0;
    while (i < text.size() && size < compared_chars_max) {
      const auto lead = static_cast<unsigned char>(text[i]);
      std::size_t length = lead < 0xC0U ? 1 : lead < 0xE0U ? 2 : lead < 0xF0U ? 3 : 4;
      length = std::min(length, text.size() - i);
      std::uint32_t c = lead;
      for (std::size_t k = 1; k < length; ++k) {
        c = c << 8U | static_cast<unsigned char>(text[i + k]);
      }
      at[size++] = c;
      i += length;
    }
  }
  std::array<std::uint32_t, compared_chars_max> at;
  std::size_t size = 0;
};

std::size_t exchanged(const Chars& a, const Chars& b, std::uint64_t in_a, std::uint64_t in_b) {
  std::size_t out_of_place = 0;
  std::size_t j = 0;
  for (std::size_t i = 0; i < a.size; ++i) {
    if ((in_a >> i & 1U) == 0) {
      continue;
    }
    while ((in_b >> j & 1U) == 0) {
      ++j;
    }
    out_of_place += a.at[i] != b.at[j] ? 1U : 0U;
    ++j;
  }
  return out_of_place / 2;
}

double jaro_of(const Chars& a, const Chars& b) {
  if (a.size == 0 || b.size == 0) {
    return 0;
  }
  const std::size_t longest = std::max(a.size, b.size);
  const std::size_t reach = longest / 2 > 0 ? longest / 2 - 1 : 0;
  std::uint64_t in_a = 0;
  std::uint64_t in_b = 0;
  std::size_t common = 0;
  for (std::size_t i = 0; i < a.size; ++i) {
    const std::size_t from = i > reach ? i - reach : 0;
    const std::size_t to = std::min(b.size, i + reach + 1);
    for (std::size_t j = from; j < to; ++j) {
      if ((in_b >> j & 1U) == 0 && a.at[i] == b.at[j]) {
        in_a |= std::uint64_t{1} << i;
        in_b |= std::uint64_t{1} << j;
        ++common;
        break;
      }
    }
  }
  if (common == 0) {
    return 0;
  }
  const auto m = static_cast<double>(common);
  const auto t = static_cast<double>(exchanged(a, b, in_a, in_b));
  return (m / static_cast<double>(a.size) + m / static_cast<double>(b.size) + (m - t) / m) / 3;
}

}  // namespace

double jaro(std::string_view a, std::string_view b) {
  return jaro_of(Chars(a), Chars(b));
}

double jaro_winkler(std::string_view a, std::string_view b) {
  const Chars left(a);
  const Chars right(b);
  const double similarity = jaro_of(left, right);
  const std::size_t most = std::min({left.size, right.size, std::size_t{4}});
  std::size_t prefix = 0;
  while (prefix < most && left.at[prefix] == right.at[prefix]) {
    ++prefix;
  }
  return similarity + static_cast<double>(prefix) * 0.1 * (1 - similarity);
}

double jaro_winkler_at_most(std::string_view a, std::string_view b) {
  std::uint64_t in_b = 0;
  for (const char c : b) {
    in_b |= std::uint64_t{1} << (static_cast<unsigned char>(c) & 63U);
    if ((static_cast<unsigned char>(c) & 0x80U) != 0) {
      return 1;  // Bytes are no letters there.
    }
  }
  std::size_t common = 0;
  for (const char c : a) {
    common += in_b >> (static_cast<unsigned char>(c) & 63U) & 1U;
  }
  if (common == 0 || a.size() > compared_chars_max || b.size() > compared_chars_max) {
    return common == 0 ? 0 : 1;
  }
  const auto m = static_cast<double>(std::min(common, b.size()));
  const double most =
      (m / static_cast<double>(a.size()) + m / static_cast<double>(b.size()) + 1) / 3;
  const std::size_t prefix_max = std::min({a.size(), b.size(), std::size_t{4}});
  std::size_t prefix = 0;
  while (prefix < prefix_max && a[prefix] == b[prefix]) {
    ++prefix;
  }
  return most + static_cast<double>(prefix) * 0.1 * (1 - most);
}

std::size_t edits(std::string_view a, std::string_view b, std::size_t most) {
  const Chars left(a);
  const Chars right(b);
  const std::size_t apart =
      left.size > right.size ? left.size - right.size : right.size - left.size;
  if (apart > most) {
    return most + 1;
  }
  using Row = std::array<std::size_t, compared_chars_max + 1>;
  std::array<Row, 3> rows;
  for (std::size_t j = 0; j <= right.size; ++j) {
    rows[0][j] = j;
  }
  for (std::size_t i = 1; i <= left.size; ++i) {
    Row& now = rows[i % 3];
    const Row& before = rows[(i + 2) % 3];
    const Row& earlier = rows[(i + 1) % 3];
    now[0] = i;
    std::size_t least = i;
    for (std::size_t j = 1; j <= right.size; ++j) {
      const std::size_t replaced = before[j - 1] + (left.at[i - 1] == right.at[j - 1] ? 0U : 1U);
      now[j] = std::min({before[j] + 1, now[j - 1] + 1, replaced});
      if (i > 1 && j > 1 && left.at[i - 1] == right.at[j - 2] &&
          left.at[i - 2] == right.at[j - 1]) {
        now[j] = std::min(now[j], earlier[j - 2] + 1);
      }
      least = std::min(least, now[j]);
    }
    if (least > most) {
      return most + 1;
    }
  }
  return std::min(rows[left.size % 3][right.size], most + 1);
}

std::uint32_t soundex(std::string_view text) {
  // The digit of each letter; 0 for vowels, 7 for h and w, which do not part equal digits.
  constexpr std::string_view digit_of = "01230127022455012623017202";
  const auto lower = [](char c) {
    return static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  };
  const auto is_letter = [](char c) { return c >= 'a' && c <= 'z'; };
  const auto digit = [&](char c) { return digit_of[static_cast<std::size_t>(c - 'a')]; };
  if (text.empty() || !is_letter(lower(text.front()))) {
    return 0;
  }
  std::uint32_t code = static_cast<unsigned char>(lower(text.front()));
  char last = digit(lower(text.front()));
  std::size_t digits = 0;
  for (std::size_t i = 1; i < text.size() && digits < 3; ++i) {
    const char c = lower(text[i]);
    if (!is_letter(c) || digit(c) == '7') {
      continue;
    }
    if (digit(c) != '0' && digit(c) != last) {
      code = code << 8U | static_cast<unsigned char>(digit(c));
      ++digits;
    }
    last = digit(c);
  }
  for (; digits < 3; ++digits) {
    code = code << 8U | static_cast<unsigned char>('0');
  }
  return code;
}

}  // namespace throughline::match
