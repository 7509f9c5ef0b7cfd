// Rows of a file, one after the other, and what a mapping makes of one. Pure.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "codec/csv.h"
#include "codec/json_view.h"
#include "transfer/mapping.h"
#include "transfer/raw_row.h"
#include "transfer/xes_rows.h"

namespace throughline::transfer {

// The columns of a CSV file by name. Of equal names the second is called "name (2)", one without a
// name "column 3".
class Header {
 public:
  Header() = default;
  explicit Header(std::vector<std::string> names);
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }
  [[nodiscard]] std::optional<std::size_t> find(std::string_view name) const;

 private:
  std::vector<std::string> names_;
  std::map<std::string, std::size_t, std::less<>> places_;
};

// Cuts a file that is fed in pieces into rows. Owned by one thread at a time.
class RowParser {
 public:
  explicit RowParser(const Mapping& mapping);
  RowParser(FileFormat format, char separator);
  RowParser(const RowParser&) = delete;
  RowParser& operator=(const RowParser&) = delete;
  // Error::invalid says the line; the rows before it can still be taken.
  Result<void> feed(std::string_view bytes);
  Result<void> finish();
  // Instead of finish() where the rest of the file is not to be read: rows that are there already.
  void leave_off();
  [[nodiscard]] std::deque<RawRow>& rows() { return rows_; }
  [[nodiscard]] const Header& header() const { return header_; }

 private:
  Result<void> take_csv(codec::CsvRow row);
  Result<void> take_line(std::string_view line);
  Result<void> add_row(RawRow row);

  std::optional<codec::CsvReader> csv_;
  std::optional<XesRows> xes_;
  std::optional<Copies> copies_;
  bool has_header_ = false;
  Header header_;
  std::string rest_;  // Of an unfinished line.
  bool too_long_ = false;
  std::int64_t line_ = 0;
  std::int64_t number_ = 0;
  std::deque<RawRow> rows_;
};

struct RowRefusal {
  std::int64_t line = 0;
  std::string reason = {};  // A stable word.
  std::string detail = {};
};

// The messages of one row, each as JSON text, and why there are not more.
struct MappedRow {
  std::vector<std::string> messages = {};
  std::vector<RowRefusal> refused = {};
};
MappedRow map_row(const Mapping& mapping, const Header& header, const RawRow& row);

// At most so many bytes, never ending within a character.
std::string_view beginning_of(std::string_view text, std::size_t bytes_max);

// What a report shows of a row: its text, or its fields as CSV; at most 4 KB.
std::string content_of(const RawRow& row);

}  // namespace throughline::transfer
