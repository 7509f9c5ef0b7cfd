#include <fmt/format.h>

#include <array>
#include <utility>

#include "app/journey_table_tools.h"

namespace throughline::app::tables {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 6> groups = {
    {{"lost", "Where people are lost"},
     {"friction", "What stands in their way"},
     {"slow", "What slows them"},
     {"changed", "What changed"},
     {"early", "What the first days decide"},
     {"differs", "Who behaves differently"}}};

std::string text_of(JsonView value) {
  return value.is_string() ? safe_text(value.text()) : safe_text(value.to_text());
}

// What the web application calls it, too.
std::string name_of_property(JsonView name) {
  constexpr std::string_view agent = "context.userAgent.";
  constexpr std::array<std::pair<std::string_view, std::string_view>, 3> known = {
      {{"client", "browser and system"}, {"browser", "browser"}, {"os", "system"}}};
  std::string text = text_of(name);
  for (const auto& [part, words] : known) {
    if (text == std::string(agent) + std::string(part)) {
      return std::string(words);
    }
  }
  // What only says where a name comes from.
  constexpr std::array<std::string_view, 5> origins = {"context.",
                                                       "case:", "org:", "lifecycle:", "concept:"};
  for (const std::string_view origin : origins) {
    if (text.size() > origin.size() && text.starts_with(origin)) {
      return text.substr(origin.size());
    }
  }
  return text;
}

std::string step(JsonView finding, std::size_t index) {
  const auto steps = finding.find("steps").items();
  std::size_t at = 0;
  for (const JsonView name : steps) {
    if (at++ == index) {
      return text_of(name);
    }
  }
  return {};
}

std::string who(JsonView finding) {
  const JsonView by = finding.find("by");
  if (!by.is_object()) {
    return {};
  }
  const JsonView trait = by.find("trait");
  return fmt::format(" where {} is {}",
                     trait.is_string() ? text_of(trait) : name_of_property(by.find("property")),
                     text_of(by.find("value")));
}

std::string went_on(JsonView finding, JsonView share, std::size_t last) {
  return fmt::format("{} went on to {} within {}", share_cell(share), step(finding, last),
                     lasting(finding.find("window_ms")));
}

std::string funnel_sentence(JsonView finding, JsonView here) {
  double before = 0;
  double most = 0;
  std::size_t worst = 0;
  std::size_t at = 0;
  for (const JsonView reached : finding.find("reached").items()) {
    const double now = number(reached.find("count"));
    if (at > 0 && before - now > most) {
      most = before - now;
      worst = at;
    }
    before = now;
    ++at;
  }
  std::string text = fmt::format("Of {} people who began with {}, {}", count(here.find("of")),
                                 step(finding, 0), went_on(finding, here, at - 1));
  return at > 2 && worst > 0 ? text + fmt::format("; most were lost between {} and {} ({})",
                                                  step(finding, worst - 1), step(finding, worst),
                                                  number_text(static_cast<std::int64_t>(most)))
                             : text;
}

std::string met(JsonView finding) {
  const JsonView friction = finding.find("friction");
  const std::string at = text_of(friction.find("at"));
  const std::string_view kind = friction.find("kind").text();
  if (kind == "dead_end") {
    return fmt::format("ended a visit at {}", at);
  }
  if (kind == "loop") {
    return fmt::format("came back to {} after something else", at);
  }
  return fmt::format("waited long between {} and {}", at, text_of(friction.find("to")));
}

// "first day", "first 3 days"
std::string first_days(JsonView ms) {
  constexpr std::int64_t day_ms = 86'400'000;
  const std::int64_t days = integer(ms) / day_ms;
  return days == 1 ? "first day" : fmt::format("first {} days", days);
}

// "without X in the first 3 days after Y"
std::string early(JsonView finding) {
  const JsonView landmark = finding.find("landmark");
  const bool did = landmark.find("did_first").boolean().value_or(false);
  const std::string days = first_days(landmark.find("within_ms"));
  const JsonView starts = landmark.find("starts");
  return fmt::format("{} {} in {}", did ? "with" : "without", text_of(landmark.find("did")),
                     starts.is_string() ? fmt::format("the {} after {}", days, text_of(starts))
                                        : fmt::format("their {}", days));
}

// "came to Z within 30 d after that", "came back in week 4 after that"
std::string came_of_it(JsonView finding) {
  constexpr std::int64_t week_ms = 7 * 86'400'000LL;
  const JsonView outcome = finding.find("landmark").find("outcome");
  const JsonView until = finding.find("window_ms");
  return outcome.is_string()
             ? fmt::format("came to {} within {} after that", text_of(outcome), lasting(until))
             : fmt::format("were back in week {} after that", integer(until) / week_ms);
}

std::string sentence(JsonView finding) {
  std::array<JsonView, 2> sides = {};
  std::size_t at = 0;
  for (const JsonView side : finding.find("sides").items()) {
    if (at < sides.size()) {
      sides.at(at++) = side.find("share");
    }
  }
  const auto& [here, there] = sides;
  const std::string_view kind = finding.find("kind").text();
  if (kind == "funnel") {
    return funnel_sentence(finding, here);
  }
  if (kind == "friction") {
    return fmt::format("Of {} people who began with {} and {}, {} reached {}; of the {} others, {}",
                       count(here.find("of")), step(finding, 0), met(finding), share_cell(here),
                       step(finding, 1), count(there.find("of")), share_cell(there));
  }
  if (kind == "landmark") {
    return fmt::format("Of {} people {}, {} {}; of the {} others, {}", count(here.find("of")),
                       early(finding), share_cell(here), came_of_it(finding),
                       count(there.find("of")), share_cell(there));
  }
  const std::string of = fmt::format("{} people with {}{}, {}", count(here.find("of")),
                                     step(finding, 0), who(finding), went_on(finding, here, 1));
  const std::string others = count(there.find("of"));
  if (kind == "part") {
    return fmt::format("Of {}; of the {} others, {}", of, others, share_cell(there));
  }
  const JsonView days = finding.find("changed");
  const bool lasts = finding.find("lasts").boolean().value_or(false);
  return fmt::format(
      "{} {}{}, of {}; of the {} before, {}", lasts ? "Since" : "From", days.find("from").text(),
      lasts ? "" : fmt::format(" to {}", days.find("until").text()), of, others, share_cell(there));
}

}  // namespace

std::string findings_text(JsonView /*question*/, JsonView answer) {
  std::string text;
  for (const auto& [name, title] : groups) {
    std::string found;
    for (const JsonView finding : answer.find("findings").items()) {
      if (finding.find("group").text() == name) {
        found += "  " + sentence(finding) + ".\n";
      }
    }
    if (!found.empty()) {
      text += std::string(title) + "\n" + found + "\n";
    }
  }
  if (text.empty()) {
    text = "Nothing stands out.\n\n";
  }
  return text + fmt::format(
                    "{} people and {} events; {} differences were looked at, and what is "
                    "said holds at a false discovery rate of 5 %. Ranges are 95 % "
                    "intervals. That two things go together does not say which causes "
                    "which.\n",
                    count(answer.find("people")), count(answer.find("events")),
                    count(answer.find("tests")));
}

}  // namespace throughline::app::tables
