// Journey maps: stages and touchpoints that people drew, in versions, and what the record lays over
// them. The facade.
//
// Rights are checked by the routes. Thread-safe once wired.
#pragma once

#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/actor.h"
#include "base/result.h"
#include "jobs/jobs.h"
#include "journey_maps/journey_map.h"
#include "journey_maps/live_maps.h"
#include "journey_maps/map_alert.h"
#include "journey_maps/map_changes.h"
#include "journey_maps/map_draft.h"
#include "journeys/journeys.h"
#include "people/people.h"
#include "segments/segments.h"
#include "storage/workspaces.h"
#include "timeline/timeline.h"
#include "transfer/transfer.kept_table.h"

namespace throughline {
class Clock;
}

namespace throughline::journey_maps {

struct DiscoverAsked;
struct ImpactAnswer;
struct ImpactAsked;
struct DiscoveredMap;
struct MapTemplate;
struct OverlayAnswer;
struct OverlayAsked;
struct OverlayPeopleAsked;
struct OverlayFrame;

struct MapForm {
  std::string name = {};
  std::string description = {};
  MapState state = MapState::current;
  std::string segment = {};
  MapDocument document = {};
};
struct MapChangeForm {
  std::int64_t version = 0;  // That the change is of: Error::conflict else.
  std::optional<std::string> name = {};
  std::optional<std::string> description = {};
  std::optional<MapState> state = {};
  std::optional<std::string> segment = {};
  std::optional<MapDocument> document = {};
  std::optional<bool> archived = {};
};
struct CopyForm {
  std::optional<std::string> name = {};
  std::optional<MapState> state = {};
  std::optional<std::int64_t> version = {};
};
// The newest version without.
struct MapAt {
  std::string map = {};  // Its public id.
  std::optional<std::int64_t> version = {};
};
struct MapComparison {
  JourneyMap from = {};
  JourneyMap to = {};
  std::vector<MapChange> changes = {};
};

class JourneyMaps {
 public:
  // All must outlive this. Registers its part of an erasure with `people`.
  JourneyMaps(storage::Workspaces& workspaces, timeline::Timeline& timeline, people::People& people,
              journeys::Journeys& journeys, Clock& clock);

  ~JourneyMaps();
  JourneyMaps(const JourneyMaps&) = delete;
  JourneyMaps& operator=(const JourneyMaps&) = delete;

  // Wiring: segments can live by the figures of maps. `segments` must outlive this, and asks no
  // figure any more once this goes.
  void be_asked_by(segments::Segments& segments);
  // Wiring, before the first start of the jobs: what watches the alerts. `jobs` must end before
  // this.
  void work_with(jobs::Jobs& jobs);

  // Archived ones only where they are asked for.
  Result<std::vector<JourneyMap>> list(const Actor& actor, bool with_archived);
  // By its public id, archived ones too. Error::not_found.
  Result<JourneyMap> find(const Actor& actor, const MapAt& at);
  // Newest first.
  Result<std::vector<MapVersion>> versions(const Actor& actor, JourneyMapId id);

  // Each makes a version. Error::invalid for a document or a segment that cannot be.
  Result<JourneyMap> create(const Actor& actor, const MapForm& form);
  Result<JourneyMap> change(const Actor& actor, const std::string& map,
                            const MapChangeForm& change);
  Result<JourneyMap> duplicate(const Actor& actor, const std::string& map, const CopyForm& copy);

  // What is drawn on the map now, by all who draw on it together.
  Result<MapDraft> draft(const Actor& actor, const std::string& map);
  // Carries the operations out on the draft and tells them to who listens; its revision then.
  // Error::invalid, and none of them done, where one cannot be.
  Result<std::int64_t> draw(const Actor& actor, const std::string& map, const MapOperations& asked);
  // Makes the draft what was saved.
  Result<MapDraft> discard(const Actor& actor, const std::string& map);
  // Makes a version of the draft, where it says something else than the newest.
  Result<JourneyMap> save(const Actor& actor, const std::string& map);
  // Has the map open until what is returned is gone: hears the draft, and then whatever is told
  // (map_live_view.h). Errors as LiveMaps::join() has them.
  Result<std::shared_ptr<LiveMaps::Visit>> listen(const Actor& actor, const std::string& map,
                                                  const std::string& client,
                                                  const LiveMaps::Listener& listener);
  Result<void> move(const Actor& actor, const std::string& map, const MapPlace& place);

  Result<MapComparison> compare(const Actor& actor, const MapAt& from, const MapAt& to);

  // Maps to start from, with the events that the record knows. While its lines are not there yet,
  // with the usual names.
  Result<std::vector<MapTemplate>> templates(const journeys::Asking& asking);
  // A document out of everybody's lines. Errors as Journeys::frame() has them.
  Result<DiscoveredMap> discover(const journeys::Asking& asking, const DiscoverAsked& asked);

  // What the record lays over a map. Errors as Journeys::frame() has them.
  Result<OverlayAnswer> overlay(const journeys::Asking& asking, const std::string& map,
                                const OverlayAsked& asked);
  // Who is behind one of its figures.
  Result<journeys::PeopleBehind> people(const journeys::Asking& asking, const std::string& map,
                                        const OverlayPeopleAsked& asked);

  // What became of a pain since something was done about it.
  Result<ImpactAnswer> impact(const journeys::Asking& asking, const std::string& map,
                              const ImpactAsked& asked);
  // Thresholds that are crossed, and when any was.
  Result<MapAlerts> alerts(const Actor& actor, const std::string& map);
  // The same once they have been looked at; what is new in it is noticed.
  Result<MapAlerts> check_alerts(const journeys::Asking& asking, const std::string& map);
  // What a whole export takes along.
  static std::vector<transfer::KeptTable> kept_tables();

 private:
  // Looks at the alerts of every map of a workspace.
  Result<void> watch(WorkspaceId workspace, const std::stop_token& stop);
  // `workspace`: its number.
  Result<void> arm(storage::Transaction& tx, const std::string& workspace, Time due);
  // Looks at them soon, where the map has any.
  Result<void> arm_for(storage::Transaction& tx, const Actor& actor, const JourneyMap& map);
  // Who is in the segment, of `among` where that is not null.
  Result<std::shared_ptr<const journeys::PeopleSet>> people_of(
      const journeys::Asking& asking, const journeys::Frame& frame, const std::string& segment,
      const std::shared_ptr<const journeys::PeopleSet>& among);
  Result<OverlayFrame> overlay_frame(const journeys::Asking& asking, const std::string& map,
                                     const OverlayAsked& asked);
  Result<OverlayFrame> overlay_frame(const journeys::Asking& asking, JourneyMap map,
                                     const OverlayAsked& asked);
  // Who is behind a figure that a segment lives by.
  Result<journeys::PeopleBehind> everybody(const journeys::Asking& asking, std::string_view body);

  // The draft as it is now, one revision on.
  Result<void> keep_draft(storage::Transaction& tx, const Actor& actor, MapDraft& draft,
                          const MapOperations& done);
  void tell_saved(storage::Transaction& tx, const Actor& actor, const JourneyMap& saved);
  // What a change made of the saved map happens to the draft too.
  Result<void> follow_change(storage::Transaction& tx, const Actor& actor, const JourneyMap& before,
                             const JourneyMap& after);

  storage::Workspaces& workspaces_;
  timeline::Timeline& timeline_;
  journeys::Journeys& journeys_;
  Clock& clock_;
  LiveMaps live_ = {};
  jobs::Jobs* jobs_ = nullptr;
  segments::Segments* asked_by_ = nullptr;
};

}  // namespace throughline::journey_maps
