// The CSV reader: rows do not depend on how the text was cut into pieces, and what the writer makes
// of them is read back as the same rows.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "codec/csv.h"

namespace throughline::codec {
namespace {

void require(bool holds) {
  if (!holds) {
    std::abort();
  }
}

constexpr CsvLimits limits = {.fields_max = 20, .field_bytes_max = 100, .row_bytes_max = 500};

using Rows = std::vector<std::vector<std::string>>;

struct Answer {
  Rows rows = {};
  std::string refusal = {};
  bool operator==(const Answer&) const = default;
};

Answer read_in_pieces(std::string_view text, std::size_t piece) {
  Answer answer;
  const auto keep = [&answer](CsvRow row) -> Result<void> {
    answer.rows.push_back(std::move(row.fields));
    return {};
  };
  CsvReader reader(keep, ',', limits);
  Result<void> result;
  for (std::size_t at = 0; at < text.size() && result.ok(); at += piece) {
    result = reader.feed(text.substr(at, piece));
  }
  if (result.ok()) {
    result = reader.finish();
  }
  if (!result) {
    answer.refusal = result.error().message;
  }
  return answer;
}

void check(std::string_view text) {
  const Answer whole = read_in_pieces(text, text.size() + 1);
  require(whole == read_in_pieces(text, 1));
  require(whole == read_in_pieces(text, 7));
  std::string written = "\xef\xbb\xbf";
  for (const std::vector<std::string>& row : whole.rows) {
    append_csv_row(written, row);
  }
  require(read_in_pieces(written, written.size()).rows == whole.rows);
  require(std::string_view(",;\t|").find(guess_csv_separator(text)) != std::string_view::npos);
}

}  // namespace
}  // namespace throughline::codec

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast)
  throughline::codec::check({reinterpret_cast<const char*>(data), size});
  return 0;
}
