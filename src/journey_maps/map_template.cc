#include "journey_maps/map_template.h"

#include <algorithm>
#include <map>
#include <string_view>

#include "base/text.h"
#include "journey_maps/map_template_plans.h"

namespace throughline::journey_maps {
namespace {

// Letters and digits alone, lower case.
std::string plain(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (c >= 'A' && c <= 'Z') {
      out += static_cast<char>(c - 'A' + 'a');
    } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      out += c;
    }
  }
  return out;
}

using Known = std::multimap<std::string, std::string>;  // By plain name.

Touchpoint touchpoint_of(const TouchpointPlan& plan, const Known& known, MapTemplate& made) {
  std::vector<std::string> names;
  const auto usual_names = split(plan.events, '|');
  for (const std::string_view usual : usual_names) {
    const auto [first, last] = known.equal_range(plain(usual));
    for (auto found = first; found != last; ++found) {
      names.push_back(found->second);
    }
    // What happens once is one event, not each of several that go with it.
    if (!names.empty() && (plan.how == How::once || plan.how == How::may)) {
      break;
    }
  }
  if (names.empty()) {
    names.emplace_back(usual_names.front());
  } else {
    made.found.emplace_back(plan.id);
  }
  return {.id = plan.id,
          .name = plan.name,
          .events = TouchpointEvents{.names = std::move(names)},
          .optional = plan.how == How::may || plan.how == How::may_often,
          .repeats = plan.how == How::often || plan.how == How::may_often};
}

MapTemplate template_of(const TemplatePlan& plan, const Known& known) {
  MapTemplate made = {.key = plan.key, .name = plan.name, .description = plan.description};
  const auto cell = [](const char* text) { return std::vector<std::string>{text}; };
  for (const StagePlan& from : plan.stages) {
    Stage stage = {.id = from.id,
                   .name = from.name,
                   .owner = from.owner,
                   .emotion = from.emotion,
                   .goal = cell(from.goal),
                   .pain = std::vector<Pain>{{.text = from.pain, .status = PainStatus::open}},
                   .channel = cell(from.channel),
                   .evidence = std::vector<std::string>(),
                   .opportunity = cell(from.opportunity)};
    for (const TouchpointPlan& touchpoint : from.touchpoints) {
      if (touchpoint.id == nullptr) {
        continue;
      }
      stage.touchpoints.push_back(touchpoint_of(touchpoint, known, made));
    }
    made.document.stages.push_back(std::move(stage));
  }
  return made;
}

}  // namespace

std::vector<MapTemplate> all_templates(const std::set<std::string>& known) {
  Known by_plain_name;
  for (const std::string& name : known) {
    by_plain_name.emplace(plain(name), name);
  }
  std::vector<MapTemplate> all;
  for (const TemplatePlan& plan : template_plans()) {
    all.push_back(template_of(plan, by_plain_name));
  }
  return all;
}

}  // namespace throughline::journey_maps
