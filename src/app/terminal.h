// Text for a terminal: tables, bars, sparklines, and figures as people read them. Pure.
//
// Names of events are what somebody sent: control characters in them, which a terminal would obey,
// are shown as a mark instead. Widths count characters, each as one column.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace throughline::app {

// Without what a terminal would take for a command; cut to so many characters.
std::string safe_text(std::string_view text, std::size_t characters_max = 48);

// "1 234 567", "12.3 %", "1 min 30 s" (two units at most), "2026-03-01".
std::string number_text(std::int64_t number);
std::string share_text(double share);
std::string decimal_text(double number);
std::string duration_text(double ms);

// `share` (0 to 1) of `width` columns, to an eighth of one. More than nothing is never empty.
std::string bar(double share, int width);
// One column for each value, from zero to the greatest. Nothing of nothing.
std::string sparkline(std::span<const double> values);

// Columns as wide as their widest cell; the last may have any length.
class Table {
 public:
  enum class Align { left, right };
  struct Column {
    std::string title = {};
    Align align = Align::right;
  };
  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}
  // As many cells as there are columns; what is missing stays empty.
  void add(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
  [[nodiscard]] std::string text() const;

 private:
  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace throughline::app
