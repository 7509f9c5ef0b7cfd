-- Where events are sent on to. `secret` is sealed with the data directory's key: what signs a
-- webhook's requests, or the write key of another tracking API. `filter` is a condition as JSON;
-- empty: every event. Of what was recorded up to `after_seq` nothing is sent but by a replay.
CREATE TABLE destinations (
  id {{id}},
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  url TEXT NOT NULL,
  filter TEXT NOT NULL,
  enabled INTEGER NOT NULL,
  secret {{bytes}} NOT NULL,
  secret_shown TEXT NOT NULL,
  after_seq INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  deleted_at INTEGER
);

-- What became of events, by hour. failed counts attempts; withheld: the person is suppressed or was
-- erased; opted_out: the event's own `integrations` say so; dropped: too many waited already.
CREATE TABLE destination_hours (
  destination INTEGER NOT NULL,
  hour INTEGER NOT NULL,
  sent INTEGER NOT NULL,
  failed INTEGER NOT NULL,
  dead INTEGER NOT NULL,
  withheld INTEGER NOT NULL,
  opted_out INTEGER NOT NULL,
  dropped INTEGER NOT NULL,
  last_sent_at INTEGER,
  PRIMARY KEY (destination, hour)
);

-- How many requests took at most so long, by hour; the last bound holds the rest.
CREATE TABLE destination_latencies (
  destination INTEGER NOT NULL,
  hour INTEGER NOT NULL,
  bound_ms INTEGER NOT NULL,
  requests INTEGER NOT NULL,
  PRIMARY KEY (destination, hour, bound_ms)
);

-- The last requests that failed or were tests. `detail` may hold what the other side answered.
CREATE TABLE destination_attempts (
  id {{id}},
  destination INTEGER NOT NULL,
  at INTEGER NOT NULL,
  outcome TEXT NOT NULL,
  is_test INTEGER NOT NULL,
  status INTEGER NOT NULL,
  took_ms INTEGER NOT NULL,
  events INTEGER NOT NULL,
  detail {{bytes}} NOT NULL
);
CREATE INDEX destination_attempts_by_destination ON destination_attempts (destination, id);

-- Events of a time that are sent once more. The cursor commits with the effects that it caused.
-- state: running, paused, done, cancelled.
CREATE TABLE replays (
  id {{id}},
  destination INTEGER NOT NULL,
  from_at INTEGER,
  until_at INTEGER,
  filter TEXT NOT NULL,
  events_per_second INTEGER NOT NULL,
  state TEXT NOT NULL,
  cursor_xid INTEGER NOT NULL,
  cursor_seq INTEGER NOT NULL,
  end_xid INTEGER NOT NULL,
  end_seq INTEGER NOT NULL,
  queued INTEGER NOT NULL,
  opted_out INTEGER NOT NULL,
  sent INTEGER NOT NULL,
  dead INTEGER NOT NULL,
  withheld INTEGER NOT NULL,
  next_at INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  finished_at INTEGER
);
CREATE INDEX replays_by_destination ON replays (destination, id);

-- What was recorded before there were destinations has nowhere to go.
-- sqlite
INSERT INTO cursors (name, xid, seq)
  SELECT 'follower/destinations', 0, seq FROM events ORDER BY seq DESC LIMIT 1;
-- postgres
INSERT INTO cursors (name, xid, seq)
  SELECT 'follower/destinations', xid, seq FROM events ORDER BY xid DESC, seq DESC LIMIT 1;
-- both
