#include <fmt/format.h>

#include <vector>

#include "app/journey_table_tools.h"

namespace throughline::app::tables {

namespace {

std::string_view why_not_learned(std::string_view because) {
  if (because == "few_reached") {
    return "fewer than 20 people reached it";
  }
  if (because == "few_stopped") {
    return "fewer than 20 people did not reach it";
  }
  return because == "all_alike" ? "all met the same" : "the regression did not converge";
}

std::string interval_text(JsonView of, double value, int digits) {
  if (!of.find("low").is_number()) {
    return fmt::format("{:.{}f}", value, digits);
  }
  return fmt::format("{:.{}f} ({:.{}f} to {:.{}f})", value, digits, number(of.find("low")), digits,
                     number(of.find("high")), digits);
}

std::string friction_index_text(JsonView index) {
  Table kinds({{"friction", Align::left}, {"people"}, {"times"}, {"weight"}});
  for (const JsonView kind : index.find("kinds").items()) {
    const JsonView weight = kind.find("weight");
    kinds.add({std::string(kind.find("kind").text()), count(kind.find("people")),
               count(kind.find("times")),
               weight.is_number() ? interval_text(kind, number(weight), 2) : ""});
  }
  if (!index.find("learned").boolean().value_or(false)) {
    return fmt::format("Friction index: not learned, because {}.\n{}\n",
                       why_not_learned(index.find("because").text()), kinds.text());
  }
  const double most = greatest(index.find("bars"), "people");
  Table bars({{"index", Align::left}, {"people"}, {"", Align::left}});
  for (const JsonView each : index.find("bars").items()) {
    const std::int64_t from = integer(each.find("from"));
    bars.add({fmt::format("{} to {}", from, from + 10), count(each.find("people")),
              bar(part(number(each.find("people")), most), bar_width)});
  }
  const JsonView predicts = index.find("predicts");
  return fmt::format("Friction index: mean {:.1f}, median {:.1f}, 90 % below {:.1f}.\n",
                     number(index.find("mean")), number(index.find("median")),
                     number(index.find("p90"))) +
         (predicts.is_object()
              ? fmt::format("On journeys it was not learned from: AUC {}; 0.5 is guessing.\n",
                            interval_text(predicts, number(predicts.find("area")), 3))
              : "") +
         kinds.text() + "A weight below zero goes with not reaching it.\n\n" + bars.text() + "\n";
}

}  // namespace

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
         drop_offs.text() + "\n" + friction_index_text(answer.find("index")) + note_line(answer);
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

namespace {

// The channel's name, or what the property says.
std::string channel_text(const Names& names, JsonView channel) {
  if (channel.find("channel").is_number()) {
    return names.of(channel.find("channel"));
  }
  const JsonView property = channel.find("property");
  return property.is_null()
             ? "(no value)"
             : safe_text(property.is_string() ? property.text() : property.to_text());
}

}  // namespace

std::string attribution_table(JsonView /*question*/, JsonView answer) {
  const Names names(answer.find("nodes"));
  const bool has_value = answer.find("value").is_number();
  std::vector<Table::Column> columns = {{"touch", Align::left}, {"touches"}, {"people"}};
  for (const JsonView one : answer.find("unattributed").items()) {
    columns.push_back({std::string(one.find("model").text())});
    if (has_value) {
      columns.push_back({"its value"});
    }
  }
  columns.push_back({"", Align::left});
  Table table(columns);
  const double all = number(answer.find("conversions"));
  for (const JsonView channel : answer.find("channels").items()) {
    std::vector<std::string> cells = {channel_text(names, channel), count(channel.find("touches")),
                                      count(channel.find("people"))};
    double first = 0;
    for (const JsonView credit : channel.find("credits").items()) {
      const double conversions = number(credit.find("conversions"));
      first = cells.size() == 3 ? conversions : first;
      cells.push_back(decimal_text(conversions));
      if (has_value) {
        cells.push_back(decimal_text(number(credit.find("value"))));
      }
    }
    cells.push_back(bar(part(first, all), bar_width));
    table.add(std::move(cells));
  }
  std::vector<std::string> without = {"no touch", "", ""};
  for (const JsonView one : answer.find("unattributed").items()) {
    without.push_back(count(one.find("conversions")));
    if (has_value) {
      without.push_back(decimal_text(number(one.find("value"))));
    }
  }
  table.add(std::move(without));
  std::string text = table.text();
  if (const std::int64_t hidden = integer(answer.find("all_channels")) -
                                  static_cast<std::int64_t>(answer.find("channels").size());
      hidden > 0) {
    text += fmt::format("and {} more channels; --limit shows more\n", number_text(hidden));
  }
  text += fmt::format("{} conversions of {} people", count(answer.find("conversions")),
                      count(answer.find("people")));
  if (has_value) {
    text +=
        fmt::format(", worth {}; {} without a value", decimal_text(number(answer.find("value"))),
                    count(answer.find("without_value")));
  }
  return text + "\n" + note_line(answer);
}

}  // namespace throughline::app::tables
