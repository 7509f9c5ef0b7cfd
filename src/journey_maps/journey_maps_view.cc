#include "journey_maps/journey_maps_view.h"

#include "journey_maps/map_live_view.h"

namespace throughline::journey_maps {
namespace {

std::optional<std::string> unless_empty(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

}  // namespace

JourneyMapSummaryView summary_of(const JourneyMap& map) {
  const auto count = [](std::size_t number) { return static_cast<std::int64_t>(number); };
  return {.id = public_id_of(map),
          .name = map.name,
          .description = map.description,
          .state = map.state,
          .segment = unless_empty(map.segment),
          .version = map.version,
          .stages = count(map.document.stages.size()),
          .touchpoints = count(count_touchpoints(map.document)),
          .measured_touchpoints = count(count_measured(map.document)),
          .stages_without_owner = count(count_without_owner(map.document)),
          .created_at = map.created_at,
          .changed_at = map.changed_at,
          .changed_by = map.changed_by,
          .archived_at = map.archived_at};
}

JourneyMapView view_of(const JourneyMap& map) {
  return {.id = public_id_of(map),
          .name = map.name,
          .description = map.description,
          .state = map.state,
          .segment = unless_empty(map.segment),
          .version = map.version,
          .document = map.document,
          .created_at = map.created_at,
          .changed_at = map.changed_at,
          .changed_by = map.changed_by,
          .archived_at = map.archived_at};
}

MapAtView at_view(const JourneyMap& map) {
  return {.map = public_id_of(map), .name = map.name, .version = map.version, .state = map.state};
}

MapChangeView view_of(const MapChange& change) {
  return {.kind = std::string(name_of(change.kind)),
          .what = std::string(name_of(change.what)),
          .stage = change.stage,
          .touchpoint = change.touchpoint,
          .field = change.field,
          .before = change.before,
          .after = change.after,
          .sentence = change.sentence};
}

MapDraftView view_of(const MapDraft& draft) {
  return {.map = view_of(draft.map), .revision = draft.revision, .changed = draft.changed};
}

}  // namespace throughline::journey_maps
