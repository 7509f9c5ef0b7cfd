-- Journey maps. document: stages and touchpoints as JSON. segment: the public id of the segment
-- whose people a map is about, or nothing. What people wrote is bytes.
CREATE TABLE journey_maps (
  id {{id}},
  name {{bytes}} NOT NULL,
  description {{bytes}} NOT NULL,
  state TEXT NOT NULL,
  segment TEXT NOT NULL,
  document {{bytes}} NOT NULL,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  changed_by {{bytes}} NOT NULL,
  archived_at INTEGER
);

-- What a map was, by version. Never changed but by an erasure.
CREATE TABLE journey_map_versions (
  map INTEGER NOT NULL,
  version INTEGER NOT NULL,
  at INTEGER NOT NULL,
  actor {{bytes}} NOT NULL,
  name {{bytes}} NOT NULL,
  description {{bytes}} NOT NULL,
  state TEXT NOT NULL,
  segment TEXT NOT NULL,
  document {{bytes}} NOT NULL,
  PRIMARY KEY (map, version)
);
