#include <fmt/format.h>

#include <algorithm>

#include "app/journey_table_tools.h"

namespace throughline::app::tables {
namespace {

constexpr std::size_t rows_max = 40;

std::string plain(JsonView value) {
  const auto found = value.number();
  return found ? fmt::format("{}", *found) : "";
}

std::string between(JsonView from, JsonView below) {
  if (!from.number()) {
    return "below " + plain(below);
  }
  return below.number() ? plain(from) + " to " + plain(below) : plain(from) + " or more";
}

}  // namespace

std::string distribution_table(JsonView /*question*/, JsonView answer) {
  Table summary({{"numbers"},
                 {"people"},
                 {"without"},
                 {"sum"},
                 {"mean"},
                 {"median"},
                 {"p90"},
                 {"least"},
                 {"greatest"}});
  summary.add({count(answer.find("numbers")), count(answer.find("people")),
               count(answer.find("without")), plain(answer.find("sum")), plain(answer.find("mean")),
               plain(answer.find("median")), plain(answer.find("p90")), plain(answer.find("least")),
               plain(answer.find("greatest"))});
  Table bins({{"from", Align::left}, {"numbers"}, {"people"}, {"", Align::left}});
  const double most = greatest(answer.find("bins"), "numbers");
  for (const JsonView bin : answer.find("bins").items()) {
    bins.add({between(bin.find("from"), bin.find("below")), count(bin.find("numbers")),
              count(bin.find("people")), bar(part(number(bin.find("numbers")), most), bar_width)});
  }
  return summary.text() + "\n" + bins.text() + note_line(answer);
}

std::string scatter_table(JsonView /*question*/, JsonView answer) {
  std::string text = fmt::format("{} people with both numbers\n", count(answer.find("people")));
  if (const JsonView found = answer.find("correlation"); found.is_object()) {
    text += fmt::format("rank correlation {:.2f} ({:.2f} to {:.2f})\n", number(found.find("value")),
                        number(found.find("low")), number(found.find("high")));
  }
  Table axes({{"", Align::left}, {"least"}, {"median"}, {"greatest"}});
  for (const char* const name : {"x", "y"}) {
    const JsonView axis = answer.find(name);
    axes.add({name, plain(axis.find("least")), plain(axis.find("median")),
              plain(axis.find("greatest"))});
  }
  text += axes.text();
  Table rows({{"x", Align::left}, {"y", Align::left}, {"people"}});
  std::size_t shown = 0;
  for (const JsonView cell : answer.find("cells").items()) {
    if (shown++ < rows_max) {
      rows.add({between(cell.find("x_from"), cell.find("x_below")),
                between(cell.find("y_from"), cell.find("y_below")), count(cell.find("people"))});
    }
  }
  for (const JsonView point : answer.find("points").items()) {
    if (shown++ < rows_max) {
      rows.add({plain(point.find("x")), plain(point.find("y")), count(point.find("people"))});
    }
  }
  text += "\n" + rows.text();
  if (shown > rows_max) {
    text += fmt::format("{} more; all with --json\n", shown - rows_max);
  }
  return text + note_line(answer);
}

std::string treemap_table(JsonView /*question*/, JsonView answer) {
  Table table({{"group", Align::left}, {"events"}, {"people"}, {"sum"}});
  table.add({"everything", count(answer.find("events")), count(answer.find("people")),
             plain(answer.find("sum"))});
  for (const JsonView group : answer.find("groups").items()) {
    std::string name;
    std::size_t depth = 0;
    for (const JsonView value : group.find("values").items()) {
      name = std::string(2 * depth++, ' ') + group_name(value);
    }
    table.add(
        {name, count(group.find("events")), count(group.find("people")), plain(group.find("sum"))});
  }
  return table.text() + note_line(answer);
}

}  // namespace throughline::app::tables
