-- Who did what in this workspace. `origin` is the row of the instance's audit_outbox that an entry
-- was copied from, so that copying twice adds nothing.
CREATE TABLE audit (
  id {{id}},
  at BIGINT NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  target TEXT NOT NULL,
  detail TEXT NOT NULL,
  origin BIGINT UNIQUE
);

-- The workspace's settings, each a JSON value.
CREATE TABLE settings (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
);
