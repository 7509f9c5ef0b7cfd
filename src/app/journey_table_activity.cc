#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "app/journey_table_tools.h"

namespace throughline::app::tables {

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

}  // namespace throughline::app::tables
