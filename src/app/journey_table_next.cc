#include <fmt/format.h>

#include <algorithm>

#include "app/journey_table_tools.h"

namespace throughline::app::tables {

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

}  // namespace throughline::app::tables
