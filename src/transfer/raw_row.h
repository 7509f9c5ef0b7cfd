// RawRow: one row of a file, as the file has it. A value.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace throughline::transfer {

constexpr std::size_t line_bytes_max = std::size_t{1} << 20U;

// `fields` of CSV, `text` of a line of JSON, which is empty where it was too long.
struct RawRow {
  std::int64_t number = 0;  // Counted from 1, without the header.
  std::int64_t line = 0;
  std::vector<std::string> fields = {};
  std::string text = {};
  std::uint32_t copy = 1;   // Which of the rows that say exactly this, where they are told apart.
  std::string broken = {};  // Why it is no row of CSV.
};

}  // namespace throughline::transfer
