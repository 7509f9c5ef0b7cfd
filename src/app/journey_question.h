// The commands that ask about journeys: which options each takes, and how what was typed becomes
// the question that the API answers. Pure.
//
// Events are typed as NAME, NAME|OTHER, page:NAME, or page: for every page view; * is any event.
// Durations as 90s, 30m, 12h, 7d or 2w; times as 2026-03-01 or 2026-03-01T08:30:00Z; what is
// compared as NAME=FROM..UNTIL or NAME=CONDITION.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace throughline::app {

enum class Takes {
  events,
  event_list,
  exclusions,
  sides,
  text,
  texts,
  count,
  share,
  duration,
  bounds,
  weights,
  graph_nodes,
  graph_edges,
  dimensions,
  metrics,
  numbers,
  time,
  json,
  flag
};

struct JourneyOption {
  std::string_view flag;   // "--window"; without dashes it stands by itself.
  std::string_view field;  // Of the question; "range.from" is a field of its field `range`.
  Takes takes = Takes::text;
  std::string_view help;
  bool required = false;
};

struct JourneyCommand {
  std::string_view name;  // Also the question's.
  std::string_view help;
  std::vector<JourneyOption> options;
};

const std::vector<JourneyCommand>& journey_commands();
// It asks no question of its own, and nobody is behind its figures but behind those it names.
constexpr std::string_view findings_command_name = "findings";

// What was typed, by field.
using TypedOptions = std::map<std::string, std::vector<std::string>>;

// Error::invalid names the option and says how it is written.
Result<std::string> question_json(const JourneyCommand& command, const TypedOptions& typed);

// As JSON; see above.
Result<std::string> event_choice_json(std::string_view text);
Result<std::int64_t> parse_duration_ms(std::string_view text);

}  // namespace throughline::app
