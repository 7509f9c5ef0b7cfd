-- What people draw together before they save it as a version. revision counts what was done to it.
CREATE TABLE journey_map_drafts (
  map INTEGER NOT NULL PRIMARY KEY,
  revision INTEGER NOT NULL,
  at INTEGER NOT NULL,
  actor {{bytes}} NOT NULL,
  name {{bytes}} NOT NULL,
  description {{bytes}} NOT NULL,
  state TEXT NOT NULL,
  segment TEXT NOT NULL,
  document {{bytes}} NOT NULL
);
