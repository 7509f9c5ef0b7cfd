// Drawing a journey map together, as the REST API shows and takes it. Values only.
//
// A page reads the draft, listens to /live, and sends operations. /live tells, as server-sent
// events,
//   draft       JourneyMapDraft, once it is open
//   operations  JourneyMapOperationsTold, whatever changed the draft; those above the revision that
//               a page has are to be carried out in the order of their revisions, and a page that
//               misses one reads the draft again
//   saved       JourneyMapSaved, a version that was saved
//   here        JourneyMapVisitors, everybody who has it open, as soon as that changes
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "journey_maps/journey_maps_view.h"
#include "journey_maps/map_draft.h"
#include "journey_maps/map_operation.h"

namespace throughline::journey_maps {

struct MapDraftView {
  JourneyMapView map = {};  // Its version is the newest that was saved.
  std::int64_t revision = 0;
  bool changed = false;  // Says something else than that version.
};
BOOST_DESCRIBE_STRUCT(MapDraftView, (), (map, revision, changed))
MapDraftView view_of(const MapDraft& draft);

struct MapOperationsForm {
  std::optional<std::string> client = {};  // The page; told to all who listen.
  std::optional<std::string> batch = {};   // Which of its requests this is; likewise.
  std::vector<MapOperation> operations = {};
};
BOOST_DESCRIBE_STRUCT(MapOperationsForm, (), (client, batch, operations))

struct MapRevisionView {
  std::int64_t revision = 0;  // That they are part of.
};
BOOST_DESCRIBE_STRUCT(MapRevisionView, (), (revision))

struct MapOperationsTold {
  std::int64_t revision = 0;
  std::string client = {};  // Empty: not by a page that listens.
  std::string batch = {};
  std::string by = {};
  std::vector<MapOperation> operations = {};
};
BOOST_DESCRIBE_STRUCT(MapOperationsTold, (), (revision, client, batch, by, operations))

struct MapSavedTold {
  std::int64_t version = 0;
  std::string by = {};
};
BOOST_DESCRIBE_STRUCT(MapSavedTold, (), (version, by))

struct MapVisitorView {
  std::string client = {};
  std::string name = {};
  std::string at = {};  // The cell that she is at, in the words of her page; empty: none.
  bool editing = false;
};
BOOST_DESCRIBE_STRUCT(MapVisitorView, (), (client, name, at, editing))

struct MapVisitorList {
  std::vector<MapVisitorView> people = {};
};
BOOST_DESCRIBE_STRUCT(MapVisitorList, (), (people))

// Where the page's owner is on the map.
struct MapPlaceForm {
  std::string client = {};
  std::string at = {};
  std::optional<bool> editing = {};
};
BOOST_DESCRIBE_STRUCT(MapPlaceForm, (), (client, at, editing))

}  // namespace throughline::journey_maps
