#include "journey_maps/map_changes.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "base/name_table.h"
#include "journey_maps/map_order.h"

namespace throughline::journey_maps {
namespace {

constexpr std::array<std::string_view, 4> kind_names = {"added", "removed", "moved", "changed"};
constexpr std::array<std::string_view, 4> thing_names = {"map", "stage", "touchpoint", "cell"};

using Words = std::optional<std::string>;

Words words_of(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}
Words words_of(const Words& text) {
  return text;
}
Words words_of(const std::optional<double>& number) {
  return number ? std::optional(fmt::format("{:g}", *number)) : std::nullopt;
}
Words words_of(const std::optional<bool>& flag) {
  return flag.value_or(false) ? "yes" : "no";
}
Words words_of(const std::optional<TouchpointEvents>& events) {
  return events ? std::optional(codec::to_json(*events)) : std::nullopt;
}

Words words_of(const std::optional<TouchpointScore>& score) {
  return score ? Words(fmt::format("{} of {}", name_of(score->kind), score->property)) : Words();
}
Words words_of(const std::optional<std::vector<Alert>>& alerts) {
  std::string words;
  for (const Alert& alert : alerts.value_or(std::vector<Alert>())) {
    words += fmt::format("{}{} {} {:g}", words.empty() ? "" : ", ", name_of(alert.figure),
                         name_of(alert.is), alert.value);
  }
  return words_of(words);
}

std::string words_of(const Pain& pain) {
  std::string words = pain.text;
  for (const auto& [label, value] :
       {std::pair{"owner", pain.owner},
        std::pair{"status", pain.status ? Words(std::string(name_of(*pain.status))) : Words()},
        std::pair{"initiative", pain.initiative}, std::pair{"link", pain.link},
        std::pair{"since", pain.since ? Words(to_rfc3339(*pain.since)) : Words()},
        std::pair{"measured by",
                  pain.figure ? Words(std::string(name_of(*pain.figure))) : Words()}}) {
    if (value) {
      words += fmt::format(" ({}: {})", label, *value);
    }
  }
  return words;
}

std::vector<std::string> texts_of(const std::optional<std::vector<std::string>>& cell) {
  return cell.value_or(std::vector<std::string>());
}
std::vector<std::string> texts_of(const std::optional<std::vector<Pain>>& cell) {
  std::vector<std::string> texts;
  for (const Pain& pain : cell.value_or(std::vector<Pain>())) {
    texts.push_back(words_of(pain));
  }
  return texts;
}

std::string sentence_of_change(std::string_view field, const Words& before, const Words& after) {
  if (before && after) {
    return fmt::format("changed {} from {} to {}", field, *before, *after);
  }
  return after ? fmt::format("set {} to {}", field, *after)
               : fmt::format("took away {} {}", field, before.value_or(""));
}

class Comparing {
 public:
  std::vector<MapChange> run(const JourneyMap& before, const JourneyMap& after) {
    const std::string map = "The map: ";
    const MapChange thing = {.kind = ChangeKind::changed, .what = ChangedThing::map};
    field(thing, "name", words_of(before.name), words_of(after.name), map);
    field(thing, "description", words_of(before.description), words_of(after.description), map);
    field(thing, "state", Words(std::string(name_of(before.state))),
          Words(std::string(name_of(after.state))), map);
    field(thing, "segment", words_of(before.segment), words_of(after.segment), map);
    stages(before.document, after.document);
    return std::move(changes_);
  }

 private:
  struct Placed {
    const Stage* stage = nullptr;
    const Touchpoint* touchpoint = nullptr;
    std::size_t place = 0;
  };

  static std::map<std::string, Placed> touchpoints_of(const MapDocument& document) {
    std::map<std::string, Placed> all;
    for (const Stage& stage : document.stages) {
      for (std::size_t i = 0; i < stage.touchpoints.size(); ++i) {
        all.emplace(stage.touchpoints[i].id, Placed{&stage, &stage.touchpoints[i], i});
      }
    }
    return all;
  }

