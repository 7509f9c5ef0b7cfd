#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "app/journey_table_tools.h"

namespace throughline::app::tables {
namespace {

// Both signs where some are before the inclusion.
std::string offset_title(std::int64_t offset, std::int64_t first) {
  return first < 0 && offset > 0 ? "+" + std::to_string(offset) : std::to_string(offset);
}

}  // namespace

std::string retention_table(JsonView question, JsonView answer) {
  const bool by_value = answer.find("rows").size() > 0;
  const JsonView rows = answer.find(by_value ? "rows" : "cohorts");
  const std::string_view figure = question.find("measure").text() == "churn" ? "gone" : "back";
  const std::int64_t first = integer(answer.find("first_offset"));
  std::size_t offsets = 0;
  for (const JsonView row : rows.items()) {
    offsets = std::max(offsets, row.find("offsets").size());
  }
  std::vector<Table::Column> columns = {{by_value ? "value" : "began", Align::left}, {"people"}};
  for (std::size_t column = 0; column < offsets; ++column) {
    columns.push_back({offset_title(first + static_cast<std::int64_t>(column), first)});
  }
  columns.push_back({"", Align::left});
  Table table(columns);
  for (const JsonView row : rows.items()) {
    std::vector<std::string> cells = {
        by_value ? group_name(row.find("row")) : std::string(row.find("begins_on").text()),
        count(row.find("people"))};
    std::vector<double> shares;
    for (const JsonView cell : row.find("offsets").items()) {
      const bool begun = cell.find("completeness").text() != "not_begun";
      const double share = number(cell.find(figure).find("share"));
      cells.push_back(begun ? share_text(share) + mark(cell) : "");
      if (begun) {
        shares.push_back(share);
      }
    }
    cells.push_back(sparkline(shares));
    table.add(std::move(cells));
  }
  const std::string text = table.text();
  const std::string legend =
      by_value && text.find('*') != std::string::npos
          ? "* of those for whom that period is over; for the others it is not\n"
          : legend_of_marks(text);
  return text + legend + note_line(answer);
}

}  // namespace throughline::app::tables
