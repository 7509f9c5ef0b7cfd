#include "journey_maps/map_alert_view.h"

namespace throughline::journey_maps {

MapAlertsView view_of(const MapAlerts& alerts) {
  MapAlertsView view;
  for (const AlertKey& key : alerts.crossed) {
    view.crossed.push_back({.touchpoint = key.touchpoint, .figure = key.figure, .is = key.is});
  }
  for (const AlertNotice& notice : alerts.notices) {
    view.items.push_back({.at = notice.at,
                          .touchpoint = notice.touchpoint,
                          .name = notice.name,
                          .figure = notice.alert.figure,
                          .is = notice.alert.is,
                          .value = notice.alert.value,
                          .now = notice.now,
                          .crossed = notice.crossed});
  }
  return view;
}

}  // namespace throughline::journey_maps