  void field(MapChange change, std::string_view name, const Words& before, const Words& after,
             const std::string& of) {
    if (before == after) {
      return;
    }
    change.field = std::string(name);
    change.before = before;
    change.after = after;
    change.sentence = of + sentence_of_change(name, before, after);
    changes_.push_back(std::move(change));
  }

  void stages(const MapDocument& before, const MapDocument& after) {
    touchpoints_before_ = touchpoints_of(before);
    touchpoints_after_ = touchpoints_of(after);
    const auto places = places_by_id(before.stages);
    const auto moved = moved_ids(before.stages, after.stages);
    for (std::size_t i = 0; i < after.stages.size(); ++i) {
      const Stage& stage = after.stages[i];
      const auto found = places.find(stage.id);
      if (found == places.end()) {
        changes_.push_back({.kind = ChangeKind::added,
                            .what = ChangedThing::stage,
                            .stage = stage.id,
                            .after = stage.name,
                            .sentence = fmt::format("Added the stage {}", stage.name)});
        touchpoints(Stage{.id = stage.id, .name = stage.name}, stage, true);
        continue;
      }
      if (std::find(moved.begin(), moved.end(), stage.id) != moved.end()) {
        changes_.push_back({.kind = ChangeKind::moved,
                            .what = ChangedThing::stage,
                            .stage = stage.id,
                            .before = std::to_string(found->second + 1),
                            .after = std::to_string(i + 1),
                            .sentence = fmt::format("Moved the stage {} from place {} to {}",
                                                    stage.name, found->second + 1, i + 1)});
      }
      inside(before.stages[found->second], stage);
    }
    const auto still = places_by_id(after.stages);
    for (const Stage& stage : before.stages) {
      if (!still.contains(stage.id)) {
        changes_.push_back({.kind = ChangeKind::removed,
                            .what = ChangedThing::stage,
                            .stage = stage.id,
                            .before = stage.name,
                            .sentence = fmt::format("Removed the stage {}", stage.name)});
      }
    }
  }

  void inside(const Stage& before, const Stage& after) {
    const MapChange change = {
        .kind = ChangeKind::changed, .what = ChangedThing::stage, .stage = after.id};
    const std::string of = fmt::format("The stage {}: ", after.name);
    field(change, "name", words_of(before.name), words_of(after.name), of);
    field(change, "owner", words_of(before.owner), words_of(after.owner), of);
    field(change, "sla_hours", words_of(before.sla_hours), words_of(after.sla_hours), of);
    field(change, "emotion", words_of(before.emotion), words_of(after.emotion), of);
    cell("goal", texts_of(before.goal), texts_of(after.goal), after);
    cell("pain", texts_of(before.pain), texts_of(after.pain), after);
    cell("channel", texts_of(before.channel), texts_of(after.channel), after);
    cell("evidence", texts_of(before.evidence), texts_of(after.evidence), after);
    cell("opportunity", texts_of(before.opportunity), texts_of(after.opportunity), after);
    touchpoints(before, after, false);
  }

  // Each text that came or went; or that the same texts stand in another order.
  void cell(std::string_view lane, const std::vector<std::string>& before,
            std::vector<std::string> after, const Stage& stage) {
    if (before == after) {
      return;
    }
    const auto change = [&](ChangeKind kind, std::string_view did, const std::string& text) {
      MapChange made = {
          .kind = kind,
          .what = ChangedThing::cell,
          .stage = stage.id,
          .field = std::string(lane),
          .sentence = fmt::format("The stage {}: {} {} {}", stage.name, did, lane, text)};
      (kind == ChangeKind::removed ? made.before : made.after) = text;
      changes_.push_back(std::move(made));
    };
    std::vector<std::string> gone;
    for (const std::string& text : before) {
      const auto found = std::find(after.begin(), after.end(), text);
      if (found == after.end()) {
        gone.push_back(text);
      } else {
        after.erase(found);
      }
    }
    for (const std::string& text : gone) {
      change(ChangeKind::removed, "removed", text);
    }
    for (const std::string& text : after) {
      change(ChangeKind::added, "added", text);
    }
    if (gone.empty() && after.empty()) {
      changes_.push_back(
          {.kind = ChangeKind::moved,
           .what = ChangedThing::cell,
           .stage = stage.id,
           .field = std::string(lane),
           .sentence = fmt::format("The stage {}: put the texts of {} in another order", stage.name,
                                   lane)});
    }
  }

