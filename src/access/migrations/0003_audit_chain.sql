-- Each entry carries a hash over itself and the hash before it; NULL for entries that are older than
-- the chain. `audit_head` counts the chain's entries and holds the last one's hash, so that a chain
-- that was cut at its end shows it too.
ALTER TABLE audit ADD COLUMN hash {{bytes}};
CREATE TABLE audit_head (
  id INTEGER NOT NULL PRIMARY KEY,
  entries INTEGER NOT NULL,
  hash {{bytes}}
);
INSERT INTO audit_head (id, entries) VALUES (1, 0);
CREATE INDEX audit_by_actor ON audit (actor, id);
