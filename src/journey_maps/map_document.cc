#include "journey_maps/map_document.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "base/name_table.h"
#include "base/text.h"
#include "condition/condition_json.h"
#include "event/event.h"

namespace throughline::journey_maps {
namespace {

constexpr std::array<std::string_view, 4> pain_status_names = {"open", "planned", "in_progress",
                                                               "done"};

Error refused(const std::string& place, std::string_view why) {
  return Error::invalid(fmt::format("`{}` {}", place, why));
}

bool is_key(std::string_view text) {
  return !text.empty() && text.size() <= key_bytes_max &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '-' || c == '_';
         });
}

// Whether the key is one, and the only one of its kind.
Result<void> check_key(const std::string& key, std::set<std::string>& known,
                       const std::string& place) {
  if (!is_key(key)) {
    return refused(place,
                   fmt::format("must have from 1 to {} letters, digits, - and _", key_bytes_max));
  }
  if (!known.insert(key).second) {
    return refused(place, "is used twice in the map: " + key);
  }
  return {};
}

Result<void> trim_name(std::string& name, const std::string& place) {
  name = std::string(trimmed(name));
  if (name.empty() || name.size() > name_bytes_max) {
    return refused(place, fmt::format("must have from 1 to {} bytes", name_bytes_max));
  }
  return {};
}

// Nothing and blanks are no text at all.
Result<void> trim_optional(std::optional<std::string>& text, std::size_t bytes_max,
                           const std::string& place) {
  if (!text) {
    return {};
  }
  *text = std::string(trimmed(*text));
  if (text->size() > bytes_max) {
    return refused(place, fmt::format("may have at most {} bytes", bytes_max));
  }
  if (text->empty()) {
    text.reset();
  }
  return {};
}

Result<void> check_number(const std::optional<double>& number, double low, double high,
                          const std::string& place) {
  if (number && !(*number >= low && *number <= high)) {
    return refused(place, fmt::format("must be from {} to {}", low, high));
  }
  return {};
}

Result<void> trim_text(std::string& text, const std::string& place) {
  text = std::string(trimmed(text));
  if (text.empty() || text.size() > cell_text_bytes_max) {
    return refused(place, fmt::format("must have from 1 to {} bytes", cell_text_bytes_max));
  }
  return {};
}

template <class Text, class Trim>
Result<void> check_cell(std::optional<std::vector<Text>>& cell, const std::string& place,
                        const Trim& trim) {
  if (!cell) {
    cell.emplace();
  }
  if (cell->size() > cell_texts_max) {
    return refused(place, fmt::format("may have at most {} texts", cell_texts_max));
  }
  for (std::size_t i = 0; i < cell->size(); ++i) {
    TL_TRY(trim((*cell)[i], fmt::format("{}[{}]", place, i)));
  }
  return {};
}

Result<void> check_pain(Pain& pain, const std::string& place) {
  TL_TRY(trim_text(pain.text, place + ".text"));
  TL_TRY(trim_optional(pain.owner, name_bytes_max, place + ".owner"));
  TL_TRY(trim_optional(pain.link, cell_text_bytes_max, place + ".link"));
  if (pain.link && !pain.link->starts_with("https://") && !pain.link->starts_with("http://")) {
    return refused(place + ".link", "must begin with https:// or http://");
  }
  return trim_optional(pain.initiative, cell_text_bytes_max, place + ".initiative");
}

Result<void> check_events(TouchpointEvents& events, const std::string& place) {
  const std::size_t names = events.names ? events.names->size() : 0;
  if (names > event_names_max) {
    return refused(place + ".names", fmt::format("may be at most {}", event_names_max));
  }
  for (const std::string& name : events.names.value_or(std::vector<std::string>())) {
    if (name.empty() || name.size() > name_bytes_max) {
      return refused(place + ".names",
                     fmt::format("must each have from 1 to {} bytes", name_bytes_max));
    }
  }
  if (events.kind) {
    const auto kind = parse_event_kind(*events.kind);
    if (!kind.ok() || is_of_the_product(*kind)) {
      return refused(place + ".kind", "must be track, page, screen, identify, group or alias");
    }
  }
  if (events.where) {
    const auto condition = condition::parse_condition(events.where->text);
    if (!condition.ok()) {
      return refused(place + ".where", ": " + condition.error().message);
    }
    events.where->text = condition::to_json(*condition);
  }
  if (names == 0 && !events.kind && !events.where) {
    return refused(place, "must say names, a kind or a condition, or be left out");
  }
  return {};
}

Result<void> check_alerts(std::optional<std::vector<Alert>>& alerts, const std::string& place) {
  if (!alerts || alerts->empty()) {
    alerts.reset();
    return {};
  }
  if (alerts->size() > alerts_max) {
    return refused(place, fmt::format("may be at most {}", alerts_max));
  }
  for (std::size_t i = 0; i < alerts->size(); ++i) {
    const Alert& alert = (*alerts)[i];
    TL_TRY(check_number(alert.value, -alert_value_max, alert_value_max,
                        fmt::format("{}[{}].value", place, i)));
    const auto is_the_same = [&](const Alert& other) {
      return other.figure == alert.figure && other.is == alert.is;
    };
    if (std::count_if(alerts->begin(), alerts->end(), is_the_same) > 1) {
      return refused(place, "may have one threshold for each figure and side");
    }
  }
  return {};
}