  void touchpoints(const Stage& before, const Stage& after, bool stage_is_new) {
    const auto moved = moved_ids(before.touchpoints, after.touchpoints);
    for (std::size_t i = 0; i < after.touchpoints.size(); ++i) {
      const Touchpoint& now = after.touchpoints[i];
      const auto found = touchpoints_before_.find(now.id);
      MapChange change = {
          .what = ChangedThing::touchpoint, .stage = after.id, .touchpoint = now.id};
      if (found == touchpoints_before_.end()) {
        if (!stage_is_new) {
          change.kind = ChangeKind::added;
          change.after = now.name;
          change.sentence =
              fmt::format("The stage {}: added the touchpoint {}", after.name, now.name);
          changes_.push_back(std::move(change));
        }
        continue;
      }
      const Placed& was = found->second;
      if (was.stage->id != after.id) {
        change.kind = ChangeKind::moved;
        change.before = was.stage->name;
        change.after = after.name;
        change.sentence = fmt::format("Moved the touchpoint {} from the stage {} to {}", now.name,
                                      was.stage->name, after.name);
        changes_.push_back(change);
      } else if (std::find(moved.begin(), moved.end(), now.id) != moved.end()) {
        change.kind = ChangeKind::moved;
        change.before = std::to_string(was.place + 1);
        change.after = std::to_string(i + 1);
        change.sentence = fmt::format("The stage {}: moved the touchpoint {} from place {} to {}",
                                      after.name, now.name, was.place + 1, i + 1);
        changes_.push_back(change);
      }
      inside(*was.touchpoint, now, after);
    }
    for (const Touchpoint& was : before.touchpoints) {
      if (!touchpoints_after_.contains(was.id)) {
        changes_.push_back({.kind = ChangeKind::removed,
                            .what = ChangedThing::touchpoint,
                            .stage = after.id,
                            .touchpoint = was.id,
                            .before = was.name,
                            .sentence = fmt::format("The stage {}: removed the touchpoint {}",
                                                    after.name, was.name)});
      }
    }
  }

  void inside(const Touchpoint& before, const Touchpoint& after, const Stage& stage) {
    const MapChange change = {.kind = ChangeKind::changed,
                              .what = ChangedThing::touchpoint,
                              .stage = stage.id,
                              .touchpoint = after.id};
    const std::string of = fmt::format("The touchpoint {}: ", after.name);
    field(change, "name", words_of(before.name), words_of(after.name), of);
    field(change, "events", words_of(before.events), words_of(after.events), of);
    field(change, "optional", words_of(before.optional), words_of(after.optional), of);
    field(change, "repeats", words_of(before.repeats), words_of(after.repeats), of);
    field(change, "score", words_of(before.score), words_of(after.score), of);
    field(change, "cost", words_of(before.cost), words_of(after.cost), of);
    field(change, "alerts", words_of(before.alerts), words_of(after.alerts), of);
  }

  std::map<std::string, Placed> touchpoints_before_;
  std::map<std::string, Placed> touchpoints_after_;
  std::vector<MapChange> changes_;
};

}  // namespace

std::string_view name_of(ChangeKind kind) {
  return name_in(kind_names, kind);
}
std::string_view name_of(ChangedThing what) {
  return name_in(thing_names, what);
}

std::vector<MapChange> changes_between(const JourneyMap& before, const JourneyMap& after) {
  return Comparing().run(before, after);
}

}  // namespace throughline::journey_maps
