#include "segments/list_file.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.h"
#include "codec/csv.h"

namespace throughline::segments {
namespace {

constexpr std::array<std::string_view, 4> types = {"user_id", "email", "phone", "anonymous_id"};
constexpr std::string_view whole = "identifier";

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) {
    return static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
  });
  return out;
}

// What stands in front of a column's values; nothing where it holds no identifiers.
std::optional<std::string> prefix_of(std::string_view column) {
  const std::string name = lower(trimmed(column));
  if (name == whole) {
    return std::string();
  }
  const bool known = std::find(types.begin(), types.end(), name) != types.end();
  return known ? std::optional(name + ":") : std::nullopt;
}

}  // namespace

Result<std::vector<ListRow>> parse_list(std::string_view csv) {
  TL_TRY_ASSIGN(const auto rows, codec::parse_csv(csv, codec::guess_csv_separator(csv)));
  std::vector<std::optional<std::string>> prefixes;
  if (!rows.empty()) {
    for (const std::string& column : rows.front().fields) {
      prefixes.push_back(prefix_of(column));
    }
  }
  if (std::none_of(prefixes.begin(), prefixes.end(),
                   [](const auto& prefix) { return prefix.has_value(); })) {
    return Error::invalid(
        "the first row must name the columns, and one of them user_id, email, phone, anonymous_id "
        "or identifier (type:value)");
  }
  std::vector<ListRow> list;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    ListRow row = {.line = static_cast<std::int64_t>(rows[i].line)};
    for (std::size_t column = 0;
         column < std::min(prefixes.size(), rows[i].fields.size()) && row.reference.empty();
         ++column) {
      const std::string_view value = trimmed(rows[i].fields[column]);
      if (const auto& prefix = prefixes[column]; prefix && !value.empty()) {
        row.reference = *prefix + std::string(value);
      }
    }
    list.push_back(std::move(row));
  }
  return list;
}

}  // namespace throughline::segments
