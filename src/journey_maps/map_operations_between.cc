// Operations that lead from one map to another: what is new and what moved, then what went away,
// then what each that stayed says otherwise.
#include <algorithm>
#include <map>

#include "codec/fields.h"
#include "journey_maps/map_facts.h"
#include "journey_maps/map_operation.h"
#include "journey_maps/map_order.h"

namespace throughline::journey_maps {
namespace {

using Id = std::optional<std::string>;

struct Held {
  const Touchpoint* touchpoint = nullptr;
  std::string stage = {};
};
using Touchpoints = std::map<std::string, Held>;

Touchpoints touchpoints_of(const MapDocument& document) {
  Touchpoints all;
  for (const Stage& stage : document.stages) {
    for (const Touchpoint& touchpoint : stage.touchpoints) {
      all.emplace(touchpoint.id, Held{&touchpoint, stage.id});
    }
  }
  return all;
}

bool contains(const std::vector<std::string>& ids, const std::string& id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

class Between {
 public:
  std::vector<MapOperation> run(const JourneyMap& before, const JourneyMap& after) {
    codec::each_difference(facts_of(before), facts_of(after),
                           [&](std::string field, std::string json) {
                             add({.kind = OperationKind::set_map,
                                  .field = std::move(field),
                                  .value = codec::RawJson{std::move(json)}});
                           });
    before_ = touchpoints_of(before.document);
    after_ = touchpoints_of(after.document);
    place_stages(before.document.stages, after.document.stages);
    for (const Stage& stage : after.document.stages) {
      const auto was = find_by_id(before.document.stages, stage.id);
      place_touchpoints(
          was == before.document.stages.end() ? std::vector<Touchpoint>() : was->touchpoints,
          stage);
    }
    remove(before.document.stages, after.document.stages);
    for (const Stage& stage : after.document.stages) {
      const auto was = find_by_id(before.document.stages, stage.id);
      if (was != before.document.stages.end()) {
        set_stage(*was, stage);
      }
      set_touchpoints(stage);
    }
    return std::move(operations_);
  }

 private:
  void add(MapOperation operation) { operations_.push_back(std::move(operation)); }

  void place_stages(const std::vector<Stage>& before, const std::vector<Stage>& after) {
    const auto moved = moved_ids(before, after);
    Id previous;
    for (const Stage& stage : after) {
      if (find_by_id(before, stage.id) == before.end()) {
        Stage bare = stage;
        bare.touchpoints.clear();
        add({.kind = OperationKind::add_stage,
             .after = previous,
             .value = codec::RawJson{codec::to_json(bare)}});
      } else if (contains(moved, stage.id)) {
        add({.kind = OperationKind::move_stage, .stage = stage.id, .after = previous});
      }
      previous = stage.id;
    }
  }

  void place_touchpoints(const std::vector<Touchpoint>& before, const Stage& stage) {
    const auto moved = moved_ids(before, stage.touchpoints);
    Id previous;
    for (const Touchpoint& touchpoint : stage.touchpoints) {
      const auto was = before_.find(touchpoint.id);
      if (was == before_.end()) {
        add({.kind = OperationKind::add_touchpoint,
             .stage = stage.id,
             .after = previous,
             .value = codec::RawJson{codec::to_json(touchpoint)}});
      } else if (was->second.stage != stage.id || contains(moved, touchpoint.id)) {
        add({.kind = OperationKind::move_touchpoint,
             .stage = stage.id,
             .touchpoint = touchpoint.id,
             .after = previous});
      }
      previous = touchpoint.id;
    }
  }

  // A stage takes its touchpoints with it.
  void remove(const std::vector<Stage>& before, const std::vector<Stage>& after) {
    for (const Stage& stage : before) {
      if (find_by_id(after, stage.id) == after.end()) {
        add({.kind = OperationKind::remove_stage, .stage = stage.id});
        continue;
      }
      for (const Touchpoint& touchpoint : stage.touchpoints) {
        if (!after_.contains(touchpoint.id)) {
          add({.kind = OperationKind::remove_touchpoint, .touchpoint = touchpoint.id});
        }
      }
    }
  }

  void set_stage(const Stage& before, const Stage& after) {
    codec::each_difference(before, after, [&](std::string field, std::string json) {
      if (field != "touchpoints") {
        add({.kind = OperationKind::set_stage,
             .stage = after.id,
             .field = std::move(field),
             .value = codec::RawJson{std::move(json)}});
      }
    });
  }

  void set_touchpoints(const Stage& stage) {
    for (const Touchpoint& touchpoint : stage.touchpoints) {
      const auto was = before_.find(touchpoint.id);
      if (was == before_.end()) {
        continue;
      }
      codec::each_difference(*was->second.touchpoint, touchpoint,
                             [&](std::string field, std::string json) {
                               add({.kind = OperationKind::set_touchpoint,
                                    .touchpoint = touchpoint.id,
                                    .field = std::move(field),
                                    .value = codec::RawJson{std::move(json)}});
                             });
    }
  }

  Touchpoints before_ = {};
  Touchpoints after_ = {};
  std::vector<MapOperation> operations_ = {};
};

}  // namespace

std::vector<MapOperation> operations_between(const JourneyMap& before, const JourneyMap& after) {
  return Between().run(before, after);
}

}  // namespace throughline::journey_maps
