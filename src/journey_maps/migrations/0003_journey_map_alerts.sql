-- Thresholds of touchpoints that are crossed now.
CREATE TABLE journey_map_alerts (
  map INTEGER NOT NULL,
  touchpoint TEXT NOT NULL,
  figure TEXT NOT NULL,
  side TEXT NOT NULL,
  PRIMARY KEY (map, touchpoint, figure, side)
);

-- When one was crossed, and when it was not any more. said: the alert and its figure then, as JSON.
CREATE TABLE journey_map_alert_notices (
  id {{id}},
  map INTEGER NOT NULL,
  at INTEGER NOT NULL,
  touchpoint TEXT NOT NULL,
  name {{bytes}} NOT NULL,
  crossed INTEGER NOT NULL,
  said TEXT NOT NULL
);
CREATE INDEX journey_map_alert_notices_by_map ON journey_map_alert_notices (map, id);
