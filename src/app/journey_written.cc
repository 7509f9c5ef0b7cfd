#include "app/journey_written.h"

#include <cmath>

#include "base/number_in.h"
#include "base/text.h"
#include "codec/json_writer.h"

namespace throughline::app {

using codec::JsonWriter;

namespace {

constexpr std::string_view all_suffix = "@all";
constexpr std::string_view of_people = "count, sum, mean, least, greatest, last or trait";

Error wrong_form(std::string_view expected, std::string_view got) {
  return Error::invalid(std::string(expected) + ", not " + quote_json(got));
}

}  // namespace

Result<std::string> graph_node_json(std::string_view text) {
  const std::size_t equals = text.find('=');
  if (equals == 0 || equals == std::string_view::npos) {
    return wrong_form("NAME=EVENTS or NAME=EVENTS@all", text);
  }
  std::string_view events = text.substr(equals + 1);
  const bool needs_all = events.ends_with(all_suffix);
  if (needs_all) {
    events.remove_suffix(all_suffix.size());
  }
  TL_TRY_ASSIGN(const std::string choice, event_choice_json(events));
  JsonWriter writer;
  writer.begin_object().member("id", text.substr(0, equals)).raw_member("events", choice);
  if (needs_all) {
    writer.member("needs", "all");
  }
  return writer.end_object().take();
}

Result<std::string> graph_edge_json(std::string_view text) {
  constexpr std::string_view dots = "..";
  constexpr std::string_view form = "FROM..TO or FROM..TO@7d";
  const std::size_t at = text.rfind('@');
  const std::string_view ends = text.substr(0, at);
  const std::size_t between = ends.find(dots);
  if (between == 0 || between == std::string_view::npos || between + dots.size() == ends.size()) {
    return wrong_form(form, text);
  }
  JsonWriter writer;
  writer.begin_object()
      .member("from", ends.substr(0, between))
      .member("to", ends.substr(between + dots.size()));
  if (at != std::string_view::npos) {
    const auto within = parse_duration_ms(text.substr(at + 1));
    if (!within.ok()) {
      return wrong_form(form, text);
    }
    writer.member("within_ms", *within);
  }
  return writer.end_object().take();
}

Result<std::string> dimension_json(std::string_view text) {
  if (text == "event") {
    return std::string(R"({"event":true})");
  }
  const std::size_t colon = text.find(':');
  const std::string_view kind = text.substr(0, colon);
  if (colon == std::string_view::npos || (kind != "property" && kind != "trait")) {
    return wrong_form("event, property:NAME or trait:NAME", text);
  }
  return JsonWriter().begin_object().member(kind, text.substr(colon + 1)).end_object().take();
}

// What follows an @ and is no number is part of the name.
Result<std::string> metric_json(std::string_view text) {
  const std::size_t at = text.rfind('@');
  const auto times = at == std::string_view::npos ? std::nullopt : number_in(text.substr(at + 1));
  const auto choice = event_choice_json(times ? text.substr(0, at) : text);
  if (!choice.ok()) {
    return wrong_form("EVENTS or EVENTS@3", text);
  }
  JsonWriter writer;
  writer.begin_object().raw_member("events", *choice);
  if (times) {
    writer.member("at_least", *times);
  }
  return writer.end_object().take();
}

Result<std::string> numbers_json(std::string_view text) {
  JsonWriter writer;
  writer.begin_array();
  for (const std::string_view one : split(text, ',')) {
    const auto number = number_in<double>(one);
    if (!number || !std::isfinite(*number)) {
      return wrong_form("numbers such as 0,10,50", text);
    }
    writer.value(*number);
  }
  return writer.end_array().take();
}

JourneyCommand graph_command() {
  return {"graph",
          "How many people get how far through conditions that are joined by edges",
          {{"--node", "nodes", Takes::graph_nodes,
            "NAME=EVENTS; NAME=EVENTS@all where all edges to it are needed; several times", true},
           {"--edge", "edges", Takes::graph_edges,
            "FROM..TO, or FROM..TO@7d within a time; several times", true}}};
}

JourneyCommand distribution_command() {
  return {
      "distribution",
      "What a number of events or of people is like",
      {{"of", "number.of", Takes::text,
        "property (of each event); of each person: count, sum, mean, least, greatest, last, "
        "trait",
        true},
       {"--property", "number.property", Takes::text, "What the events say"},
       {"--trait", "number.trait", Takes::text, "What people are"},
       {"--events", "number.events", Takes::events, "Which events; all without"},
       {"--zeros", "number.zeros", Takes::flag, "With count and sum: people without any have zero"},
       {"--bins", "bins", Takes::count, "About how many bars (default: 24)"},
       {"--bounds", "bounds", Takes::numbers, "Where the bars begin, such as 0,10,50"}}};
}

JourneyCommand scatter_command() {
  return {"scatter",
          "Two numbers of each person, one beside the other",
          {{"x", "x.of", Takes::text, of_people, true},
           {"y", "y.of", Takes::text, of_people, true},
           {"--x-property", "x.property", Takes::text, "What the events say"},
           {"--x-trait", "x.trait", Takes::text, "What people are"},
           {"--x-events", "x.events", Takes::events, "Which events; all without"},
           {"--x-zeros", "x.zeros", Takes::flag, "People without any have zero"},
           {"--y-property", "y.property", Takes::text, "The same of the other number"},
           {"--y-trait", "y.trait", Takes::text, ""},
           {"--y-events", "y.events", Takes::events, ""},
           {"--y-zeros", "y.zeros", Takes::flag, ""},
           {"--points", "points", Takes::count,
            "How many different ones are shown one by one (default: 1000)"}}};
}

JourneyCommand treemap_command() {
  return {"treemap",
          "How many events and people there are, or how much, by one or two values",
          {{"by", "by", Takes::dimensions, "event, property:NAME or trait:NAME; one or two", true},
           {"--events", "events", Takes::events, "Which events; all without"},
           {"--measure", "measure", Takes::text, "events, people or sum"},
           {"--property", "property", Takes::text, "Of the sum"}}};
}

}  // namespace throughline::app
