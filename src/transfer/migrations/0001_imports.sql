-- Files that come in. `rows` says how far: rows are taken in the order of the file, and each piece
-- commits together with this number, so that a crash continues exactly where it stopped.
-- state: uploaded (waits for its mapping), waiting, running, done, failed, cancelled.
CREATE TABLE imports (
  id {{id}},
  name {{bytes}} NOT NULL,
  path {{bytes}} NOT NULL,
  uploaded INTEGER NOT NULL,            -- 1: the file is ours, and goes when it is done.
  mapping TEXT NOT NULL,
  source INTEGER NOT NULL,              -- 0: the file says it (a Throughline export).
  state TEXT NOT NULL,
  error {{bytes}} NOT NULL,
  bytes INTEGER NOT NULL,
  bytes_done INTEGER NOT NULL,
  rows INTEGER NOT NULL,
  accepted INTEGER NOT NULL,
  repeated INTEGER NOT NULL,
  collided INTEGER NOT NULL,
  refused INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  finished_at INTEGER
);

-- Every row of a file that was refused, with what it held (up to 4 KB).
CREATE TABLE import_refusals (
  id {{id}},
  import INTEGER NOT NULL,
  line INTEGER NOT NULL,
  reason TEXT NOT NULL,
  detail {{bytes}} NOT NULL,
  content {{bytes}} NOT NULL
);
CREATE INDEX import_refusals_by_import ON import_refusals (import, id);
