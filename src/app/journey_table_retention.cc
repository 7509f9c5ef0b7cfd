#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "app/journey_table_tools.h"

namespace throughline::app::tables {

std::string retention_table(JsonView /*question*/, JsonView answer) {
  const JsonView cohorts = answer.find("cohorts");
  std::size_t offsets = 0;
  for (const JsonView cohort : cohorts.items()) {
    offsets = std::max(offsets, cohort.find("offsets").size());
  }
  std::vector<Table::Column> columns = {{"began", Align::left}, {"people"}};
  for (std::size_t offset = 0; offset < offsets; ++offset) {
    columns.push_back({std::to_string(offset)});
  }
  columns.push_back({"", Align::left});
  Table table(columns);
  for (const JsonView cohort : cohorts.items()) {
    std::vector<std::string> cells = {std::string(cohort.find("begins_on").text()),
                                      count(cohort.find("people"))};
    std::vector<double> shares;
    for (const JsonView cell : cohort.find("offsets").items()) {
      const bool begun = cell.find("completeness").text() != "not_begun";
      const double share = number(cell.find_path({"back", "share"}));
      cells.push_back(begun ? share_text(share) + mark(cell) : "");
      if (begun) {
        shares.push_back(share);
      }
    }
    cells.push_back(sparkline(shares));
    table.add(std::move(cells));
  }
  const std::string text = table.text();
  return text + legend_of_marks(text) + note_line(answer);
}

}  // namespace throughline::app::tables
