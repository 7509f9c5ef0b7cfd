#include "app/terminal.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "base/text.h"

namespace throughline::app {
namespace {

constexpr std::array<std::string_view, 9> eighths = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"};
constexpr std::array<std::string_view, 8> heights = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
constexpr std::string_view replacement = "\uFFFD";
constexpr std::string_view ellipsis = "…";

// How many bytes the character at `at` has; text that is no UTF-8 goes byte by byte.
std::size_t bytes_at(std::string_view text, std::size_t at) {
  const auto first = static_cast<unsigned char>(text[at]);
  const std::size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  const std::size_t left = std::min(length, text.size() - at);
  return is_wtf8(text.substr(at, left)) ? left : 1;
}

// C0, DEL and C1; what turns the direction of writing around; and what is no character.
bool is_harmful(std::string_view character) {
  const auto first = static_cast<unsigned char>(character.front());
  if (character.size() == 1) {
    return first < 0x20 || first >= 0x7F;
  }
  const auto second = static_cast<unsigned char>(character[1]);
  if (character.size() == 2) {
    return first == 0xC2 && second < 0xA0;
  }
  const auto third = static_cast<unsigned char>(character[2]);
  const bool turns = first == 0xE2 && ((second == 0x80 && third >= 0xAA && third <= 0xAE) ||
                                       (second == 0x80 && (third == 0x8E || third == 0x8F)) ||
                                       (second == 0x81 && third >= 0xA6 && third <= 0xA9));
  const bool lone_surrogate = first == 0xED && second >= 0xA0;
  return character.size() == 3 && (turns || lone_surrogate);
}

struct Unit {
  double ms;
  std::string_view name;
};
constexpr std::array<Unit, 5> units = {
    Unit{86'400'000, "d"}, {3'600'000, "h"}, {60'000, "min"}, {1'000, "s"}, {1, "ms"}};

std::string padded(const std::string& cell, std::size_t width, Table::Align align) {
  const std::size_t used = count_characters(cell);
  const std::string space(width > used ? width - used : 0, ' ');
  return align == Table::Align::left ? cell + space : space + cell;
}

}  // namespace

std::string safe_text(std::string_view text, std::size_t characters_max) {
  std::string safe;
  std::size_t characters = 0;
  std::size_t fits_until = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view character = text.substr(at, bytes_at(text, at));
    if (characters == characters_max) {
      return safe.substr(0, fits_until) + std::string(ellipsis);
    }
    ++characters;
    if (characters == characters_max) {
      fits_until = safe.size();
    }
    safe += is_harmful(character) ? replacement : character;
    at += character.size();
  }
  return safe;
}

std::string number_text(std::int64_t number) {
  std::string digits = std::to_string(number);
  const std::size_t first = digits.front() == '-' ? 1 : 0;
  for (std::size_t at = digits.size(); at > first + 3;) {
    at -= 3;
    digits.insert(at, " ");
  }
  return digits;
}

std::string share_text(double share) {
  return fmt::format("{:.1f} %", share * 100);
}

std::string decimal_text(double number) {
  return fmt::format("{:.2f}", number);
}

std::string duration_text(double ms) {
  if (ms < 0) {
    return "-" + duration_text(-ms);
  }
  double left = std::round(ms);
  std::string text;
  for (std::size_t i = 0; i < units.size(); ++i) {
    const auto& unit = units[i];
    const double count = std::floor(left / unit.ms);
    if (count < 1) {
      continue;
    }
    text = fmt::format("{:.0f} {}", count, unit.name);
    left -= count * unit.ms;
    if (i + 1 < units.size()) {
      const double next = std::floor(left / units[i + 1].ms);
      text += next < 1 ? "" : fmt::format(" {:.0f} {}", next, units[i + 1].name);
    }
    return text;
  }
  return "0 s";
}

std::string bar(double share, int width) {
  const double within = std::isnan(share) ? 0 : std::clamp(share, 0.0, 1.0);
  auto filled = static_cast<std::size_t>(std::lround(within * width * 8));
  if (within > 0 && filled == 0) {
    filled = 1;
  }
  std::string text;
  for (std::size_t i = 0; i < filled / 8; ++i) {
    text += eighths.back();
  }
  return text += eighths.at(filled % 8);
}

std::string sparkline(std::span<const double> values) {
  const auto greatest = std::max_element(values.begin(), values.end());
  std::string text;
  for (const double value : values) {
    const double share = *greatest > 0 ? std::max(value, 0.0) / *greatest : 0;
    const auto height = static_cast<std::size_t>(std::ceil(share * 8));
    text += heights.at(height == 0 ? 0 : height - 1);
  }
  return text;
}

std::string Table::text() const {
  std::vector<std::size_t> widths;
  for (std::size_t column = 0; column < columns_.size(); ++column) {
    std::size_t width = count_characters(columns_[column].title);
    for (const auto& row : rows_) {
      width = std::max(width, column < row.size() ? count_characters(row[column]) : 0);
    }
    widths.push_back(width);
  }
  std::string text;
  const auto add_line = [&](const auto& cell_of) {
    std::string line;
    for (std::size_t column = 0; column < columns_.size(); ++column) {
      line += (column == 0 ? "" : "  ") +
              padded(cell_of(column), widths[column], columns_[column].align);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  };
  add_line([&](std::size_t column) { return columns_[column].title; });
  for (const auto& row : rows_) {
    add_line([&](std::size_t column) { return column < row.size() ? row[column] : std::string(); });
  }
  return text;
}

}  // namespace throughline::app
