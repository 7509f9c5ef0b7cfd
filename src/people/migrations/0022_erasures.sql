-- Who was erased or is refused, without saying who: keyed digests of identifiers. `erasure` of 0:
-- put back from the ledger.
CREATE TABLE tombstones (
  mac {{bytes}} NOT NULL PRIMARY KEY,
  erasure INTEGER NOT NULL,
  mode INTEGER NOT NULL,
  since INTEGER NOT NULL
);

-- Certificates. `finished` 0: the derived files still have to be made anew.
CREATE TABLE erasures (
  id {{id}},
  erased_at INTEGER NOT NULL,
  profile TEXT NOT NULL,
  mode INTEGER NOT NULL,
  actor {{bytes}} NOT NULL,
  reason {{bytes}} NOT NULL,
  stores TEXT NOT NULL,
  finished INTEGER NOT NULL,
  backups_expire_at INTEGER NOT NULL
);
