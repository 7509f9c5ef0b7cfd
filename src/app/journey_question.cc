#include "app/journey_question.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <span>
#include <utility>

#include "app/journey_written.h"
#include "base/number_in.h"
#include "base/text.h"
#include "base/time.h"
#include "codec/json_view.h"
#include "codec/json_writer.h"

namespace throughline::app {

using codec::JsonWriter;

namespace {

constexpr std::array<std::string_view, 6> kinds = {"track",    "page",  "screen",
                                                   "identify", "group", "alias"};

constexpr std::string_view time_form = "a time such as 2026-03-01 or 2026-03-01T08:30:00Z";
constexpr std::string_view range_dots = "..";

// Of every question: what it looks at, and the parts that it is asked of again.
constexpr std::array looks = {
    JourneyOption{"--whose", "people", Takes::json,
                  "Only people for whom this condition holds, as the API's JSON"},
    JourneyOption{"--by-property", "breakdown.property", Takes::text,
                  "The same again for each value of a property"},
    JourneyOption{"--by-trait", "breakdown.trait", Takes::text,
                  "The same again for each value of a trait"},
    JourneyOption{"--derived", "derived", Takes::json,
                  "Properties worked out of others, for --by-property derived.NAME and conditions: "
                  "the API's JSON list"},
    JourneyOption{"--groups", "breakdown.limit", Takes::count,
                  "How many values, the most frequent first (default: 10)"},
    JourneyOption{"--compare", "compare", Takes::sides,
                  "NAME=FROM..UNTIL or NAME=CONDITION: the same again for this time or these "
                  "people; to be given several times"},
    JourneyOption{"--from", "range.from", Takes::time, "Only what happened at or after this time"},
    JourneyOption{"--until", "range.until", Takes::time, "Only what happened before this time"}};
constexpr JourneyOption session = {"--session", "session_ms", Takes::duration,
                                   "Look at each session by itself, ended by so long a silence"};
constexpr JourneyOption session_starts = {"--session-starts", "session_starts", Takes::events,
                                          "With --session: what always begins one"};
// Of those that look at cases as rows of nodes.
constexpr std::array cases = {
    JourneyOption{"--events", "events", Takes::events, "Only these events; others are left out"},
    session, session_starts,
    JourneyOption{"--collapse", "collapse_repeats", Takes::flag,
                  "Count several of the same event in a row as one"}};
constexpr JourneyOption unit = {"--unit", "unit", Takes::text, "day, week or month"};
constexpr JourneyOption week_start = {"--week-start", "week_start", Takes::text,
                                      "monday or sunday"};

using Options = std::vector<JourneyOption>;

Options with(Options own, std::span<const JourneyOption> shared) {
  own.insert(own.end(), shared.begin(), shared.end());
  return own;
}

JourneyCommand funnel_command() {
  return {"funnel",
          "How many people get how far through a series of steps",
          {{"steps", "steps", Takes::event_list, "Events in their order, 2 to 30", true},
           {"--order", "order", Takes::text, "ordered, strict_next or any_order"},
           {"--attempts", "attempts", Takes::text, "best, first or every"},
           {"--window", "window_ms", Takes::duration, "The time it may take"},
           {"--window-of", "window", Takes::text, "total or between_steps"},
           {"--strictly-later", "strictly_later", Takes::flag, "No two steps in one instant"},
           session,
           session_starts,
           {"--steps-after-range", "steps_after_range", Takes::flag,
            "With --until: steps after the first may come later"},
           {"--without", "exclusions", Takes::exclusions,
            "Events that must not come between; EVENT@2-3: between these two steps"},
           {"--trend", "trend", Takes::text, "By when people began too: day, week or month"},
           week_start,
           {"--histogram", "histogram", Takes::bounds,
            "How long it took too: auto, or bounds such as 1h,1d,7d"}}};
}

JourneyCommand retention_command() {
  return {
      "retention",
      "How many of those who began in a period came back later",
      {{"--starts", "starts", Takes::events, "What begins; any event without"},
       {"--returns", "returns", Takes::events, "What counts as coming back; any event without"},
       {"--include", "included.metrics", Takes::metrics,
        "Instead of --starts: EVENTS, or EVENTS@3 for at least so often in one period; up to three "
        "times"},
       {"--include-joined", "included.joined", Takes::text, "and (all of them), or or"},
       {"--return", "returned.metrics", Takes::metrics, "Instead of --returns: as --include"},
       {"--return-joined", "returned.joined", Takes::text, "and, or or"},
       unit,
       {"--offsets", "offsets", Takes::count, "How many periods after it (default: 12)"},
       {"--direction", "direction", Takes::text, "after, or around: as many periods before it too"},
       {"--measure", "measure", Takes::text, "retention, or churn: who did not come back"},
       {"--rows-property", "rows.property", Takes::text,
        "A row for each value of a property of what began, not for each period"},
       {"--rows-trait", "rows.trait", Takes::text, "The same for each value of a trait"},
       {"--rows-event", "rows.event", Takes::flag, "The same for each event that began"},
       {"--rows", "rows.limit", Takes::count,
        "How many values, the most frequent first (default: 10)"},
       {"--cohort", "cohort", Takes::text, "first_start or every_period"},
       {"--kind", "kind", Takes::text, "bounded, unbounded or rolling"},
       {"--clock", "clock", Takes::text, "calendar or elapsed"},
       week_start}};
}

JourneyCommand paths_command() {
  return {"paths", "What people do after something, before it, or around it",
          with({{"--anchor", "anchor", Takes::events, "The event to start from; the edge without"},
                {"--direction", "direction", Takes::text, "from, to or through the anchor"},
                {"--anchors", "anchors", Takes::text, "first or every one"},
                {"--depth", "depth", Takes::count, "Steps to each side (default: 5)"},
                {"--limit", "limit", Takes::count, "How many paths of each length (default: 50)"}},
               cases)};
}

JourneyCommand map_command() {
  return {"map", "What directly follows what, and the most frequent variants",
          with({{"--nodes", "nodes_share", Takes::share, "The share of nodes to show, 0 to 1"},
                {"--edges", "edges_share", Takes::share, "The share of edges to show, 0 to 1"},
                {"--variants", "variants", Takes::count, "How many variants (default: 20)"}},
               cases)};
}

JourneyCommand friction_command() {
  return {
      "friction", "What separates those who reach an outcome from those who do not",
      with(
          {{"outcome", "outcome", Takes::events, "The event to reach", true},
           {"--begins", "begins", Takes::events, "What begins the journey; any event without"},
           {"--silence", "silence_ms", Takes::duration, "That ends a session (default: 30m)"},
           {"--contacts", "contacts", Takes::events,
            "Contacts, for repeats and changes of channel"},
           {"--soon", "soon_ms", Takes::duration, "Between repeated contacts (default: 7d)"},
           {"--too-long", "too_long_ms", Takes::duration, "From this a wait is long (default: 3d)"},
           {"--errors", "errors", Takes::events, "Events that are errors"},
           {"--rage", "rage_count", Takes::count,
            "So often the same event at once is rage (default: 3)"},
           {"--rage-within", "rage_ms", Takes::duration, "How close together (default: 2s)"},
           {"--people-min", "people_min", Takes::count, "Who met a point, at least (default: 10)"},
           {"--limit", "limit", Takes::count, "How many findings (default: 50)"}},
          cases)};
}

JourneyCommand landmark_command() {
  return {
      "landmark",
      "What becomes of those who did something in their first days, and of those who did not",
      {{"did", "did", Takes::events, "What they did, or did not do", true},
       {"--within", "within_ms", Takes::duration, "How long the first days are", true},
       {"--starts", "starts", Takes::events, "What begins them; any event without"},
       {"--outcome", "outcome", Takes::events, "What becomes of them; to be there again without"},
       {"--counts-from", "after_ms", Takes::duration,
        "The outcome counts only from so long after the first days"},
       {"--window", "window_ms", Takes::duration,
        "The outcome counts until so long after the first days (default: 30d)"}}};
}

JourneyCommand lifecycle_command() {
  return {"lifecycle",
          "How many people are new, returning, resurrected and dormant",
          {{"--events", "events", Takes::events, "What counts as active; any event without"},
           unit,
           week_start}};
}

JourneyCommand stickiness_command() {
  return {"stickiness",
          "How many of a month's people are active on a day",
          {{"--events", "events", Takes::events, "What counts as active; any event without"},
           {"--month-days", "month_days", Takes::count, "How long a month is (default: 28)"}}};
}

JourneyCommand attribution_command() {
  return {
      "attribution",
      "How the touches before a conversion share the credit for it",
      {{"--touches", "touches", Takes::events, "What may get credit", true},
       {"--conversions", "conversions", Takes::events, "What gives it", true},
       {"--channel", "channel", Takes::text,
        "A property of touches that tells channels apart; their names without"},
       {"--value", "value", Takes::text, "A property of conversions that says what each is worth"},
       {"--model", "models", Takes::texts,
        "first, last, same, linear, u_shaped, j_shaped, inverse_j, custom, time_decay, "
        "participation, shapley, markov; may be given several times"},
       {"--weights", "shape", Takes::weights,
        "Of custom: the first touch, those between, the last, such as 50,20,30"},
       {"--half-life", "half_life_ms", Takes::duration, "Of time_decay (default: 7d)"},
       {"--look-back", "look_back_ms", Takes::duration, "How old a touch may be"},
       {"--once", "touches_once", Takes::flag, "A touch counts for one conversion only"},
       {"--limit", "limit", Takes::count, "How many channels (default: 100)"},
       session,
       session_starts}};
}

JourneyCommand survival_command() {
  return {
      "survival",
      "How long until something happens, or until people fall silent",
      {{"--starts", "starts", Takes::events, "What begins; any event without"},
       {"--ends", "ends", Takes::events,
        "What ends it; with --silence: what shows that somebody is still here"},
       {"--silence", "silence_ms", Takes::duration, "That ends it, such as 30d"},
       {"--unit", "unit", Takes::text, "minute, hour, day or week (default: day)"},
       {"--longest", "longest_ms", Takes::duration, "Follow nobody longer than this"},
       {"--ends-after-range", "ends_after_range", Takes::flag, "With --until: it may end later"}}};
}

JourneyCommand counts_command() {
  return {"counts",
          "How many events and different people there are over time",
          {{"--events", "events", Takes::events, "Which; all without"},
           unit,
           {"--by", "by", Takes::text, "event: each by itself too"},
           week_start}};
}

JourneyCommand sessions_command() {
  return {"sessions",
          "How many sessions there are, and how long",
          {{"--timeout", "timeout_ms", Takes::duration, "The silence that ends one (default: 30m)"},
           {"--starts", "starts", Takes::events, "What always begins one"},
           unit,
           week_start}};
}

JourneyCommand next_command() {
  return {"next", "What people whose line reads like this one did next",
          with({{"events", "so_far", Takes::event_list, "The last events, in their order"},
                {"--person", "person", Takes::text, "Instead: a person, such as email:a@b.example"},
                {"--length", "length", Takes::count, "How many of that person's last (default: 5)"},
                {"--people-min", "people_min", Takes::count, "Behind an answer (default: 10)"}},
               cases)};
}

JourneyCommand findings_command() {
  return {findings_command_name,
          "What stands out in everybody's journeys, found without being asked for",
          {{"--whose", "people", Takes::json,
            "Only people for whom this condition holds, as the API's JSON"},
           {"--from", "range.from", Takes::time, "Only what is begun at or after this time"},
           {"--until", "range.until", Takes::time, "Only what is begun before this time"}}};
}

Error wrong(const JourneyOption& option, std::string_view expected, std::string_view got) {
  return Error::invalid(std::string(option.flag) + " must be " + std::string(expected) + ", not " +
                        quote_json(got));
}

Result<std::string> event_list_json(const std::vector<std::string>& texts) {
  JsonWriter writer;
  writer.begin_array();
  for (const std::string& text : texts) {
    TL_TRY_ASSIGN(const std::string choice, event_choice_json(text));
    writer.raw(choice);
  }
  return writer.end_array().take();
}

// "Refunded" or "Refunded@2-3", for a funnel of so many steps.
Result<std::string> exclusion_json(const JourneyOption& option, std::string_view text,
                                   std::size_t steps) {
  std::int64_t first = 1;
  auto last = static_cast<std::int64_t>(steps);
  std::string_view events = text;
  if (const std::size_t at = text.rfind('@'); at != std::string_view::npos) {
    const auto bounds = split(text.substr(at + 1), '-');
    const auto low = number_in(bounds.front());
    const auto high = bounds.size() == 2 ? number_in(bounds.back()) : std::nullopt;
    if (!low || !high) {
      return wrong(option, "EVENT or EVENT@STEP-STEP", text);
    }
    first = *low;
    last = *high;
    events = text.substr(0, at);
  }
  TL_TRY_ASSIGN(const std::string choice, event_choice_json(events));
  return JsonWriter()
      .begin_object()
      .raw_member("events", choice)
      .member("from", first)
      .member("to", last)
      .end_object()
      .take();
}

// "2026-03-01..2026-04-01"; either end may be left out.
Result<std::string> range_json(const JourneyOption& option, std::string_view text,
                               std::size_t dots) {
  JsonWriter writer;
  writer.begin_object();
  for (const auto& [field, end] : {std::pair{"from", text.substr(0, dots)},
                                   std::pair{"until", text.substr(dots + range_dots.size())}}) {
    if (end.empty()) {
      continue;
    }
    const auto time = parse_time(end);
    if (!time) {
      return wrong(option, time_form, end);
    }
    writer.member(field, to_rfc3339(*time));
  }
  return writer.end_object().take();
}

// "spring=2026-03-01..2026-06-01", or "pro={...}" with a condition over people.
Result<std::string> side_json(const JourneyOption& option, std::string_view text) {
  const std::size_t equals = text.find('=');
  if (equals == 0 || equals == std::string_view::npos) {
    return wrong(option, "NAME=FROM..UNTIL or NAME=CONDITION", text);
  }
  JsonWriter writer;
  writer.begin_object().member("name", text.substr(0, equals));
  const std::string_view meant = text.substr(equals + 1);
  const std::size_t dots = meant.find(range_dots);
  if (!meant.starts_with('{') && dots != std::string_view::npos) {
    TL_TRY_ASSIGN(const std::string range, range_json(option, meant, dots));
    return writer.raw_member("range", range).end_object().take();
  }
  const auto condition = codec::normalise_json(meant);
  if (!condition.ok()) {
    return wrong(option, "NAME=FROM..UNTIL or NAME=CONDITION", text);
  }
  return writer.raw_member("people", *condition).end_object().take();
}

// Of what is typed as journey_written.h says.
Result<std::string> written_json(const JourneyOption& option, std::string_view text) {
  const auto json = option.takes == Takes::graph_nodes   ? graph_node_json(text)
                    : option.takes == Takes::graph_edges ? graph_edge_json(text)
                    : option.takes == Takes::dimensions  ? dimension_json(text)
                    : option.takes == Takes::metrics     ? metric_json(text)
                                                         : numbers_json(text);
  return json.ok() ? json
                   : Error::invalid(std::string(option.flag) + " must be " + json.error().message);
}

Result<std::string> list_json(const JourneyOption& option, const std::vector<std::string>& values,
                              std::size_t steps) {
  if (option.takes == Takes::event_list) {
    return event_list_json(values);
  }
  JsonWriter writer;
  writer.begin_array();
  for (const std::string& value : values) {
    if (option.takes == Takes::exclusions) {
      TL_TRY_ASSIGN(const std::string one, exclusion_json(option, value, steps));
      writer.raw(one);
    } else if (option.takes == Takes::sides) {
      TL_TRY_ASSIGN(const std::string one, side_json(option, value));
      writer.raw(one);
    } else if (option.takes != Takes::texts) {
      TL_TRY_ASSIGN(const std::string one, written_json(option, value));
      writer.raw(one);
    } else {
      writer.value(value);
    }
  }
  return writer.end_array().take();
}

// "auto" or "1h,1d,7d".
Result<std::string> bounds_json(const JourneyOption& option, std::string_view text) {
  if (text == "auto") {
    return std::string("{}");
  }
  JsonWriter writer;
  writer.begin_object().key("bounds_ms").begin_array();
  for (const std::string_view bound : split(text, ',')) {
    const auto ms = parse_duration_ms(bound);
    if (!ms.ok()) {
      return wrong(option, "auto, or durations such as 1h,1d,7d", text);
    }
    writer.value(*ms);
  }
  return writer.end_array().end_object().take();
}

// "50,20,30": of the first, of those between, of the last.
Result<std::string> weights_json(const JourneyOption& option, std::string_view text) {
  constexpr std::array<std::string_view, 3> places = {"first", "between", "last"};
  const auto weights = split(text, ',');
  JsonWriter writer;
  writer.begin_object();
  for (std::size_t i = 0; i < places.size(); ++i) {
    const auto weight =
        weights.size() == places.size() ? number_in<double>(weights[i]) : std::nullopt;
    if (!weight || !std::isfinite(*weight)) {
      return wrong(option, "three numbers such as 50,20,30", text);
    }
    writer.member(places.at(i), *weight);
  }
  return writer.end_object().take();
}

Result<std::string> single_json(const JourneyOption& option, const std::string& value) {
  switch (option.takes) {
    case Takes::events:
      return event_choice_json(value);
    case Takes::count: {
      const auto number = number_in(value);
      return number ? Result<std::string>(std::to_string(*number))
                    : wrong(option, "a whole number", value);
    }
    case Takes::share: {
      const auto number = number_in<double>(value);
      if (!number || !std::isfinite(*number)) {
        return wrong(option, "a number from 0 to 1", value);
      }
      return JsonWriter().value(*number).take();
    }
    case Takes::duration: {
      const auto ms = parse_duration_ms(value);
      return ms.ok() ? Result<std::string>(std::to_string(*ms))
                     : wrong(option, "a duration such as 90s, 30m, 12h or 7d", value);
    }
    case Takes::bounds:
      return bounds_json(option, value);
    case Takes::weights:
      return weights_json(option, value);
    case Takes::numbers:
      return written_json(option, value);
    case Takes::time: {
      const auto time = parse_time(value);
      return time ? Result<std::string>(quote_json(to_rfc3339(*time)))
                  : wrong(option, time_form, value);
    }
    case Takes::json: {
      auto json = codec::normalise_json(value);
      return json.ok() ? json : wrong(option, "JSON", value);
    }
    case Takes::flag:
      return std::string("true");
    default:
      return quote_json(value);
  }
}

bool is_list(Takes takes) {
  return takes == Takes::event_list || takes == Takes::exclusions || takes == Takes::sides ||
         takes == Takes::texts || takes == Takes::graph_nodes || takes == Takes::graph_edges ||
         takes == Takes::dimensions || takes == Takes::metrics;
}

Result<std::string> value_json(const JourneyOption& option, const std::vector<std::string>& values,
                               std::size_t steps) {
  if (is_list(option.takes)) {
    return list_json(option, values, steps);
  }
  if (values.size() > 1 && option.takes != Takes::flag) {
    return Error::invalid(std::string(option.flag) + " is given twice");
  }
  return single_json(option, values.front());
}

}  // namespace

const std::vector<JourneyCommand>& journey_commands() {
  static const std::vector<JourneyCommand> commands = [] {
    std::vector<JourneyCommand> all = {
        funnel_command(),      retention_command(),    paths_command(),     map_command(),
        friction_command(),    landmark_command(),     lifecycle_command(), stickiness_command(),
        attribution_command(), survival_command(),     counts_command(),    sessions_command(),
        graph_command(),       distribution_command(), scatter_command(),   treemap_command(),
        next_command()};
    for (JourneyCommand& command : all) {
      command.options = with(std::move(command.options), looks);
    }
    all.push_back(findings_command());
    return all;
  }();
  return commands;
}

Result<std::string> event_choice_json(std::string_view text) {
  JsonWriter writer;
  writer.begin_object();
  if (text == "*") {
    return writer.end_object().take();
  }
  const std::size_t colon = text.find(':');
  const bool has_kind = colon != std::string_view::npos &&
                        std::find(kinds.begin(), kinds.end(), text.substr(0, colon)) != kinds.end();
  if (has_kind) {
    writer.member("kind", text.substr(0, colon));
    text.remove_prefix(colon + 1);
  }
  if (text.empty()) {
    return has_kind ? Result<std::string>(writer.end_object().take())
                    : Error::invalid("an event must have a name, or be * for any");
  }
  writer.key("names").begin_array();
  for (const std::string_view name : split(text, '|')) {
    writer.value(name);
  }
  return writer.end_array().end_object().take();
}

Result<std::int64_t> parse_duration_ms(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, std::int64_t>, 6> units = {{{"ms", 1},
                                                                               {"s", 1'000},
                                                                               {"m", 60'000},
                                                                               {"h", 3'600'000},
                                                                               {"d", 86'400'000},
                                                                               {"w", 604'800'000}}};
  for (const auto& [name, ms] : units) {
    if (!text.ends_with(name)) {
      continue;
    }
    const auto count = number_in<double>(text.substr(0, text.size() - name.size()));
    const double length = count ? *count * static_cast<double>(ms) : -1;
    if (length >= 0 && length < 1e15) {
      return std::llround(length);
    }
  }
  return Error::invalid("no duration: " + std::string(text));
}

Result<std::string> question_json(const JourneyCommand& command, const TypedOptions& typed) {
  const auto steps = typed.find("steps");
  // Fields of fields: `range` and `breakdown`.
  std::map<std::string, std::map<std::string, std::string>> inner;
  JsonWriter writer;
  writer.begin_object();
  for (const JourneyOption& option : command.options) {
    const std::string field(option.field);
    const auto found = typed.find(field);
    if (found == typed.end() || found->second.empty()) {
      continue;
    }
    TL_TRY_ASSIGN(
        const std::string value,
        value_json(option, found->second, steps == typed.end() ? 0 : steps->second.size()));
    if (const std::size_t dot = field.find('.'); dot != std::string::npos) {
      inner[field.substr(0, dot)][field.substr(dot + 1)] = value;
    } else {
      writer.raw_member(field, value);
    }
  }
  if (command.name == findings_command_name) {
    writer.member("wait", true);  // Nobody looks at how far it has got.
  }
  for (const auto& [name, fields] : inner) {
    writer.key(name).begin_object();
    for (const auto& [field, value] : fields) {
      writer.raw_member(field, value);
    }
    writer.end_object();
  }
  return writer.end_object().take();
}

}  // namespace throughline::app
