#include "journey_maps/journey_maps.h"

#include <fmt/format.h>

#include "access/access.h"
#include "base/clock.h"
#include "codec/json_writer.h"
#include "journey_maps/journey_map_store.h"
#include "journey_maps/journey_maps.finding.h"
#include "people/people.erased_texts.h"
#include "storage/database.h"

namespace throughline::journey_maps {

using storage::Transaction;

namespace {

constexpr std::size_t versions_shown = 200;

// What a change makes of a map.
Result<JourneyMap> changed(const JourneyMap& before, const MapChangeForm& change,
                           const Actor& actor, Time now) {
  if (change.version != before.version) {
    return Error::conflict(
        fmt::format("somebody else has changed the journey map meanwhile: it is at version {} now",
                    before.version));
  }
  JourneyMap after = before;
  TL_TRY_ASSIGN(after.name, checked_name(change.name.value_or(before.name)));
  TL_TRY_ASSIGN(after.description,
                checked_description(change.description.value_or(before.description)));
  after.state = change.state.value_or(before.state);
  after.segment = change.segment.value_or(before.segment);
  if (change.document) {
    TL_TRY_ASSIGN(after.document, checked_document(*change.document));
  }
  const bool archived = change.archived.value_or(before.archived_at.has_value());
  after.archived_at = archived ? before.archived_at.value_or(now) : std::optional<Time>();
  after.version = before.version + 1;
  after.changed_at = now;
  after.changed_by = actor.name;
  return after;
}

std::string_view action_of(const JourneyMap& before, const JourneyMap& after) {
  if (before.archived_at.has_value() == after.archived_at.has_value()) {
    return "journey_map.change";
  }
  return after.archived_at ? "journey_map.archive" : "journey_map.restore";
}

Result<void> check_room(Transaction& tx) {
  TL_TRY_ASSIGN(const std::int64_t count, count_maps(tx));
  if (count >= static_cast<std::int64_t>(maps_max)) {
    return Error::conflict(fmt::format("there may be {} journey maps; archive one", maps_max));
  }
  return {};
}

}  // namespace

JourneyMaps::JourneyMaps(storage::Workspaces& workspaces, timeline::Timeline& timeline,
                         people::People& people, journeys::Journeys& journeys, Clock& clock)
    : workspaces_(workspaces), timeline_(timeline), journeys_(journeys), clock_(clock) {
  people.on_erase([](Transaction& tx, const people::ErasureScope& scope)
                      -> Result<std::vector<people::ErasedStore>> {
    const std::vector<std::string> texts = {"name", "description", "document"};
    TL_TRY_ASSIGN(
        const std::int64_t maps,
        people::erase_from_texts(tx, {.table = "journey_maps", .columns = texts}, scope.mentions));
    TL_TRY_ASSIGN(
        const std::int64_t versions,
        people::erase_from_texts(
            tx, {.table = "journey_map_versions", .keys = {"map", "version"}, .columns = texts},
            scope.mentions));
    TL_TRY_ASSIGN(const std::int64_t drafts,
                  people::erase_from_texts(
                      tx, {.table = "journey_map_drafts", .keys = {"map"}, .columns = texts},
                      scope.mentions));
    TL_TRY_ASSIGN(
        const std::int64_t notices,
        people::erase_from_texts(tx, {.table = "journey_map_alert_notices", .columns = {"name"}},
                                 scope.mentions));
    return std::vector<people::ErasedStore>{{"journey_maps", maps + versions + drafts + notices}};
  });
}

Result<std::vector<JourneyMap>> JourneyMaps::list(const Actor& actor, bool with_archived) {
  return workspaces_.read(actor, [&](Transaction& tx) {
    return find_maps(tx, with_archived ? Archived::included : Archived::left_out);
  });
}

Result<JourneyMap> JourneyMaps::find(const Actor& actor, const MapAt& at) {
  return workspaces_.read(actor, [&](Transaction& tx) { return find_at(tx, at); });
}

Result<std::vector<MapVersion>> JourneyMaps::versions(const Actor& actor, JourneyMapId id) {
  return workspaces_.read(actor,
                          [&](Transaction& tx) { return find_versions(tx, id, versions_shown); });
}

Result<JourneyMap> JourneyMaps::create(const Actor& actor, const MapForm& form) {
  const Time now = clock_.now();
  JourneyMap map = {.state = form.state,
                    .segment = form.segment,
                    .created_at = now,
                    .changed_at = now,
                    .changed_by = actor.name};
  TL_TRY_ASSIGN(map.name, checked_name(form.name));
  TL_TRY_ASSIGN(map.description, checked_description(form.description));
  TL_TRY_ASSIGN(map.document, checked_document(form.document));
  return workspaces_.write(actor, [&](Transaction& tx) -> Result<JourneyMap> {
    TL_TRY(check_room(tx));
    TL_TRY(check_segment(tx, map.segment));
    JourneyMap made = map;
    TL_TRY_ASSIGN(made.id, add_map(tx, made));
    TL_TRY(add_version(tx, made));
    TL_TRY(access::Access::audit_at(tx, now, actor, "journey_map.create", target_of(made.id)));
    TL_TRY(arm_for(tx, actor, made));
    return made;
  });
}

Result<JourneyMap> JourneyMaps::change(const Actor& actor, const std::string& map,
                                       const MapChangeForm& change) {
  const Time now = clock_.now();
  return workspaces_.write(actor, [&](Transaction& tx) -> Result<JourneyMap> {
    TL_TRY_ASSIGN(const JourneyMap before, find_named(tx, map));
    TL_TRY_ASSIGN(JourneyMap after, changed(before, change, actor, now));
    if (after.segment != before.segment) {
      TL_TRY(check_segment(tx, after.segment));
    }
    if (before.archived_at && !after.archived_at) {
      TL_TRY(check_room(tx));
    }
    TL_TRY(save_map(tx, after));
    TL_TRY(add_version(tx, after));
    TL_TRY(access::Access::audit_at(tx, now, actor, action_of(before, after), target_of(after.id),
                                    version_detail(after.version)));
    TL_TRY(follow_change(tx, actor, before, after));
    TL_TRY(arm_for(tx, actor, after));
    return after;
  });
}

Result<JourneyMap> JourneyMaps::duplicate(const Actor& actor, const std::string& map,
                                          const CopyForm& copy) {
  const Time now = clock_.now();
  return workspaces_.write(actor, [&](Transaction& tx) -> Result<JourneyMap> {
    TL_TRY(check_room(tx));
    TL_TRY_ASSIGN(const JourneyMap from, find_at(tx, {.map = map, .version = copy.version}));
    JourneyMap made = from;
    TL_TRY_ASSIGN(made.name, checked_name(copy.name ? *copy.name : copied_name(from.name)));
    made.state = copy.state.value_or(from.state);
    made.version = 1;
    made.created_at = now;
    made.changed_at = now;
    made.changed_by = actor.name;
    made.archived_at.reset();
    TL_TRY_ASSIGN(made.id, add_map(tx, made));
    TL_TRY(add_version(tx, made));
    TL_TRY(access::Access::audit_at(
        tx, now, actor, "journey_map.create", target_of(made.id),
        codec::JsonWriter().begin_object().member("of", target_of(from.id)).end_object().take()));
    return made;
  });
}

Result<MapComparison> JourneyMaps::compare(const Actor& actor, const MapAt& from, const MapAt& to) {
  return workspaces_.read(actor, [&](Transaction& tx) -> Result<MapComparison> {
    MapComparison compared;
    TL_TRY_ASSIGN(compared.from, find_at(tx, from));
    TL_TRY_ASSIGN(compared.to, find_at(tx, to));
    compared.changes = changes_between(compared.from, compared.to);
    return compared;
  });
}

}  // namespace throughline::journey_maps
