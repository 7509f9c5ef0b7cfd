#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "app/journey_table_tools.h"

namespace throughline::app::tables {
namespace {

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

std::string lasted_line(JsonView lasted) {
  return lasted ? fmt::format("cases last {} to {}, half of them at most {}, on average {}\n",
                              lasting(lasted.find("min_ms")), lasting(lasted.find("max_ms")),
                              lasting(lasted.find("median_ms")), lasting(lasted.find("mean_ms")))
                : std::string();
}

}  // namespace

std::string map_table(JsonView /*question*/, JsonView answer) {
  const Names names(answer.find("nodes"));
  return map_nodes_table(answer, names) + "\n" + map_edges_table(answer, names) + "\n" +
         variants_table(answer, names) +
         fmt::format("{} events in {} cases; {} of {} nodes, {} of {} edges",
                     count(answer.find("events")), count(answer.find("cases")),
                     answer.find("nodes").size(), count(answer.find("all_nodes")),
                     answer.find("edges").size(), count(answer.find("all_edges"))) +
         (answer.find("all_variants").integer()
              ? fmt::format(", {} of {} variants\n", answer.find("variants").size(),
                            count(answer.find("all_variants")))
              : "\n") +
         lasted_line(answer.find("lasted")) + note_line(answer);
}

}  // namespace throughline::app::tables
