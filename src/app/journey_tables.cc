#include "app/journey_tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <vector>

#include "app/terminal.h"

namespace throughline::app {
namespace {

using codec::JsonView;
using Align = Table::Align;

constexpr int bar_width = 24;
constexpr std::size_t path_rows_max = 60;
constexpr std::size_t path_branches_max = 6;
constexpr std::size_t variant_characters_max = 100;
constexpr std::int64_t series_max = 160;  // Longer ones would not fit.

std::int64_t integer(JsonView view) {
  return view.integer().value_or(0);
}
double number(JsonView view) {
  return view.number().value_or(0);
}
std::string count(JsonView view) {
  return number_text(integer(view));
}
std::string lasting(JsonView ms) {
  const auto value = ms.number();
  return value ? duration_text(*value) : "";
}
double part(double of, double all) {
  return all > 0 ? of / all : 0;
}

// "12.3 % (8.1 to 17.9)"
std::string share_cell(JsonView share) {
  return fmt::format("{} ({:.1f} to {:.1f})", share_text(number(share.find("share"))),
                     number(share.find("low")) * 100, number(share.find("high")) * 100);
}

// The names of the nodes of an answer, by their ids.
class Names {
 public:
  explicit Names(JsonView nodes) {
    for (const JsonView node : nodes.items()) {
      const std::string_view kind = node.find("kind").text();
      const std::string prefix = kind == "track" ? "" : std::string(kind) + ":";
      names_[integer(node.find("id"))] = safe_text(prefix + std::string(node.find("name").text()));
    }
  }
  [[nodiscard]] std::string of(JsonView id) const {
    const auto found = names_.find(id.integer().value_or(-1));
    return found == names_.end() ? "?" : found->second;
  }

 private:
  std::map<std::int64_t, std::string> names_;
};

std::string choice_text(JsonView choice) {
  std::string text;
  for (const JsonView name : choice.find("names").items()) {
    text += (text.empty() ? "" : "|") + std::string(name.text());
  }
  if (const std::string_view kind = choice.find("kind").text(); !kind.empty()) {
    text = std::string(kind) + ":" + text;
  }
  return text.empty() ? "any event" : safe_text(text);
}

std::string note_line(JsonView answer) {
  const JsonView note = answer.find("note");
  return fmt::format("{} people with events in that time, {:.1f} ms\n", count(note.find("people")),
                     number(note.find("took_ms")));
}

// A period that is not over is marked.
std::string mark(JsonView period) {
  return period.find("completeness").text() == "complete" ? "" : "*";
}

std::string legend_of_marks(const std::string& table) {
  return table.find('*') == std::string::npos ? "" : "* not over, or not all of it looked at\n";
}

double greatest(JsonView items, std::string_view field) {
  double most = 0;
  for (const JsonView item : items.items()) {
    most = std::max(most, number(item.find(field)));
  }
  return most;
}

// A value for each period from the first of `all` to its last, with zeros where `items` has none.
std::vector<double> series(JsonView all, JsonView items, std::string_view field) {
  const auto period_of = [](JsonView item) { return integer(item.find("period")); };
  std::optional<std::int64_t> first;
  std::int64_t last = 0;
  for (const JsonView item : all.items()) {
    first = first.value_or(period_of(item));
    last = period_of(item);
  }
  if (!first || last - *first >= series_max) {
    return {};
  }
  std::vector<double> values(static_cast<std::size_t>(last - *first + 1));
  for (const JsonView item : items.items()) {
    values.at(static_cast<std::size_t>(period_of(item) - *first)) = number(item.find(field));
  }
  return values;
}

std::string funnel_table(JsonView question, JsonView answer) {
  Table table({{"step", Align::left},
               {"people"},
               {"of the first"},
               {"of the one before"},
               {"median time"},
               {"", Align::left}});
  std::vector<std::string> names;
  for (const JsonView step : question.find("steps").items()) {
    names.push_back(choice_text(step));
  }
  std::size_t i = 0;
  for (const JsonView step : answer.find("steps").items()) {
    const JsonView of_first = step.find("of_first");
    table.add({fmt::format("{}  {}", i + 1, i < names.size() ? names[i] : ""),
               count(step.find("people")), share_cell(of_first), share_cell(step.find("of_before")),
               lasting(step.find("median_ms")), bar(number(of_first.find("share")), bar_width)});
    ++i;
  }
  const std::string whole = lasting(answer.find("median_ms"));
  return table.text() +
         (whole.empty()
              ? ""
              : fmt::format("from the first step to the last: median {}, 90 % within {}\n", whole,
                            lasting(answer.find("p90_ms")))) +
         note_line(answer);
}

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

// A side of paths as a tree: under each path those that go on from it, the most first.
class PathTable {
 public:
  PathTable(JsonView side, const Names& names) : names_(names) {
    for (const JsonView path : side.find("paths").items()) {
      std::vector<std::int64_t> nodes;
      for (const JsonView node : path.find("nodes").items()) {
        nodes.push_back(integer(node));
      }
      most_ = std::max(most_, number(path.find("paths")));
      if (!nodes.empty()) {
        const std::vector<std::int64_t> shorter(nodes.begin(), nodes.end() - 1);
        children_[shorter].push_back({std::move(nodes), path});
      }
    }
    add_below({});
  }
  [[nodiscard]] std::string text() const {
    return table_.text() + (left_out_ ? "the busiest paths only; --json has more\n" : "");
  }

