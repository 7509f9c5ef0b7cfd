// Alerts of a journey map as the REST API shows them. Values only.
#pragma once

#include <string>
#include <vector>

#include "journey_maps/map_alert.h"

namespace throughline::journey_maps {

struct AlertKeyView {
  std::string touchpoint = {};
  AlertFigure figure = AlertFigure::volume;
  AlertSide is = AlertSide::below;
};
BOOST_DESCRIBE_STRUCT(AlertKeyView, (), (touchpoint, figure, is))

struct AlertNoticeView {
  Time at = {};
  std::string touchpoint = {};
  std::string name = {};
  AlertFigure figure = AlertFigure::volume;
  AlertSide is = AlertSide::below;
  double value = 0;
  double now = 0;       // Then.
  bool crossed = true;  // False: not any more, since then.
};
BOOST_DESCRIBE_STRUCT(AlertNoticeView, (), (at, touchpoint, name, figure, is, value, now, crossed))

// Thresholds of the newest version, over the last 28 days; looked at every ten minutes, and when a
// version is saved.
struct MapAlertsView {
  std::vector<AlertKeyView> crossed = {};   // Now.
  std::vector<AlertNoticeView> items = {};  // Newest first, the latest 100.
};
BOOST_DESCRIBE_STRUCT(MapAlertsView, (), (crossed, items))
MapAlertsView view_of(const MapAlerts& alerts);

}  // namespace throughline::journey_maps
