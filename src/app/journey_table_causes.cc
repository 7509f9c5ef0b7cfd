#include <fmt/format.h>

#include <vector>

#include "app/journey_table_tools.h"

namespace throughline::app::tables {

std::string friction_table(JsonView /*question*/, JsonView answer) {
  const Names names(answer.find("nodes"));
  Table findings({{"what", Align::left},
                  {"where", Align::left},
                  {"met it"},
                  {"reached it then"},
                  {"else"},
                  {"difference"},
                  {"p, adjusted"},
                  {"", Align::left}});
  for (const JsonView finding : answer.find("findings").items()) {
    const JsonView to = finding.find("to");
    const bool has_end = to.is_number();
    findings.add(
        {std::string(finding.find("kind").text()),
         names.of(finding.find("at")) + (has_end ? " → " + names.of(to) : ""),
         count(finding.find_path({"met", "of"})),
         share_text(number(finding.find_path({"met", "share"}))),
         share_text(number(finding.find_path({"not_met", "share"}))),
         fmt::format("{:.1f} ({:.1f} to {:.1f})", number(finding.find("difference")) * 100,
                     number(finding.find("low")) * 100, number(finding.find("high")) * 100),
         fmt::format("{:.3g}", number(finding.find("adjusted_p"))),
         finding.find("holds").boolean().value_or(false) ? "holds" : ""});
  }
  const double most = greatest(answer.find("drop_offs"), "people");
  Table drop_offs({{"stopped at", Align::left}, {"people"}, {"", Align::left}});
  for (const JsonView drop_off : answer.find("drop_offs").items()) {
    drop_offs.add({names.of(drop_off.find("at")), count(drop_off.find("people")),
                   bar(part(number(drop_off.find("people")), most), bar_width)});
  }
  const JsonView reached = answer.find("reached");
  return fmt::format("{} of {} reached it: {}\n\n", count(reached.find("count")),
                     count(reached.find("of")), share_cell(reached)) +
         findings.text() +
         "holds: at a false discovery rate of 5 %. That two things go together does not say which "
         "causes which.\n\n" +
         drop_offs.text() + note_line(answer);
}

std::string landmark_table(JsonView /*question*/, JsonView answer) {
  Table table(
      {{"in their first days", Align::left}, {"people"}, {"reached it"}, {"", Align::left}});
  for (const auto& [title, field] : {std::pair("did it", "did"), std::pair("did not", "did_not")}) {
    const JsonView share = answer.find(field);
    table.add({title, count(share.find("of")), share_cell(share),
               bar(number(share.find("share")), bar_width)});
  }
  const auto points = [&](std::string_view field) {
    const JsonView difference = answer.find(field);
    return fmt::format("{:.1f} points ({:.1f} to {:.1f}), p {:.3g}",
                       number(difference.find("value")) * 100, number(difference.find("low")) * 100,
                       number(difference.find("high")) * 100, number(difference.find("p")));
  };
  const JsonView left_out = answer.find("left_out");
  return table.text() +
         fmt::format("Difference: {}; among people as busy before: {}.\n", points("difference"),
                     points("among_alike")) +
         fmt::format(
             "Not asked about: {} who were gone by then, {} who had it before, {} whose "
             "time is not over. That two things go together does not say which causes "
             "which.\n",
             count(left_out.find("gone")), count(left_out.find("had_it")),
             count(left_out.find("too_young"))) +
         note_line(answer);
}

std::string attribution_table(JsonView /*question*/, JsonView answer) {
  const Names names(answer.find("nodes"));
  std::vector<Table::Column> columns = {{"touch", Align::left}, {"touches"}, {"people"}};
  for (const JsonView one : answer.find("unattributed").items()) {
    columns.push_back({std::string(one.find("model").text())});
  }
  columns.push_back({"", Align::left});
  Table table(columns);
  const double all = number(answer.find("conversions"));
  for (const JsonView channel : answer.find("channels").items()) {
    std::vector<std::string> cells = {names.of(channel.find("channel")),
                                      count(channel.find("touches")),
                                      count(channel.find("people"))};
    double first = 0;
    for (const JsonView credit : channel.find("credits").items()) {
      const double conversions = number(credit.find("conversions"));
      first = cells.size() == 3 ? conversions : first;
      cells.push_back(decimal_text(conversions));
    }
    cells.push_back(bar(part(first, all), bar_width));
    table.add(std::move(cells));
  }
  std::vector<std::string> without = {"no touch", "", ""};
  for (const JsonView one : answer.find("unattributed").items()) {
    without.push_back(count(one.find("conversions")));
  }
  table.add(std::move(without));
  return table.text() +
         fmt::format("{} conversions of {} people\n", count(answer.find("conversions")),
                     count(answer.find("people"))) +
         note_line(answer);
}

}  // namespace throughline::app::tables
