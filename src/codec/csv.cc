#include "codec/csv.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "codec/json_text.h"

namespace throughline::codec {
namespace {

constexpr std::size_t bad_field_bytes_max = 4096;
constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

bool is_line_end(char c) {
  return c == '\n' || c == '\r';
}

bool needs_quotes(std::string_view field) {
  return field.find_first_of(",\"\r\n;\t") != std::string_view::npos || field.starts_with(' ') ||
         field.ends_with(' ');
}

bool looks_like_a_formula(std::string_view field) {
  const bool begins =
      !field.empty() && std::string_view("=+-@\t\r").find(field.front()) != std::string_view::npos;
  return begins && number_length(field) != field.size();
}

void append_field(std::string& out, std::string_view field) {
  if (!needs_quotes(field)) {
    out += field;
    return;
  }
  out += '"';
  for (const char c : field) {
    out += c;
    if (c == '"') {
      out += '"';
    }
  }
  out += '"';
}

void append_row(std::string& out, std::span<const std::string> fields, bool guards_formulas) {
  for (const std::string& field : fields) {
    out += &field == fields.data() ? "" : ",";
    if (guards_formulas && looks_like_a_formula(field)) {
      append_field(out, "'" + field);
    } else {
      append_field(out, field);
    }
  }
  if (fields.size() == 1 && fields.front().empty()) {
    out += "\"\"";
  }
  out += "\r\n";
}

}  // namespace

void append_csv_row(std::string& out, std::span<const std::string> fields) {
  append_row(out, fields, false);
}

void append_csv_row_for_spreadsheets(std::string& out, std::span<const std::string> fields) {
  append_row(out, fields, true);
}

CsvReader::CsvReader(RowHandler handler, char separator, CsvLimits limits)
    : handler_(std::move(handler)), separator_(separator), limits_(limits) {}

Result<void> CsvReader::feed(std::string_view bytes) {
  std::size_t at = 0;
  while (at_start_ && at < bytes.size()) {
    if (bytes[at] != byte_order_mark[mark_bytes_]) {
      at_start_ = false;
      // What began like a mark was text.
      for (const char c : byte_order_mark.substr(0, mark_bytes_)) {
        TL_TRY(read(c));
      }
      break;
    }
    ++at;
    at_start_ = ++mark_bytes_ < byte_order_mark.size();
  }
  for (; at < bytes.size(); ++at) {
    TL_TRY(read(bytes[at]));
  }
  return {};
}

Result<void> CsvReader::finish() {
  if (at_start_) {
    at_start_ = false;
    for (const char c : byte_order_mark.substr(0, mark_bytes_)) {
      TL_TRY(read(c));
    }
  }
  if (state_ == State::quoted) {
    return Error::invalid(fmt::format(
        "invalid CSV in the row that begins in line {}: a quote is never closed", row_.line));
  }
  if (state_ == State::bad) {
    return end_bad_row();
  }
  return state_ == State::row_start ? Result<void>() : end_row();
}

Result<void> CsvReader::read(char c) {
  const bool continues_line_end = after_return_ && c == '\n';
  after_return_ = c == '\r';
  if (c == '\0' && state_ != State::bad) {
    return refuse(c, "a NUL byte");
  }
  if (state_ == State::quoted) {
    line_ += is_line_end(c) && !continues_line_end ? 1 : 0;
    if (c == '"') {
      state_ = State::quote_in_quoted;
      return {};
    }
    return append(c);
  }
  if (continues_line_end) {
    return {};
  }
  return read_unquoted(c);
}

// To the end of a line that cannot be read.
Result<void> CsvReader::read_bad(char c) {
  if (!is_line_end(c)) {
    field_ += field_.size() < bad_field_bytes_max ? std::string_view(&c, 1) : std::string_view();
    return {};
  }
  TL_TRY(end_bad_row());
  row_.line = ++line_;
  return {};
}

Result<void> CsvReader::read_unquoted(char c) {
  if (state_ == State::bad) {
    return read_bad(c);
  }
  if (is_line_end(c)) {
    Result<void> result = state_ == State::row_start ? Result<void>() : end_row();
    row_.line = ++line_;
    return result;
  }
  if (c == separator_) {
    return end_field();
  }
  if (c == '"') {
    if (state_ == State::plain) {
      return refuse(c, "a quote inside a field that is not quoted");
    }
    const bool is_doubled = state_ == State::quote_in_quoted;
    state_ = State::quoted;
    return is_doubled ? append('"') : Result<void>();
  }
  if (state_ == State::quote_in_quoted) {
    return refuse(c, "text after a closing quote");
  }
  state_ = State::plain;
  return append(c);
}

Result<void> CsvReader::append(char c) {
  if (field_.size() >= limits_.field_bytes_max) {
    return too_large(fmt::format("a field of more than {} bytes", limits_.field_bytes_max));
  }
  if (++row_bytes_ > limits_.row_bytes_max) {
    return too_large(fmt::format("a row of more than {} bytes", limits_.row_bytes_max));
  }
  field_ += c;
  return {};
}

Result<void> CsvReader::end_field() {
  if (row_.fields.size() >= limits_.fields_max) {
    return too_large(fmt::format("a row of more than {} fields", limits_.fields_max));
  }
  row_.fields.push_back(std::exchange(field_, {}));
  state_ = State::field_start;
  return {};
}

Result<void> CsvReader::end_row() {
  TL_TRY(end_field());
  state_ = State::row_start;
  row_bytes_ = 0;
  return handler_(std::exchange(row_, {}));
}

Result<void> CsvReader::refuse(char c, std::string_view why) {
  bad_ = Error::invalid(fmt::format("invalid CSV in line {}: {}", line_, why));
  if (!bad_handler_) {
    return bad_;
  }
  state_ = State::bad;
  field_ += c;
  return {};
}

Result<void> CsvReader::end_bad_row() {
  row_.fields.push_back(std::exchange(field_, {}));
  state_ = State::row_start;
  row_bytes_ = 0;
  return bad_handler_(std::exchange(row_, {}), bad_);
}

Error CsvReader::too_large(std::string_view why) const {
  return Error::too_large(fmt::format("CSV beyond the limits in line {}: {}", line_, why));
}

Result<std::vector<CsvRow>> parse_csv(std::string_view text, char separator, CsvLimits limits) {
  std::vector<CsvRow> rows;
  const auto keep = [&rows](CsvRow row) -> Result<void> {
    rows.push_back(std::move(row));
    return {};
  };
  CsvReader reader(keep, separator, limits);
  TL_TRY(reader.feed(text));
  TL_TRY(reader.finish());
  return rows;
}

char guess_csv_separator(std::string_view text) {
  constexpr std::array<char, 4> candidates = {',', ';', '\t', '|'};
  std::array<std::size_t, 4> counts = {};
  bool is_quoted = false;
  for (const char c : text) {
    if (c == '"') {
      is_quoted = !is_quoted;
    }
    if (is_quoted) {
      continue;
    }
    if (is_line_end(c)) {
      break;
    }
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      counts.at(i) += c == candidates.at(i) ? 1U : 0U;
    }
  }
  const auto* const most = std::ranges::max_element(counts);
  return candidates.at(static_cast<std::size_t>(most - counts.begin()));
}

}  // namespace throughline::codec
