-- The people list: derived from events, identity and traits by a follower, and rebuilt from them.
-- What stands here answers lists, searches and conditions; a person's own page reads the truth.
CREATE TABLE people_index (
  profile INTEGER NOT NULL PRIMARY KEY,
  known INTEGER NOT NULL,
  name TEXT NOT NULL,
  name_order TEXT NOT NULL,
  email TEXT NOT NULL,
  search TEXT NOT NULL,
  first_seen INTEGER NOT NULL,
  last_seen INTEGER NOT NULL,
  events INTEGER NOT NULL,
  identifiers INTEGER NOT NULL
);
CREATE INDEX people_index_by_last_seen ON people_index (last_seen, profile);

-- Whose an identifier was when the list last saw it: tells which rows a merge or a split touches.
CREATE TABLE indexed_identifiers (
  identifier INTEGER NOT NULL PRIMARY KEY,
  profile INTEGER NOT NULL,
  type TEXT NOT NULL,
  value TEXT NOT NULL,
  folded TEXT NOT NULL
);
CREATE INDEX indexed_identifiers_by_profile ON indexed_identifiers (profile);

CREATE TABLE indexed_names (
  id {{id}},
  name TEXT NOT NULL UNIQUE
);

-- How often an event of a name is on the lines of an identifier.
CREATE TABLE event_counts (
  identifier INTEGER NOT NULL,
  name INTEGER NOT NULL,
  events INTEGER NOT NULL,
  first_at INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  PRIMARY KEY (identifier, name)
) {{without_rowid}};
CREATE INDEX event_counts_by_name ON event_counts (name, last_at);

-- A person's traits as they hold, one row each. `ordering` sorts values of every type in one column.
CREATE TABLE indexed_traits (
  profile INTEGER NOT NULL,
  key TEXT NOT NULL,
  type TEXT NOT NULL,
  number {{real}},
  text TEXT,
  folded TEXT,
  time INTEGER,
  ordering TEXT NOT NULL,
  PRIMARY KEY (profile, key)
) {{without_rowid}};
CREATE INDEX indexed_traits_by_key ON indexed_traits (key, text);

CREATE TABLE indexed_accounts (
  profile INTEGER NOT NULL,
  account INTEGER NOT NULL,
  group_id TEXT NOT NULL,
  folded TEXT NOT NULL,
  PRIMARY KEY (profile, account)
) {{without_rowid}};
CREATE TABLE indexed_account_traits (
  account INTEGER NOT NULL,
  key TEXT NOT NULL,
  type TEXT NOT NULL,
  number {{real}},
  text TEXT,
  folded TEXT,
  time INTEGER,
  ordering TEXT NOT NULL,
  PRIMARY KEY (account, key)
) {{without_rowid}};
