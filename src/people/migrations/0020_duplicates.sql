-- Pairs of people who are probably one. `one` and `other` are profiles, the lower first; values are
-- not kept here: what was compared is read from the people when a pair is shown. A pair that was
-- refused stays, so that it is never proposed again.
CREATE TABLE duplicates (
  id {{id}},
  one INTEGER NOT NULL,
  other INTEGER NOT NULL,
  weight {{real}} NOT NULL,             -- log2 of the odds.
  evidence TEXT NOT NULL,
  state TEXT NOT NULL,                  -- open, accepted or refused
  found_at INTEGER NOT NULL,
  search INTEGER NOT NULL,              -- The last search that found it.
  decided_at INTEGER,
  decided_by {{bytes}},
  reason {{bytes}},
  UNIQUE (one, other)
);
CREATE INDEX duplicates_open ON duplicates (weight, id) WHERE state = 'open';

CREATE TABLE duplicate_searches (
  id {{id}},
  state TEXT NOT NULL,                  -- running, done or failed
  started_at INTEGER NOT NULL,
  finished_at INTEGER,
  people INTEGER NOT NULL DEFAULT 0,
  pairs INTEGER NOT NULL DEFAULT 0,
  found INTEGER NOT NULL DEFAULT 0
);
