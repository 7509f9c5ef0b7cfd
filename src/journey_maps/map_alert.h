// Map alert: a threshold of a touchpoint that was crossed, or is not any more. Values only.
#pragma once

#include <compare>
#include <string>
#include <vector>

#include "base/time.h"
#include "journey_maps/journey_map.h"

namespace throughline::journey_maps {

constexpr std::int64_t alert_days = 28;  // That a figure is looked at over.
constexpr std::int64_t alert_every_minutes = 10;
constexpr std::size_t notices_max = 500;  // That are kept of a map.

// Which threshold of a map.
struct AlertKey {
  std::string touchpoint = {};
  AlertFigure figure = AlertFigure::volume;
  AlertSide is = AlertSide::below;
  auto operator<=>(const AlertKey&) const = default;
};

struct AlertNotice {
  Time at = {};
  std::string touchpoint = {};
  std::string name = {};  // The touchpoint's, then.
  Alert alert = {};
  double now = 0;       // Then.
  bool crossed = true;  // Else: not any more.
};

struct MapAlerts {
  std::vector<AlertKey> crossed = {};     // Now.
  std::vector<AlertNotice> notices = {};  // Newest first.
};

bool has_alerts(const MapDocument& document);

}  // namespace throughline::journey_maps
