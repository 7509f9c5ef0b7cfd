// CSV as RFC 4180 describes it: a writer, and a reader that is fed in pieces.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace throughline::codec {

// One row with CRLF. A field that holds a comma, a quote, a line break or an outer space is quoted.
// A row of one empty field is written as "", so that it can be told from an empty line.
void append_csv_row(std::string& out, std::span<const std::string> fields);

// The same for files that people open in a spreadsheet: a field that would be taken for a formula
// (it begins with = + - @, a tab or a carriage return, and is no number) gets an apostrophe in
// front.
void append_csv_row_for_spreadsheets(std::string& out, std::span<const std::string> fields);

struct CsvLimits {
  std::size_t fields_max = 1000;
  std::size_t field_bytes_max = std::size_t{1} << 20U;
  std::size_t row_bytes_max = std::size_t{4} << 20U;
};

struct CsvRow {
  std::size_t line = 1;  // Where the row begins, counted from 1.
  std::vector<std::string> fields = {};
};

// Feeds rows to a function as they become whole. Accepts LF, CRLF and CR line ends, a byte order
// mark at the start, line breaks within quotes, and rows of different lengths; skips empty lines.
// Refuses text behind a closing quote, a quote inside an unquoted field, an unclosed quote, NUL and
// whatever goes beyond the limits: Error::invalid with the line, or too_large. After an error the
// reader must not be used again. With a handler for bad rows the first two and NUL refuse only
// their row, which ends at the next line end. Owned by one thread at a time.
class CsvReader {
 public:
  using RowHandler = std::function<Result<void>(CsvRow)>;
  // The fields as far as they could be read, the last with the rest of its line.
  using BadRowHandler = std::function<Result<void>(CsvRow, const Error& why)>;

  explicit CsvReader(RowHandler handler, char separator = ',', CsvLimits limits = {});

  // Before the first bytes.
  void on_bad_row(BadRowHandler handler) { bad_handler_ = std::move(handler); }
  Result<void> feed(std::string_view bytes);
  // The last row, where it has no line end.
  Result<void> finish();

 private:
  enum class State { row_start, field_start, plain, quoted, quote_in_quoted, bad };

  Result<void> read(char c);
  Result<void> read_bad(char c);
  Result<void> read_unquoted(char c);
  Result<void> append(char c);
  Result<void> end_field();
  Result<void> end_row();
  Result<void> refuse(char c, std::string_view why);
  Result<void> end_bad_row();
  [[nodiscard]] Error too_large(std::string_view why) const;

  RowHandler handler_;
  BadRowHandler bad_handler_ = {};
  Error bad_ = {};
  char separator_;
  CsvLimits limits_;
  State state_ = State::row_start;
  CsvRow row_;
  std::string field_;
  std::size_t row_bytes_ = 0;
  std::size_t line_ = 1;
  std::size_t mark_bytes_ = 0;  // Of the byte order mark, as many as have been seen.
  bool at_start_ = true;
  bool after_return_ = false;  // The last byte was a CR, whose LF is part of the same line end.
};

// All rows of a text that is in memory.
Result<std::vector<CsvRow>> parse_csv(std::string_view text, char separator = ',',
                                      CsvLimits limits = {});

// The likeliest of comma, semicolon, tab and bar, by what the first line holds outside quotes.
char guess_csv_separator(std::string_view text);

}  // namespace throughline::codec
