// Drawing together: what somebody does to a map goes into its draft in the order of the commits,
// and is told to all who have the map open.
#include "journey_maps/journey_maps.h"

#include <fmt/format.h>

#include "access/access.h"
#include "base/clock.h"
#include "journey_maps/journey_map_store.h"
#include "journey_maps/journey_maps.finding.h"
#include "journey_maps/map_draft_store.h"
#include "journey_maps/map_live_view.h"
#include "storage/database.h"

namespace throughline::journey_maps {

using storage::Transaction;

namespace {

Result<void> check_word(std::string_view word, std::string_view field) {
  if (word.size() > client_bytes_max) {
    return Error::invalid(fmt::format("`{}` may have at most {} bytes", field, client_bytes_max));
  }
  return {};
}

Result<void> check_operations(const MapOperations& asked) {
  TL_TRY(check_word(asked.client, "client"));
  TL_TRY(check_word(asked.batch, "batch"));
  if (asked.operations.empty() || asked.operations.size() > operations_max) {
    return Error::invalid(fmt::format("`operations` must be from 1 to {}", operations_max));
  }
  return {};
}

// Those that changed something.
Result<std::vector<MapOperation>> carried_out(const std::vector<MapOperation>& operations,
                                              JourneyMap& map) {
  std::vector<MapOperation> done;
  for (std::size_t i = 0; i < operations.size(); ++i) {
    const Result<bool> changed = apply(operations[i], map);
    if (!changed.ok()) {
      return Error::invalid(fmt::format("`operations[{}]`: {}", i, changed.error().message));
    }
    if (*changed) {
      done.push_back(operations[i]);
    }
  }
  TL_TRY_ASSIGN(map.document, checked_document(std::move(map.document)));
  return done;
}

// What was done to the saved map is done to the draft; where that cannot be, the draft is as saved.
std::vector<MapOperation> follow(const JourneyMap& before, const JourneyMap& after,
                                 JourneyMap& drawn) {
  JourneyMap followed = drawn;
  auto done = carried_out(operations_between(before, after), followed);
  if (!done.ok()) {
    followed.name = after.name;
    followed.description = after.description;
    followed.state = after.state;
    followed.segment = after.segment;
    followed.document = after.document;
    done = operations_between(drawn, followed);
  }
  drawn = std::move(followed);
  return *std::move(done);
}

}  // namespace

Result<void> check_page(std::string_view client) {
  if (client.empty() || client.size() > client_bytes_max) {
    return Error::invalid(
        fmt::format("`client` must name the page with from 1 to {} bytes", client_bytes_max));
  }
  return {};
}

Result<void> JourneyMaps::keep_draft(Transaction& tx, const Actor& actor, MapDraft& draft,
                                     const MapOperations& done) {
  ++draft.revision;
  draft.map.changed_at = clock_.now();
  draft.map.changed_by = actor.name;
  TL_TRY(save_draft(tx, draft));
  const MapOperationsTold told = {.revision = draft.revision,
                                  .client = done.client,
                                  .batch = done.batch,
                                  .by = actor.name,
                                  .operations = done.operations};
  tx.after_commit(storage::Stage::live,
                  [this, map = LiveMaps::Map{actor.workspace, draft.map.id},
                   json = codec::to_json(told)] { live_.tell(map, "operations", json); });
  return {};
}

void JourneyMaps::tell_saved(Transaction& tx, const Actor& actor, const JourneyMap& saved) {
  tx.after_commit(
      storage::Stage::live,
      [this, map = LiveMaps::Map{actor.workspace, saved.id},
       json = codec::to_json(MapSavedTold{.version = saved.version, .by = saved.changed_by})] {
        live_.tell(map, "saved", json);
      });
}

Result<void> JourneyMaps::follow_change(Transaction& tx, const Actor& actor,
                                        const JourneyMap& before, const JourneyMap& after) {
  TL_TRY_ASSIGN(MapDraft draft, find_draft(tx, before));
  const auto done = follow(before, after, draft.map);
  if (!done.empty()) {
    TL_TRY(keep_draft(tx, actor, draft, {.operations = done}));
  }
  tell_saved(tx, actor, after);
  return {};
}

Result<MapDraft> JourneyMaps::draft(const Actor& actor, const std::string& map) {
  return workspaces_.read(actor, [&](Transaction& tx) -> Result<MapDraft> {
    TL_TRY_ASSIGN(const JourneyMap saved, find_named(tx, map));
    return find_draft(tx, saved);
  });
}

Result<std::int64_t> JourneyMaps::draw(const Actor& actor, const std::string& map,
                                       const MapOperations& asked) {
  TL_TRY(check_operations(asked));
  return workspaces_.write(actor, [&](Transaction& tx) -> Result<std::int64_t> {
    TL_TRY_ASSIGN(const JourneyMap saved, find_named(tx, map));
    if (saved.archived_at) {
      return Error::conflict("the journey map is archived: bring it back to change it");
    }
    TL_TRY_ASSIGN(MapDraft draft, find_draft(tx, saved));
    const std::string segment = draft.map.segment;
    MapOperations done = asked;
    TL_TRY_ASSIGN(done.operations, carried_out(asked.operations, draft.map));
    if (done.operations.empty()) {
      return draft.revision;
    }
    if (draft.map.segment != segment) {
      TL_TRY(check_segment(tx, draft.map.segment));
    }
    TL_TRY(keep_draft(tx, actor, draft, done));
    return draft.revision;
  });
}

Result<MapDraft> JourneyMaps::discard(const Actor& actor, const std::string& map) {
  return workspaces_.write(actor, [&](Transaction& tx) -> Result<MapDraft> {
    TL_TRY_ASSIGN(const JourneyMap saved, find_named(tx, map));
    TL_TRY_ASSIGN(MapDraft draft, find_draft(tx, saved));
    if (!draft.changed) {
      return draft;
    }
    const MapOperations undone = {.operations = operations_between(draft.map, saved)};
    draft.map = saved;
    draft.changed = false;
    TL_TRY(keep_draft(tx, actor, draft, undone));
    return draft;
  });
}

Result<JourneyMap> JourneyMaps::save(const Actor& actor, const std::string& map) {
  return workspaces_.write(actor, [&](Transaction& tx) -> Result<JourneyMap> {
    TL_TRY_ASSIGN(JourneyMap before, find_named(tx, map));
    TL_TRY_ASSIGN(const MapDraft draft, find_draft(tx, before));
    if (!draft.changed) {
      return before;
    }
    JourneyMap after = draft.map;
    ++after.version;
    after.changed_at = clock_.now();
    after.changed_by = actor.name;
    TL_TRY(save_map(tx, after));
    TL_TRY(add_version(tx, after));
    TL_TRY(access::Access::audit_at(tx, after.changed_at, actor, "journey_map.change",
                                    target_of(after.id), version_detail(after.version)));
    tell_saved(tx, actor, after);
    TL_TRY(arm_for(tx, actor, after));
    return after;
  });
}

Result<std::shared_ptr<LiveMaps::Visit>> JourneyMaps::listen(const Actor& actor,
                                                             const std::string& map,
                                                             const std::string& client,
                                                             const LiveMaps::Listener& listener) {
  TL_TRY(check_page(client));
  TL_TRY_ASSIGN(const JourneyMap found, find(actor, {.map = map}));
  TL_TRY_ASSIGN(auto visit, live_.join({actor.workspace, found.id},
                                       {.client = client, .actor = actor}, listener));
  // Read after joining: what commits meanwhile is told too, or is in it.
  TL_TRY_ASSIGN(const MapDraft now, draft(actor, map));
  listener("draft", codec::to_json(view_of(now)));
  return visit;
}

Result<void> JourneyMaps::move(const Actor& actor, const std::string& map, const MapPlace& place) {
  if (place.at.size() > place_bytes_max) {
    return Error::invalid(fmt::format("`at` may have at most {} bytes", place_bytes_max));
  }
  TL_TRY_ASSIGN(const JourneyMap found, find(actor, {.map = map}));
  return live_.move(
      {actor.workspace, found.id},
      {.client = place.client, .actor = actor, .at = place.at, .editing = place.editing});
}

}  // namespace throughline::journey_maps
