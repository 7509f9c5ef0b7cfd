#include "app/map_tables.h"

#include <fmt/format.h>

#include "app/journey_table_tools.h"

namespace throughline::app {

using codec::JsonView;
using tables::Align;
using tables::count;
using tables::lasting;
using tables::number;
using tables::share_cell;

namespace {

// Nothing where it is not said.
std::string share_or_nothing(JsonView share) {
  return share.is_object() ? share_cell(share) : std::string();
}

std::string emotion_cell(JsonView emotion) {
  if (!emotion.is_object()) {
    return {};
  }
  return fmt::format("{} ({} people)", decimal_text(number(emotion.find("mean"))),
                     count(emotion.find("people")));
}

std::string owner_cell(JsonView stage) {
  return stage.find("without_owner").boolean().value_or(false)
             ? "no owner"
             : safe_text(stage.find("owner").text());
}

std::string stages_table(JsonView shown) {
  Table table({{"stage", Align::left},
               {"owner", Align::left},
               {"people"},
               {"reached"},
               {"from the one before"},
               {"median time"},
               {"back again"},
               {"score"}});
  for (const JsonView stage : shown.find("stages").items()) {
    table.add({safe_text(stage.find("name").text()), owner_cell(stage),
               count(stage.find("reached").find("count")), share_cell(stage.find("reached")),
               share_or_nothing(stage.find("converted")),
               lasting(stage.find("time_in_stage").find("median_ms")),
               count(stage.find("returned").find("count")), emotion_cell(stage.find("emotion"))});
  }
  return table.text();
}

}  // namespace

std::string maps_table(JsonView answer) {
  Table table({{"map", Align::left},
               {"state", Align::left},
               {"version"},
               {"stages"},
               {"without owner"},
               {"id", Align::left}});
  for (const JsonView map : answer.find("items").items()) {
    table.add({safe_text(map.find("name").text()), std::string(map.find("state").text()),
               count(map.find("version")), count(map.find("stages")),
               count(map.find("without_owner")), std::string(map.find("id").text())});
  }
  return answer.find("items").size() == 0 ? "There is no journey map yet.\n" : table.text();
}

std::string map_overlay_table(JsonView answer) {
  const JsonView shown = answer.find("shown");
  const JsonView conformance = shown.find("conformance");
  std::string text = stages_table(shown);
  text +=
      fmt::format("\n{} people on the map; {} fit it, {} more until they left; fitness {}\n\n",
                  count(shown.find("on_map").find("count")), share_cell(conformance.find("fits")),
                  share_cell(conformance.find("on_the_way")),
                  decimal_text(number(conformance.find("fitness"))));
  Table table({{"people"}, {"share"}, {"departs from the map", Align::left}});
  for (const JsonView deviation : conformance.find("deviations").items()) {
    table.add({count(deviation.find("people").find("count")), share_cell(deviation.find("people")),
               safe_text(deviation.find("sentence").text(), 100)});
  }
  return text + (conformance.find("deviations").size() == 0 ? "" : table.text()) +
         tables::note_line(answer);
}

}  // namespace throughline::app
