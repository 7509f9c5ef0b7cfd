-- What a follower is writing by keys (timeline/gathering.h): the events after its cursor up to
-- until_*, of which all keys up to `done` are written. No row where it writes nothing.
CREATE TABLE follower_slices (
  follower TEXT NOT NULL PRIMARY KEY,
  until_xid INTEGER NOT NULL,
  until_seq INTEGER NOT NULL,
  done INTEGER NOT NULL
) {{without_rowid}};
