#include "journey_maps/walk.h"

#include <algorithm>

namespace throughline::journey_maps {
namespace {

void add_visits(const MapModel& model, std::span<const Touched> line, Walk& walk) {
  const auto stage_of = [&](std::size_t i) { return model.touchpoints[line[i].touchpoint].stage; };
  std::optional<std::size_t> before;
  for (std::size_t begin = 0; begin < line.size();) {
    const std::size_t stage = stage_of(begin);
    std::size_t end = begin + 1;
    while (end < line.size() && stage_of(end) == stage) {
      ++end;
    }
    StageWalk& visited = walk.stages[stage];
    if (visited.reached() && before && *before > stage) {
      ++visited.returns;
    }
    if (before) {
      walk.changes.push_back({*before, stage, line[begin].at_ms - line[begin - 1].at_ms});
    }
    ++visited.visits;
    visited.lasted_ms += line[std::min(end, line.size() - 1)].at_ms - line[begin].at_ms;
    before = stage;
    begin = end;
  }
}

void add_conversions(const MapModel& model, std::span<const Touched> line, Walk& walk) {
  std::vector<std::optional<std::int64_t>> first_ms(model.stages.size());
  for (const Touched& touched : line) {
    const std::size_t stage = model.touchpoints[touched.touchpoint].stage;
    StageWalk& here = walk.stages[stage];
    const auto before = model.before(stage);
    const auto began_ms = before ? first_ms[*before] : std::nullopt;
    if (began_ms && !here.from_before_ms) {
      here.from_before_ms = touched.at_ms - *began_ms;
    }
    if (!first_ms[stage]) {
      first_ms[stage] = touched.at_ms;
    }
  }
}

}  // namespace

Walk walk_of(const MapModel& model, std::span<const Touched> line) {
  Walk walk = {.stages = std::vector<StageWalk>(model.stages.size()),
               .events = std::vector<std::uint32_t>(model.touchpoints.size())};
  for (const Touched& touched : line) {
    ++walk.events[touched.touchpoint];
  }
  add_visits(model, line, walk);
  add_conversions(model, line, walk);
  walk.last_stage = model.touchpoints[line.back().touchpoint].stage;
  return walk;
}

}  // namespace throughline::journey_maps
