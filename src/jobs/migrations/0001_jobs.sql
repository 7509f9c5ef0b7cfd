-- How far each reader of the record has come; saved in the unit that holds the reader's effects.
CREATE TABLE cursors (
  name TEXT NOT NULL PRIMARY KEY,
  xid INTEGER NOT NULL,
  seq INTEGER NOT NULL
);

-- What must happen at a time. Fired in the unit that deletes the row. A kind and a key name one
-- timer. state: waiting, dead.
CREATE TABLE timers (
  id {{id}},
  kind TEXT NOT NULL,
  timer_key TEXT NOT NULL,
  due_at INTEGER NOT NULL,
  payload TEXT NOT NULL,
  state TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  last_error TEXT,
  UNIQUE (kind, timer_key)
);
CREATE INDEX timers_by_due_at ON timers (state, due_at, id);

-- Effects on the outside world. state: waiting, sending, sent, dead, unknown, suppressed.
CREATE TABLE outbox (
  id {{id}},
  kind TEXT NOT NULL,
  idempotency_key TEXT NOT NULL,
  payload TEXT NOT NULL,
  state TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  next_at INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  settled_at INTEGER,
  last_error TEXT,
  UNIQUE (kind, idempotency_key)
);
CREATE INDEX outbox_by_state ON outbox (state, next_at, id);

-- Long work with progress. state: waiting, running, done, failed.
CREATE TABLE jobs (
  id {{id}},
  kind TEXT NOT NULL,
  payload TEXT NOT NULL,
  state TEXT NOT NULL,
  progress TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  next_at INTEGER NOT NULL,
  finished_at INTEGER,
  last_error TEXT
);
CREATE INDEX jobs_by_state ON jobs (state, next_at, id);
