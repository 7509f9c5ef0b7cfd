#include "journey_maps/journey_maps.cells.h"

#include <algorithm>
#include <array>

#include "base/name_table.h"

namespace throughline::journey_maps {
namespace {

enum class CellKind {
  on_map,
  fits,
  on_the_way,
  deviates,
  reached,
  not_reached,
  converted,
  lost,
  repeated,
  returned,
  ended,
  beyond_sla,
  scored,
  touchpoint,
  went_on,
  waited,
  rated,
  paid,
  handoff,
  deviation,
  moment,
};
constexpr std::array<std::string_view, 21> kind_names = {
    "on_map",  "fits",     "on_the_way", "deviates", "reached",    "not_reached", "converted",
    "lost",    "repeated", "returned",   "ended",    "beyond_sla", "scored",      "touchpoint",
    "went_on", "waited",   "rated",      "paid",     "handoff",    "deviation",   "moment"};

Error must_be(std::string_view field, std::string_view what) {
  return Error::invalid("`cell." + std::string(field) + "` must be the id of " + std::string(what) +
                        " of the map");
}

Result<std::size_t> stage_of(const MapDocument& document, const std::optional<std::string>& id,
                             std::string_view field) {
  const auto found = std::find_if(document.stages.begin(), document.stages.end(),
                                  [&](const Stage& stage) { return stage.id == id; });
  if (!id || found == document.stages.end()) {
    return must_be(field, "a stage");
  }
  return static_cast<std::size_t>(found - document.stages.begin());
}

// Of the model: it must be measured.
Result<std::size_t> touchpoint_of(const MapDocument& document, const MapModel& model,
                                  const std::optional<std::string>& id) {
  for (std::size_t i = 0; id && i < model.touchpoints.size(); ++i) {
    const ModelTouchpoint& one = model.touchpoints[i];
    if (document.stages[one.stage].touchpoints[one.place].id == *id) {
      return i;
    }
  }
  return must_be("touchpoint", "a measured touchpoint");
}

Result<InCell> stage_cell(CellKind kind, std::size_t stage, const OverlayPlan& plan) {
  const auto before = plan.model.before(stage);
  const auto here = [stage](const Reading& reading) -> const StageWalk& {
    return reading.walk.stages[stage];
  };
  switch (kind) {
    case CellKind::reached:
      return InCell([here](const Reading& reading) { return here(reading).reached(); });
    case CellKind::not_reached:
      return InCell([here](const Reading& reading) { return !here(reading).reached(); });
    case CellKind::converted:
      return InCell(
          [here](const Reading& reading) { return here(reading).from_before_ms.has_value(); });
    case CellKind::lost:
      return InCell([here, before](const Reading& reading) {
        return before && reading.walk.stages[*before].reached() &&
               !here(reading).from_before_ms.has_value();
      });
    case CellKind::repeated:
      return InCell([here](const Reading& reading) { return here(reading).visits > 1; });
    case CellKind::returned:
      return InCell([here](const Reading& reading) { return here(reading).returns > 0; });
    case CellKind::ended:
      return InCell([stage](const Reading& reading) { return reading.walk.last_stage == stage; });
    case CellKind::beyond_sla:
      return InCell([here, sla_ms = plan.sla_ms[stage]](const Reading& reading) {
        return sla_ms && here(reading).reached() && here(reading).lasted_ms > *sla_ms;
      });
    default:  // scored
      return InCell([stage](const Reading& reading) { return reading.scores[stage].count > 0; });
  }
}

InCell touchpoint_cell(CellKind kind, std::size_t touchpoint) {
  const auto here = [touchpoint](const Reading& reading) -> const TouchpointReading& {
    return reading.touchpoints[touchpoint];
  };
  switch (kind) {
    case CellKind::went_on:
      return [here](const Reading& reading) { return here(reading).went_on; };
    case CellKind::waited:
      return [here](const Reading& reading) { return here(reading).wait_ms.has_value(); };
    case CellKind::rated:
      return [here](const Reading& reading) { return here(reading).scores.count > 0; };
    case CellKind::paid:
      return [here](const Reading& reading) { return here(reading).costs.count > 0; };
    default:  // touchpoint
      return [touchpoint](const Reading& reading) { return reading.walk.events[touchpoint] > 0; };
  }
}

Result<InCell> handoff_cell(const OverlayPlan& plan, const OverlayCellAsked& asked) {
  if (!asked.from_owner || !asked.to_owner) {
    return Error::invalid("`cell.from_owner` and `cell.to_owner` must name owners of the map");
  }
  return InCell([&plan, from = *asked.from_owner, to = *asked.to_owner](const Reading& reading) {
    return std::any_of(reading.walk.changes.begin(), reading.walk.changes.end(),
                       [&](const StageChange& change) {
                         return is_handoff(plan, change) && plan.owners[change.from] == from &&
                                plan.owners[change.to] == to;
                       });
  });
}

Result<InCell> deviation_cell(const MapDocument& document, const OverlayPlan& plan,
                              const OverlayCellAsked& asked) {
  Deviation wanted;
  TL_TRY_ASSIGN(wanted.kind, parse_deviation_kind(asked.deviation.value_or("")));
  if (asked.stage) {
    TL_TRY_ASSIGN(wanted.stage, stage_of(document, asked.stage, "stage"));
  }
  if (asked.from) {
    TL_TRY_ASSIGN(wanted.from, stage_of(document, asked.from, "from"));
  }
  if (asked.touchpoint) {
    TL_TRY_ASSIGN(wanted.touchpoint, touchpoint_of(document, plan.model, asked.touchpoint));
  }
  return InCell([wanted](const Reading& reading) {
    return reading.alignment &&
           std::find(reading.alignment->deviations.begin(), reading.alignment->deviations.end(),
                     wanted) != reading.alignment->deviations.end();
  });
}

Result<InCell> moment_cell(const MapDocument& document, const OverlayPlan& plan,
                           const OverlayCellAsked& asked) {
  std::function<bool(const Reading&)> has_met;
  if (asked.touchpoint) {
    TL_TRY_ASSIGN(const std::size_t touchpoint,
                  touchpoint_of(document, plan.model, asked.touchpoint));
    has_met = [touchpoint](const Reading& reading) { return bool(reading.met[touchpoint]); };
  } else {
    TL_TRY_ASSIGN(const std::size_t stage, stage_of(document, asked.stage, "stage"));
    has_met = [stage, &plan](const Reading& reading) {
      return reading.has_met_stage(plan.model, stage);
    };
  }
  return InCell([has_met = std::move(has_met), met = asked.met.value_or(true),
                 outcome = asked.outcome](const Reading& reading) {
    return has_met(reading) == met && (!outcome || *outcome == reading.outcome);
  });
}

}  // namespace

Result<InCell> cell_of(const MapDocument& document, const OverlayPlan& plan,
                       const OverlayCellAsked& asked) {
  TL_TRY_ASSIGN(const CellKind kind, parse_name<CellKind>(kind_names, asked.kind, "kind of cell"));
  switch (kind) {
    case CellKind::on_map:
      return InCell([](const Reading& /*reading*/) { return true; });
    case CellKind::fits:
      return InCell(
          [](const Reading& reading) { return reading.alignment && reading.alignment->fits(); });
    case CellKind::on_the_way:
      return InCell([](const Reading& reading) {
        return reading.alignment && reading.alignment->is_on_the_way();
      });
    case CellKind::deviates:
      return InCell(
          [](const Reading& reading) { return reading.alignment && !reading.alignment->fits(); });
    case CellKind::touchpoint:
    case CellKind::went_on:
    case CellKind::waited:
    case CellKind::rated:
    case CellKind::paid: {
      TL_TRY_ASSIGN(const std::size_t touchpoint,
                    touchpoint_of(document, plan.model, asked.touchpoint));
      return touchpoint_cell(kind, touchpoint);
    }
    case CellKind::handoff:
      return handoff_cell(plan, asked);
    case CellKind::deviation:
      return deviation_cell(document, plan, asked);
    case CellKind::moment:
      return moment_cell(document, plan, asked);
    default: {
      TL_TRY_ASSIGN(const std::size_t stage, stage_of(document, asked.stage, "stage"));
      return stage_cell(kind, stage, plan);
    }
  }
}

}  // namespace throughline::journey_maps
