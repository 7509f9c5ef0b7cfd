#include "app/journey_tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "app/journey_table_tools.h"
#include "app/terminal.h"

namespace throughline::app {
namespace {

using codec::JsonView;
using Align = Table::Align;

using ToTable = std::string (*)(JsonView question, JsonView answer);
constexpr std::array<std::pair<std::string_view, ToTable>, 18> by_question = {{
    {"funnel", tables::funnel_table},
    {"graph", tables::graph_table},
    {"retention", tables::retention_table},
    {"paths", tables::paths_table},
    {"map", tables::map_table},
    {"friction", tables::friction_table},
    {"landmark", tables::landmark_table},
    {"lifecycle", tables::lifecycle_table},
    {"stickiness", tables::stickiness_table},
    {"attribution", tables::attribution_table},
    {"survival", tables::survival_table},
    {"counts", tables::counts_table},
    {"sessions", tables::sessions_table},
    {"distribution", tables::distribution_table},
    {"scatter", tables::scatter_table},
    {"treemap", tables::treemap_table},
    {"next", tables::next_table},
    {"findings", tables::findings_text},
}};

// Of one group of a breakdown, or one side of a comparison.
std::string part_title(JsonView part) {
  const std::string_view kind = part.find("kind").text();
  const JsonView value = part.find("value");
  const std::string text(value.is_string() ? std::string(value.text()) : value.to_text());
  const std::string name = kind == "none"     ? "(no value)"
                           : kind == "others" ? "(others)"
                                              : safe_text(text);
  return fmt::format("\n== {}: {} people\n", name, tables::count(part.find("people")));
}

}  // namespace

std::string journey_table(std::string_view name, JsonView question, JsonView answer) {
  const auto* const found = std::find_if(by_question.begin(), by_question.end(),
                                         [&](const auto& one) { return one.first == name; });
  if (found == by_question.end()) {
    return answer.to_text() + "\n";
  }
  std::string text = found->second(question, answer);
  for (const JsonView part : answer.find("parts").items()) {
    text += part_title(part.find("part")) + found->second(question, part.find("answer"));
  }
  return text;
}

std::string explanation_text(JsonView answer) {
  constexpr std::size_t characters_max = 4'096;
  return safe_text(answer.find("note").find("explanation").text(), characters_max) + "\n";
}

std::string people_table(JsonView answer) {
  Table table({{"person", Align::left}, {"name", Align::left}});
  for (const JsonView person : answer.find("items").items()) {
    table.add({safe_text(person.find("id").text()), safe_text(person.find("name").text())});
  }
  const std::string next(answer.find("next").text());
  return table.text() + fmt::format("{} people\n", tables::count(answer.find("total"))) +
         (next.empty() ? "" : "more with --after " + next + "\n");
}

}  // namespace throughline::app
