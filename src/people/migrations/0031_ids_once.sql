-- The id of somebody who was erased names nobody else, ever: SQLite would give the highest again.
-- sqlite
CREATE TABLE identifiers_once (
  id {{id}} AUTOINCREMENT,
  type {{bytes}} NOT NULL,
  value {{bytes}} NOT NULL,
  profile INTEGER,
  component INTEGER NOT NULL DEFAULT 0,
  verified INTEGER NOT NULL DEFAULT 0,
  decided INTEGER NOT NULL DEFAULT 0,
  join_bucket INTEGER NOT NULL DEFAULT 0,
  joins INTEGER NOT NULL DEFAULT 0,
  held INTEGER NOT NULL DEFAULT 0,
  UNIQUE (type, value)
);
INSERT INTO identifiers_once
  SELECT id, type, value, profile, component, verified, decided, join_bucket, joins, held
  FROM identifiers;
DROP TABLE identifiers;
ALTER TABLE identifiers_once RENAME TO identifiers;
CREATE INDEX identifiers_by_profile ON identifiers (profile, id);
CREATE INDEX identifiers_by_component ON identifiers (component);
CREATE INDEX identifiers_held ON identifiers (id) WHERE held > 0;

CREATE TABLE accounts_once (
  id {{id}} AUTOINCREMENT,
  key {{bytes}} NOT NULL UNIQUE,
  created_at INTEGER NOT NULL
);
INSERT INTO accounts_once SELECT id, key, created_at FROM accounts;
DROP TABLE accounts;
ALTER TABLE accounts_once RENAME TO accounts;

-- A decision's id is in the ids of the events that tell what it moved.
CREATE TABLE decisions_once (
  id {{id}} AUTOINCREMENT,
  kind TEXT NOT NULL,
  decided_at INTEGER NOT NULL,
  actor {{bytes}} NOT NULL,
  reason {{bytes}} NOT NULL,
  identifiers TEXT NOT NULL,
  others TEXT NOT NULL DEFAULT ''
);
INSERT INTO decisions_once
  SELECT id, kind, decided_at, actor, reason, identifiers, others FROM decisions;
DROP TABLE decisions;
ALTER TABLE decisions_once RENAME TO decisions;
