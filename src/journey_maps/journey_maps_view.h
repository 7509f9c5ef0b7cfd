// Journey maps as the REST API shows and takes them. Values only. What is laid over a map, and maps
// that are discovered, are in journey_maps.overlay_view.h.
//
// A document is read and written whole. `stages` stand in the order of the journey. Of a stage:
//   id            the writer's own, of letters, digits, - and _; one of a kind in the map, kept
//   over
//                 versions: by it versions are compared and cells are asked for
//   owner         who answers for it; a stage without one is pointed out
//   sla_hours     how long somebody should be in it at most
//   emotion       as designed, -2 (bad) to 2 (good)
//   goal, pain, channel, evidence, opportunity     the texts of its cells
//   touchpoints   each with an id of its own in the map. `events` says which events it is, in the
//                 form of the questions about journeys ({names, kind, where}); without, it is drawn
//                 but not measured. `optional`: a line without it fits. `repeats`: a line with it
//                 more than once fits. Where an event is several touchpoints, the first in the
//                 order of the map counts.
// Lists that are left out are empty; what is shown always has them. A pain may carry who owns it,
// its status and the initiative that is to end it.
//
// Each save makes a new version and says with `version` which one it changed.
#pragma once

#include <boost/describe/class.hpp>
#include <optional>
#include <string>
#include <vector>

#include "codec/describe.h"
#include "journey_maps/journey_map.h"
#include "journey_maps/map_changes.h"

namespace throughline::journey_maps {

// One of the list.
struct JourneyMapSummaryView {
  std::string id = {};
  std::string name = {};
  std::string description = {};
  MapState state = MapState::current;
  std::optional<std::string> segment = {};  // Whose people it is about; everybody without.
  std::int64_t version = 1;
  std::int64_t stages = 0;
  std::int64_t touchpoints = 0;
  std::int64_t measured_touchpoints = 0;  // That have events.
  std::int64_t stages_without_owner = 0;
  Time created_at = {};
  Time changed_at = {};
  std::string changed_by = {};
  std::optional<Time> archived_at = {};
};
BOOST_DESCRIBE_STRUCT(JourneyMapSummaryView, (),
                      (id, name, description, state, segment, version, stages, touchpoints,
                       measured_touchpoints, stages_without_owner, created_at, changed_at,
                       changed_by, archived_at))

struct JourneyMapList {
  std::vector<JourneyMapSummaryView> items = {};
};
BOOST_DESCRIBE_STRUCT(JourneyMapList, (), (items))

struct JourneyMapView {
  std::string id = {};
  std::string name = {};
  std::string description = {};
  MapState state = MapState::current;
  std::optional<std::string> segment = {};
  std::int64_t version = 1;
  MapDocument document = {};
  Time created_at = {};
  Time changed_at = {};  // Of the version that is shown, and by whom.
  std::string changed_by = {};
  std::optional<Time> archived_at = {};
};
BOOST_DESCRIBE_STRUCT(JourneyMapView, (),
                      (id, name, description, state, segment, version, document, created_at,
                       changed_at, changed_by, archived_at))

struct JourneyMapVersionView {
  std::int64_t version = 0;
  Time at = {};
  std::string by = {};
  std::string name = {};
  MapState state = MapState::current;
};
BOOST_DESCRIBE_STRUCT(JourneyMapVersionView, (), (version, at, by, name, state))

struct JourneyMapDetailView {
  JourneyMapView map = {};
  std::vector<JourneyMapVersionView> versions = {};  // Newest first, the latest 200.
};
BOOST_DESCRIBE_STRUCT(JourneyMapDetailView, (), (map, versions))

struct NewJourneyMapForm {
  std::string name = {};
  std::optional<std::string> description = {};
  std::optional<MapState> state = {};       // current without.
  std::optional<std::string> segment = {};  // The id of a segment.
  std::optional<MapDocument> document = {};
};
BOOST_DESCRIBE_STRUCT(NewJourneyMapForm, (), (name, description, state, segment, document))

// What is left out stays.
struct JourneyMapChangeForm {
  std::int64_t version = 0;  // That was changed: 409 where there is a newer one.
  std::optional<std::string> name = {};
  std::optional<std::string> description = {};
  std::optional<MapState> state = {};
  std::optional<std::string> segment = {};  // Empty: everybody.
  std::optional<MapDocument> document = {};
  std::optional<bool> archived = {};
};
BOOST_DESCRIBE_STRUCT(JourneyMapChangeForm, (),
                      (version, name, description, state, segment, document, archived))

struct DuplicateJourneyMapForm {
  std::optional<std::string> name = {};  // "Copy of ..." without.
  std::optional<MapState> state = {};
  std::optional<std::int64_t> version = {};  // The newest without.
};
BOOST_DESCRIBE_STRUCT(DuplicateJourneyMapForm, (), (name, state, version))

// A map at a version; the newest without.
struct MapAtForm {
  std::string map = {};
  std::optional<std::int64_t> version = {};
};
BOOST_DESCRIBE_STRUCT(MapAtForm, (), (map, version))

struct CompareMapsForm {
  MapAtForm from = {};
  MapAtForm to = {};
};
BOOST_DESCRIBE_STRUCT(CompareMapsForm, (), (from, to))

struct MapAtView {
  std::string map = {};
  std::string name = {};
  std::int64_t version = 0;
  MapState state = MapState::current;
};
BOOST_DESCRIBE_STRUCT(MapAtView, (), (map, name, version, state))

struct MapChangeView {
  std::string kind = {};                  // added, removed, moved or changed.
  std::string what = {};                  // map, stage, touchpoint or cell.
  std::optional<std::string> stage = {};  // Ids; of what was removed, those that were.
  std::optional<std::string> touchpoint = {};
  // Of a cell its lane; of anything else what of it was changed: name, owner, sla_hours, emotion,
  // events, optional, repeats, description, state or segment.
  std::optional<std::string> field = {};
  std::optional<std::string> before = {};
  std::optional<std::string> after = {};
  std::string sentence = {};  // All of that: "Moved the stage Trial from place 2 to 3".
};
BOOST_DESCRIBE_STRUCT(MapChangeView, (),
                      (kind, what, stage, touchpoint, field, before, after, sentence))

struct MapComparisonView {
  MapAtView from = {};
  MapAtView to = {};
  std::vector<MapChangeView> changes = {};  // In the order of the map.
};
BOOST_DESCRIBE_STRUCT(MapComparisonView, (), (from, to, changes))

// A map to start from. Its touchpoints have the events that the record knows under one of the names
// that are usual for them, or else the most usual name.
struct MapTemplateView {
  std::string key = {};  // saas, shop, loan or telecom.
  std::string name = {};
  std::string description = {};
  MapDocument document = {};
  std::vector<std::string> found = {};  // Ids of the touchpoints whose events the record knows.
};
BOOST_DESCRIBE_STRUCT(MapTemplateView, (), (key, name, description, document, found))

struct MapTemplateList {
  std::vector<MapTemplateView> items = {};
};
BOOST_DESCRIBE_STRUCT(MapTemplateList, (), (items))

JourneyMapSummaryView summary_of(const JourneyMap& map);
JourneyMapView view_of(const JourneyMap& map);
MapAtView at_view(const JourneyMap& map);
MapChangeView view_of(const MapChange& change);

}  // namespace throughline::journey_maps