Result<void> check_touchpoint(Touchpoint& touchpoint, const std::string& place) {
  TL_TRY(trim_name(touchpoint.name, place + ".name"));
  if (touchpoint.events) {
    TL_TRY(check_events(*touchpoint.events, place + ".events"));
  }
  if (touchpoint.score) {
    TL_TRY(trim_name(touchpoint.score->property, place + ".score.property"));
  }
  TL_TRY(trim_optional(touchpoint.cost, name_bytes_max, place + ".cost"));
  TL_TRY(check_alerts(touchpoint.alerts, place + ".alerts"));
  touchpoint.optional = touchpoint.optional.value_or(false);
  touchpoint.repeats = touchpoint.repeats.value_or(false);
  return {};
}

struct Keys {
  std::set<std::string> stages = {};
  std::set<std::string> touchpoints = {};
};

Result<void> check_stage(Stage& stage, const std::string& place, Keys& keys) {
  TL_TRY(check_key(stage.id, keys.stages, place + ".id"));
  TL_TRY(trim_name(stage.name, place + ".name"));
  TL_TRY(trim_optional(stage.owner, name_bytes_max, place + ".owner"));
  TL_TRY(check_number(stage.sla_hours, 0, sla_hours_max, place + ".sla_hours"));
  TL_TRY(check_number(stage.emotion, -emotion_max, emotion_max, place + ".emotion"));
  TL_TRY(check_cell(stage.goal, place + ".goal", trim_text));
  TL_TRY(check_cell(stage.pain, place + ".pain", check_pain));
  TL_TRY(check_cell(stage.channel, place + ".channel", trim_text));
  TL_TRY(check_cell(stage.evidence, place + ".evidence", trim_text));
  TL_TRY(check_cell(stage.opportunity, place + ".opportunity", trim_text));
  if (stage.touchpoints.size() > stage_touchpoints_max) {
    return refused(place + ".touchpoints", fmt::format("may be at most {}", stage_touchpoints_max));
  }
  for (std::size_t i = 0; i < stage.touchpoints.size(); ++i) {
    Touchpoint& touchpoint = stage.touchpoints[i];
    const std::string inner = fmt::format("{}.touchpoints[{}]", place, i);
    TL_TRY(check_key(touchpoint.id, keys.touchpoints, inner + ".id"));
    TL_TRY(check_touchpoint(touchpoint, inner));
  }
  return {};
}

}  // namespace

std::string_view name_of(PainStatus status) {
  return name_in(pain_status_names, status);
}
Result<PainStatus> parse_pain_status(std::string_view name) {
  return parse_name<PainStatus>(pain_status_names, name, "status of a pain");
}

bool Stage::is_measured() const {
  return std::any_of(touchpoints.begin(), touchpoints.end(),
                     [](const Touchpoint& one) { return one.is_measured(); });
}

Result<MapDocument> checked_document(MapDocument document) {
  if (document.stages.size() > stages_max) {
    return refused("document.stages", fmt::format("may be at most {}", stages_max));
  }
  Keys keys;
  for (std::size_t i = 0; i < document.stages.size(); ++i) {
    TL_TRY(check_stage(document.stages[i], fmt::format("document.stages[{}]", i), keys));
  }
  if (keys.touchpoints.size() > touchpoints_max) {
    return refused("document", fmt::format("may have at most {} touchpoints", touchpoints_max));
  }
  if (to_json(document).size() > document_bytes_max) {
    return refused("document", fmt::format("may have at most {} bytes", document_bytes_max));
  }
  return document;
}

Result<MapDocument> parse_document(std::string_view json) {
  return codec::parse_as<MapDocument>(json);
}

std::string to_json(const MapDocument& document) {
  return codec::to_json(document);
}

std::size_t count_touchpoints(const MapDocument& document) {
  std::size_t count = 0;
  for (const Stage& stage : document.stages) {
    count += stage.touchpoints.size();
  }
  return count;
}

std::size_t count_measured(const MapDocument& document) {
  std::size_t count = 0;
  for (const Stage& stage : document.stages) {
    count += static_cast<std::size_t>(
        std::count_if(stage.touchpoints.begin(), stage.touchpoints.end(),
                      [](const Touchpoint& one) { return one.is_measured(); }));
  }
  return count;
}

std::size_t count_without_owner(const MapDocument& document) {
  return static_cast<std::size_t>(
      std::count_if(document.stages.begin(), document.stages.end(),
                    [](const Stage& stage) { return !stage.owner.has_value(); }));
}

}  // namespace throughline::journey_maps
