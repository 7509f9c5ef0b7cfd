-- Where events come in. Write keys are in the instance database, by their hash only.
CREATE TABLE sources (
  id {{id}},
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  enabled INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  deleted_at INTEGER,
  write_key_prefix TEXT NOT NULL,
  properties_email TEXT NOT NULL
);

-- What became of what a source sent, per hour of receipt; totals are sums. One row is touched per
-- unit of work, never one per event.
CREATE TABLE source_hours (
  source INTEGER NOT NULL,
  hour INTEGER NOT NULL,
  accepted INTEGER NOT NULL,
  repeated INTEGER NOT NULL,
  collided INTEGER NOT NULL,
  refused INTEGER NOT NULL,
  random_ids INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  PRIMARY KEY (source, hour)
) {{without_rowid}};
