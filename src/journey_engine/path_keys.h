// PathKeys: for each event of some columns, the path of two or three nodes that begins there as one
// number, found for 4 to 16 events at a time.
//
// Paths are the cells of a table: a row for all nodes but the last one, a column for the last one.
// A node is its code; where a path may have ended before there is one more, which comes first. Rows
// are put into parts of at most 32,768 cells. Pure; safe to call from many threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "journey_engine/line.h"

namespace throughline::journey_engine {

struct PathShape {
  std::uint32_t nodes = 3;  // Of a path at its longest: 2 or 3.
  std::uint32_t codes = 1;  // All are below.
  bool backwards = false;   // Whether a path goes on to the event before.

  // As many as there may be for a node but the first.
  [[nodiscard]] std::uint32_t columns() const { return codes + 1; }
  [[nodiscard]] std::uint32_t rows() const { return nodes == 2 ? codes : codes * columns(); }
  [[nodiscard]] std::uint64_t cells() const { return std::uint64_t{rows()} * columns(); }
  [[nodiscard]] std::uint32_t rows_of_part() const { return part_cells / columns(); }
  [[nodiscard]] std::uint32_t parts() const {
    return (rows() + rows_of_part() - 1) / rows_of_part();
  }
  static constexpr std::uint32_t part_cells = 32'768;
};
// Whether the table is small enough.
bool has_keys(const PathShape& shape);

// A key is a part << 16 | its cell in it.
constexpr unsigned path_part_shift = 16;

// For events of no line that is looked at they say nothing. `begins` as in CaseMarks. False if some
// code is not below shape.codes.
bool find_path_keys(const PathShape& shape, const Columns& columns,
                    std::span<const std::uint64_t> begins, std::uint32_t* into);

}  // namespace throughline::journey_engine
