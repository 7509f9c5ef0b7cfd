-- Dashboards: reports that somebody pinned, as a JSON list of tiles. What people wrote is bytes.
CREATE TABLE dashboards (
  id {{id}},
  name {{bytes}} NOT NULL,
  tiles {{bytes}} NOT NULL,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL
);
