#include <fmt/format.h>

#include "app/journey_table_tools.h"

namespace throughline::app::tables {
namespace {

std::string share_or_nothing(JsonView share) {
  return share.is_object() ? share_cell(share) : "";
}

}  // namespace

std::string graph_table(JsonView /*question*/, JsonView answer) {
  Table nodes({{"node", Align::left},
               {"people"},
               {"of all"},
               {"of the start"},
               {"of those before"},
               {"went no further"},
               {"median since start"},
               {"", Align::left}});
  for (const JsonView node : answer.find("nodes").items()) {
    const JsonView of_start = node.find("of_start");
    nodes.add({safe_text(node.find("id").text()), count(node.find("people")),
               share_text(number(node.find("of_all").find("share"))), share_cell(of_start),
               share_or_nothing(node.find("of_before")), share_or_nothing(node.find("stopped")),
               lasting(node.find("median_ms")), bar(number(of_start.find("share")), bar_width)});
  }
  Table edges({{"edge", Align::left},
               {"people"},
               {"of all"},
               {"of the start"},
               {"of those before"},
               {"median time"}});
  for (const JsonView edge : answer.find("edges").items()) {
    edges.add({safe_text(edge.find("from").text()) + ".." + safe_text(edge.find("to").text()),
               count(edge.find("people")), share_text(number(edge.find("of_all").find("share"))),
               share_text(number(edge.find("of_start").find("share"))),
               share_cell(edge.find("of_before")), lasting(edge.find("median_ms"))});
  }
  const JsonView started = answer.find("started");
  return nodes.text() + "\n" + edges.text() +
         fmt::format("{} of {} people started\n", count(started.find("count")),
                     count(started.find("of"))) +
         note_line(answer);
}

}  // namespace throughline::app::tables
