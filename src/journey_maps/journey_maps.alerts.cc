// Alerts: the thresholds that people set on the figures of touchpoints, watched over the last days.
// Each crossing and each end of it is recorded once, in the unit that remembers it.
#include "journey_maps/journey_maps.h"

#include <algorithm>
#include <charconv>

#include "access/access.h"
#include "base/clock.h"
#include "base/log.h"
#include "codec/json_writer.h"
#include "journey_maps/journey_map_store.h"
#include "journey_maps/journey_maps.finding.h"
#include "journey_maps/journey_maps.overlay_view.h"
#include "journey_maps/map_alert_store.h"
#include "journey_maps/map_alert_view.h"
#include "storage/database.h"

namespace throughline::journey_maps {

using storage::Transaction;

namespace {

constexpr std::string_view alerts_kind = "journey_maps.alerts";
constexpr std::string_view alerts_key = "all";
constexpr std::size_t notices_shown = 100;

// A threshold as the overlay has it, with the touchpoint that it is of.
struct Watched {
  std::string touchpoint = {};
  std::string name = {};
  AlertView view = {};

  [[nodiscard]] AlertKey key() const {
    return {.touchpoint = touchpoint, .figure = view.figure, .is = view.is};
  }
};

std::vector<Watched> watched_in(const OverlayFiguresView& figures) {
  std::vector<Watched> all;
  for (const StageFiguresView& stage : figures.stages) {
    for (const TouchpointFiguresView& touchpoint : stage.touchpoints) {
      for (const AlertView& alert : touchpoint.alerts) {
        all.push_back({touchpoint.touchpoint, touchpoint.name, alert});
      }
    }
  }
  return all;
}

std::string detail_of(const AlertNotice& notice) {
  return codec::JsonWriter()
      .begin_object()
      .member("touchpoint", notice.touchpoint)
      .member("figure", name_of(notice.alert.figure))
      .member("is", name_of(notice.alert.is))
      .member("value", notice.alert.value)
      .member("now", notice.now)
      .end_object()
      .take();
}

Result<MapAlerts> alerts_in(Transaction& tx, JourneyMapId map) {
  MapAlerts alerts;
  TL_TRY_ASSIGN(const auto crossed, find_crossed(tx, map));
  alerts.crossed.assign(crossed.begin(), crossed.end());
  TL_TRY_ASSIGN(alerts.notices, find_notices(tx, map, notices_shown));
  return alerts;
}

// What changed since the thresholds were looked at last is noticed.
Result<bool> notice(Transaction& tx, const Actor& product, JourneyMapId map, Time now,
                    const std::vector<Watched>& watched) {
  TL_TRY_ASSIGN(std::set<AlertKey> crossed, find_crossed(tx, map));
  bool is_new = false;
  for (const Watched& each : watched) {
    const bool was_crossed = crossed.erase(each.key()) > 0;
    if (!each.view.now || each.view.crossed == was_crossed) {
      continue;
    }
    is_new = true;
    TL_TRY(each.view.crossed ? add_crossed(tx, map, each.key())
                             : remove_crossed(tx, map, each.key()));
    const AlertNotice said = {
        .at = now,
        .touchpoint = each.touchpoint,
        .name = each.name,
        .alert = {.figure = each.view.figure, .is = each.view.is, .value = each.view.value},
        .now = *each.view.now,
        .crossed = each.view.crossed};
    TL_TRY(add_notice(tx, map, said));
    TL_TRY(access::Access::audit_at(tx, now, product,
                                    said.crossed ? "journey_map.alert" : "journey_map.alert_end",
                                    target_of(map), detail_of(said)));
  }
  // Thresholds that nobody sets any more.
  for (const AlertKey& gone : crossed) {
    TL_TRY(remove_crossed(tx, map, gone));
    is_new = true;
  }
  return is_new;
}

}  // namespace

bool has_alerts(const MapDocument& document) {
  return std::any_of(document.stages.begin(), document.stages.end(), [](const Stage& stage) {
    return std::any_of(
        stage.touchpoints.begin(), stage.touchpoints.end(),
        [](const Touchpoint& one) { return one.alerts.has_value() && !one.alerts->empty(); });
  });
}

Result<MapAlerts> JourneyMaps::alerts(const Actor& actor, const std::string& map) {
  return workspaces_.read(actor, [&](Transaction& tx) -> Result<MapAlerts> {
    TL_TRY_ASSIGN(const JourneyMap found, find_named(tx, map));
    return alerts_in(tx, found.id);
  });
}

Result<MapAlerts> JourneyMaps::check_alerts(const journeys::Asking& asking,
                                            const std::string& map) {
  const Time now = clock_.now();
  const journeys::TimeRange range = {.from = Time{now.us - (alert_days * us_per_day)}};
  TL_TRY_ASSIGN(const OverlayAnswer answer,
                overlay(asking, map, {.range = range, .deviations = 0}));
  const std::vector<Watched> watched = watched_in(answer.shown);
  const Actor product = {.workspace = asking.workspace, .name = "Throughline"};
  return workspaces_.write(asking.workspace, [&](Transaction& tx) -> Result<MapAlerts> {
    TL_TRY_ASSIGN(const JourneyMap found, find_named(tx, map));
    if (found.version != answer.version) {
      return Error::conflict("the journey map was saved while its alerts were looked at");
    }
    TL_TRY_ASSIGN(const bool is_new, notice(tx, product, found.id, now, watched));
    TL_TRY_ASSIGN(MapAlerts alerts, alerts_in(tx, found.id));
    if (is_new) {
      tx.after_commit(storage::Stage::live,
                      [this, on = LiveMaps::Map{asking.workspace, found.id},
                       json = codec::to_json(view_of(alerts))] { live_.tell(on, "alerts", json); });
    }
    return alerts;
  });
}

void JourneyMaps::work_with(jobs::Jobs& jobs) {
  jobs_ = &jobs;
  jobs.on_timer(
      std::string(alerts_kind), [this](Transaction& tx, const jobs::Timer& timer) -> Result<void> {
        TL_TRY_ASSIGN(const auto maps, find_maps(tx, Archived::left_out));
        if (std::none_of(maps.begin(), maps.end(),
                         [](const JourneyMap& map) { return has_alerts(map.document); })) {
          return {};
        }
        TL_TRY(jobs_->add_job(tx, alerts_kind, timer.payload));
        return arm(tx, timer.payload,
                   Time{clock_.now().us + (alert_every_minutes * us_per_minute)});
      });
  jobs.on_job(std::string(alerts_kind),
              [this](storage::Database& /*database*/, const jobs::Job& job,
                     const std::stop_token& stop) -> Result<void> {
                std::int64_t workspace = 0;
                std::from_chars(job.payload.data(), job.payload.data() + job.payload.size(),
                                workspace);
                return watch({workspace}, stop);
              });
}

Result<void> JourneyMaps::watch(WorkspaceId workspace, const std::stop_token& stop) {
  TL_TRY_ASSIGN(const auto maps, list({.workspace = workspace}, false));
  for (const JourneyMap& map : maps) {
    if (!has_alerts(map.document)) {
      continue;
    }
    if (stop.stop_requested()) {
      return Error::unavailable("the program ends");
    }
    const auto checked = check_alerts({.workspace = workspace}, public_id_of(map));
    // While the record is being read, the whole is tried again.
    if (!checked.ok() && checked.error().code == ErrorCode::unavailable) {
      return checked.error();
    }
    if (!checked.ok()) {
      log(LogLevel::warning, "the alerts of a journey map could not be looked at",
          {{"map", public_id_of(map)}, {"why", checked.error().message}});
    }
  }
  return {};
}

Result<void> JourneyMaps::arm(Transaction& tx, const std::string& workspace, Time due) {
  if (jobs_ == nullptr) {
    return {};
  }
  return jobs_->set_timer(tx, {.kind = std::string(alerts_kind),
                               .key = std::string(alerts_key),
                               .due_at = due,
                               .payload = workspace});
}

Result<void> JourneyMaps::arm_for(Transaction& tx, const Actor& actor, const JourneyMap& map) {
  return has_alerts(map.document) ? arm(tx, std::to_string(actor.workspace.value), clock_.now())
                                  : Result<void>();
}

}  // namespace throughline::journey_maps
