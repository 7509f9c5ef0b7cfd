-- Segments: who belongs to them is a rule as JSON (kind live), or who was put on a list (kind
-- list). built: everybody was looked at since the rule last changed. What people wrote is bytes.
CREATE TABLE segments (
  id {{id}},
  kind TEXT NOT NULL,
  name {{bytes}} NOT NULL,
  description {{bytes}} NOT NULL,
  rule {{bytes}} NOT NULL,
  version INTEGER NOT NULL,
  built INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  archived_at INTEGER
);

-- What a segment was, by version. Never changed but by an erasure.
CREATE TABLE segment_versions (
  segment INTEGER NOT NULL,
  version INTEGER NOT NULL,
  at INTEGER NOT NULL,
  actor {{bytes}} NOT NULL,
  name {{bytes}} NOT NULL,
  rule {{bytes}} NOT NULL,
  PRIMARY KEY (segment, version)
);

-- Who is in a segment, and who was. left_at NULL: still in it. The causes say why.
CREATE TABLE segment_members (
  id {{id}},
  segment INTEGER NOT NULL,
  profile INTEGER NOT NULL,
  entered_at INTEGER NOT NULL,
  entered_by TEXT NOT NULL,
  left_at INTEGER,
  left_by TEXT
);
CREATE UNIQUE INDEX segment_members_now ON segment_members (segment, profile) WHERE left_at IS NULL;
CREATE INDEX segment_members_by_profile ON segment_members (profile);

-- Who was put on a list: by an identifier, and so whoever it belongs to.
CREATE TABLE segment_lists (
  segment INTEGER NOT NULL,
  identifier INTEGER NOT NULL,
  added_at INTEGER NOT NULL,
  PRIMARY KEY (segment, identifier)
);
CREATE INDEX segment_lists_by_identifier ON segment_lists (identifier);

-- When a person's membership can change next by the passing of time alone.
CREATE TABLE segment_dues (
  profile INTEGER NOT NULL PRIMARY KEY,
  due_at INTEGER NOT NULL
);
CREATE INDEX segment_dues_by_time ON segment_dues (due_at, profile);

-- One row. revision: changes with every segment. walk: 0 nobody has to be looked at again, else
-- which walk over everybody is under way, and after whom it goes on. turn: changes with every unit
-- that judges people, so that two of them never do so side by side.
CREATE TABLE segment_state (
  id INTEGER NOT NULL PRIMARY KEY,
  revision INTEGER NOT NULL,
  walk INTEGER NOT NULL,
  walked_to INTEGER NOT NULL,
  turn INTEGER NOT NULL
);
INSERT INTO segment_state (id, revision, walk, walked_to, turn) VALUES (1, 0, 0, 0, 0);