 private:
  struct Path {
    std::vector<std::int64_t> nodes;
    JsonView view;
  };
  void add_below(const std::vector<std::int64_t>& nodes) {
    const auto found = children_.find(nodes);
    if (found == children_.end()) {
      return;
    }
    std::size_t branches = 0;
    for (const Path& path : found->second) {
      if (rows_ == path_rows_max || branches == path_branches_max) {
        left_out_ = true;
        return;
      }
      ++rows_;
      ++branches;
      add_row(path);
      add_below(path.nodes);
    }
  }
  void add_row(const Path& path) {
    JsonView last;
    for (const JsonView node : path.view.find("nodes").items()) {
      last = node;
    }
    const std::string indent((path.nodes.size() - 1) * 2, ' ');
    table_.add({indent + names_.of(last), count(path.view.find("paths")),
                count(path.view.find("people")), count(path.view.find("ended")),
                bar(part(number(path.view.find("paths")), most_), bar_width)});
  }

  const Names& names_;
  Table table_ =
      Table({{"path", Align::left}, {"paths"}, {"people"}, {"ended"}, {"", Align::left}});
  std::map<std::vector<std::int64_t>, std::vector<Path>> children_;
  double most_ = 0;
  std::size_t rows_ = 0;
  bool left_out_ = false;
};

std::string paths_table(JsonView /*question*/, JsonView answer) {
  const Names names(answer.find("nodes"));
  std::string text;
  for (const auto& [field, title] :
       {std::pair{"after", "Afterwards"}, std::pair{"before", "Before, backwards in time"}}) {
    if (const JsonView side = answer.find(field); side.is_object()) {
      text += std::string(title) + "\n" + PathTable(side, names).text() + "\n";
    }
  }
  return text +
         fmt::format("{} beginnings of {} people\n", count(answer.find("anchors")),
                     count(answer.find("people"))) +
         note_line(answer);
}

std::string map_nodes_table(JsonView answer, const Names& names) {
  const JsonView nodes = answer.find("nodes");
  const double most = greatest(nodes, "events");
  Table table({{"event", Align::left},
               {"events"},
               {"cases"},
               {"people"},
               {"first"},
               {"last"},
               {"again"},
               {"", Align::left}});
  for (const JsonView node : nodes.items()) {
    table.add({names.of(node.find("id")), count(node.find("events")), count(node.find("cases")),
               count(node.find("people")), count(node.find("starts")), count(node.find("ends")),
               count(node.find("rework_cases")),
               bar(part(number(node.find("events")), most), bar_width)});
  }
  return table.text();
}

std::string map_edges_table(JsonView answer, const Names& names) {
  std::vector<JsonView> edges;
  for (const JsonView edge : answer.find("edges").items()) {
    edges.push_back(edge);
  }
  std::stable_sort(edges.begin(), edges.end(), [](JsonView a, JsonView b) {
    return integer(a.find("count")) > integer(b.find("count"));
  });
  const double most = greatest(answer.find("edges"), "count");
  Table table({{"from", Align::left},
               {"directly to", Align::left},
               {"times"},
               {"people"},
               {"median"},
               {"90 % within"},
               {"", Align::left}});
  for (const JsonView edge : edges) {
    table.add({names.of(edge.find("from")), names.of(edge.find("to")), count(edge.find("count")),
               count(edge.find("people")), lasting(edge.find("median_ms")),
               lasting(edge.find("p90_ms")),
               bar(part(number(edge.find("count")), most), bar_width)});
  }
  return table.text();
}

std::string variants_table(JsonView answer, const Names& names) {
  Table table({{"cases"}, {"people"}, {"covered"}, {"median"}, {"variant", Align::left}});
  for (const JsonView variant : answer.find("variants").items()) {
    std::string row;
    for (const JsonView node : variant.find("nodes").items()) {
      row += (row.empty() ? "" : " → ") + names.of(node);
    }
    table.add({count(variant.find("cases")), count(variant.find("people")),
               share_text(number(variant.find("coverage"))), lasting(variant.find("median_ms")),
               safe_text(row, variant_characters_max)});
  }
  return table.text();
}

std::string map_table(JsonView /*question*/, JsonView answer) {
  const Names names(answer.find("nodes"));
  return map_nodes_table(answer, names) + "\n" + map_edges_table(answer, names) + "\n" +
         variants_table(answer, names) +
         fmt::format("{} events in {} cases; {} of {} nodes, {} of {} edges, {} of {} variants\n",
                     count(answer.find("events")), count(answer.find("cases")),
                     answer.find("nodes").size(), count(answer.find("all_nodes")),
                     answer.find("edges").size(), count(answer.find("all_edges")),
                     answer.find("variants").size(), count(answer.find("all_variants"))) +
         note_line(answer);
}

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

std::string lifecycle_table(JsonView /*question*/, JsonView answer) {
  constexpr std::array<const char*, 4> states = {"new", "returning", "resurrected", "dormant"};
  const JsonView periods = answer.find("periods");
  Table table({{"from", Align::left}, {"new"}, {"returning"}, {"resurrected"}, {"dormant"}});
  for (const JsonView period : periods.items()) {
    std::vector<std::string> cells = {std::string(period.find("begins_on").text()) + mark(period)};
    for (const char* const state : states) {
      cells.push_back(count(period.find(state)));
    }
    table.add(std::move(cells));
  }
  std::string text = table.text();
  text += legend_of_marks(text);
  for (const char* const state : states) {
    text += fmt::format("{:12}{}\n", state, sparkline(series(periods, periods, state)));
  }
  return text + note_line(answer);
}

std::string stickiness_table(JsonView /*question*/, JsonView answer) {
  Table table({{"day", Align::left},
               {"that day"},
               {"7 days"},
               {"month"},
               {"of the month"},
               {"", Align::left}});
  for (const JsonView day : answer.find("days").items()) {
    const JsonView daily = day.find("daily");
    table.add({std::string(day.find("begins_on").text()) + mark(day), count(daily.find("count")),
               count(day.find("weekly")), count(daily.find("of")),
               share_text(number(daily.find("share"))),
               bar(number(daily.find("share")), bar_width)});
  }
  const JsonView spread = answer.find("active_days");
  const double most = greatest(spread, "people");
  Table active({{"active on"}, {"people"}, {"", Align::left}});
  for (const JsonView one : spread.items()) {
    active.add({count(one.find("days")) + " days", count(one.find("people")),
                bar(part(number(one.find("people")), most), bar_width)});
  }
  const std::string text = table.text();
  return text + legend_of_marks(text) + "\n" + active.text() + note_line(answer);
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

std::string counts_table(JsonView /*question*/, JsonView answer) {
  const JsonView periods = answer.find("periods");
  const double most = greatest(periods, "events");
  Table table({{"from", Align::left}, {"events"}, {"people"}, {"", Align::left}});
  for (const JsonView period : periods.items()) {
    table.add({std::string(period.find("begins_on").text()) + mark(period),
               count(period.find("events")), count(period.find("people")),
               bar(part(number(period.find("events")), most), bar_width)});
  }
  table.add({"all", count(answer.find("events")), count(answer.find("people"))});
  std::string text = table.text();
  text += legend_of_marks(text);
  if (const JsonView groups = answer.find("groups"); groups.size() > 0) {
    const Names names(answer.find("nodes"));
    Table by({{"event", Align::left}, {"events"}, {"people"}, {"", Align::left}});
    for (const JsonView group : groups.items()) {
      by.add({names.of(group.find("node")), count(group.find("events")),
              count(group.find("people")),
              sparkline(series(periods, group.find("periods"), "events"))});
    }
    text += "\n" + by.text();
  }
  return text + note_line(answer);
}

std::string sessions_table(JsonView /*question*/, JsonView answer) {
  const JsonView periods = answer.find("periods");
  const double most = greatest(periods, "sessions");
  Table table({{"from", Align::left}, {"sessions"}, {"people"}, {"", Align::left}});
  for (const JsonView period : periods.items()) {
    table.add({std::string(period.find("begins_on").text()) + mark(period),
               count(period.find("sessions")), count(period.find("people")),
               bar(part(number(period.find("sessions")), most), bar_width)});
  }
  table.add({"all", count(answer.find("sessions")), count(answer.find("people"))});
  const std::string text = table.text();
  const JsonView lasted = answer.find("lasted_ms");
  const JsonView events = answer.find("events");
  return text + legend_of_marks(text) +
         fmt::format("a session lasts {} in the middle, 90 % within {}; {} events, 90 % up to {}\n",
                     lasting(lasted.find("median")), lasting(lasted.find("p90")),
                     decimal_text(number(events.find("median"))),
                     decimal_text(number(events.find("p90")))) +
         note_line(answer);
}

std::string next_table(JsonView /*question*/, JsonView answer) {
  const Names names(answer.find("nodes"));
  const std::int64_t longest = std::max<std::int64_t>(1, integer(answer.find("longest")));
  std::string so_far;
  for (const JsonView node : answer.find("so_far").items()) {
    so_far += (so_far.empty() ? "" : " → ") + names.of(node);
  }
  Table table(
      {{"then", Align::left}, {"times"}, {"people"}, {"of them"}, {"median"}, {"", Align::left}});
  std::string people = "0";
  for (const JsonView match : answer.find("matches").items()) {
    if (integer(match.find("length")) != longest) {
      continue;
    }
    people = count(match.find("people"));
    for (const JsonView next : match.find("next").items()) {
      const JsonView share = next.find("people");
      table.add({next.find("node").is_number() ? names.of(next.find("node")) : "(nothing more)",
                 count(next.find("times")), count(share.find("count")),
                 share_text(number(share.find("share"))), lasting(next.find("median_ms")),
                 bar(number(share.find("share")), bar_width)});
    }
  }
  return "After " + safe_text(so_far, variant_characters_max) +
         fmt::format(": the last {} of these, {} people\n", longest, people) + table.text() +
         note_line(answer);
}

using ToTable = std::string (*)(JsonView question, JsonView answer);
constexpr std::array<std::pair<std::string_view, ToTable>, 11> tables = {{
    {"funnel", funnel_table},
    {"retention", retention_table},
    {"paths", paths_table},
    {"map", map_table},
    {"friction", friction_table},
    {"lifecycle", lifecycle_table},
    {"stickiness", stickiness_table},
    {"attribution", attribution_table},
    {"counts", counts_table},
    {"sessions", sessions_table},
    {"next", next_table},
}};

// Of one group of a breakdown, or one side of a comparison.
std::string part_title(JsonView part) {
  const std::string_view kind = part.find("kind").text();
  const JsonView value = part.find("value");
  const std::string text(value.is_string() ? std::string(value.text()) : value.to_text());
  const std::string name = kind == "none"     ? "(no value)"
                           : kind == "others" ? "(others)"
                                              : safe_text(text);
  return fmt::format("\n== {}: {} people\n", name, count(part.find("people")));
}

}  // namespace

std::string journey_table(std::string_view name, JsonView question, JsonView answer) {
  const auto* const found = std::find_if(tables.begin(), tables.end(),
                                         [&](const auto& one) { return one.first == name; });
  if (found == tables.end()) {
    return answer.to_text() + "\n";
  }
  std::string text = found->second(question, answer);
  for (const JsonView part : answer.find("parts").items()) {
    text += part_title(part.find("part")) + found->second(question, part.find("answer"));
  }
  return text;
}

std::string people_table(JsonView answer) {
  Table table({{"person", Align::left}, {"name", Align::left}});
  for (const JsonView person : answer.find("items").items()) {
    table.add({safe_text(person.find("id").text()), safe_text(person.find("name").text())});
  }
  const std::string next(answer.find("next").text());
  return table.text() + fmt::format("{} people\n", count(answer.find("total"))) +
         (next.empty() ? "" : "more with --after " + next + "\n");
}

}  // namespace throughline::app
