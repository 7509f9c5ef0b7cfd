-- Who was erased or is refused in the installation that an export came from. Its digests are under
-- its own key.
CREATE TABLE foreign_tombstones (
  mac {{bytes}} NOT NULL PRIMARY KEY,
  digest_key {{bytes}} NOT NULL,
  mode INTEGER NOT NULL,
  since INTEGER NOT NULL
);
