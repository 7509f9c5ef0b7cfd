-- Who is who. identifiers.profile is the only pointer that changes; everything else that belongs to
-- a person names an identifier, or a profile by the identifier that it was born with.
--
-- Types and values are bytes, because senders choose them.
CREATE TABLE identifiers (
  id {{id}},
  type {{bytes}} NOT NULL,
  value {{bytes}} NOT NULL,
  profile INTEGER,                      -- NULL: only named by an alias that means another one.
  component INTEGER NOT NULL DEFAULT 0,
  verified INTEGER NOT NULL DEFAULT 0,  -- 1: a source with a secret key said it.
  UNIQUE (type, value)
);
CREATE INDEX identifiers_by_profile ON identifiers (profile, id);
CREATE INDEX identifiers_by_component ON identifiers (component);

-- A profile's id is that of the identifier it was born with, so that the id resolves for ever: to
-- whoever owns that identifier. `identifiers` of 0: merged into another.
-- `state`: what limits and protection ask about it, as people/grouping.h writes it.
CREATE TABLE profiles (
  id INTEGER NOT NULL PRIMARY KEY,
  created_at INTEGER NOT NULL,
  identifiers INTEGER NOT NULL,
  state {{bytes}} NOT NULL
);

-- Identifiers that claims connect, whether or not they may be one person. Its id is that of one of
-- them. last_*: its latest claim in canonical order. `pending` 1: too many claims arrived late to
-- resolve it at once.
CREATE TABLE components (
  id INTEGER NOT NULL PRIMARY KEY,
  identifiers INTEGER NOT NULL,
  claims INTEGER NOT NULL,
  people INTEGER NOT NULL,
  aliases INTEGER NOT NULL,
  browser_links INTEGER NOT NULL,
  knowable INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  last_source INTEGER NOT NULL,
  last_message_id {{bytes}} NOT NULL,
  pending INTEGER NOT NULL
);
CREATE INDEX components_pending ON components (id) WHERE pending = 1;

-- The earliest claim of those that say the same: `identifiers` are the ids of a set, sorted, the
-- lowest being `first`; `said` tells rights and windows apart.
CREATE TABLE claims (
  id {{id}},
  first INTEGER NOT NULL,
  identifiers TEXT NOT NULL,
  said {{bytes}} NOT NULL,
  rights INTEGER NOT NULL,
  occurred_at INTEGER NOT NULL,
  source INTEGER NOT NULL,
  message_id {{bytes}} NOT NULL,
  previous_user INTEGER,
  previous_anonymous INTEGER,
  UNIQUE (first, identifiers, said)
);

-- What people decided. Part of the record: claims are made again from events and these.
CREATE TABLE decisions (
  id {{id}},
  kind TEXT NOT NULL,
  decided_at INTEGER NOT NULL,
  actor {{bytes}} NOT NULL,
  reason {{bytes}} NOT NULL,
  identifiers TEXT NOT NULL             -- Ids, as in claims.
);

-- Settings of this room: `rules` and `survivorship`.
CREATE TABLE people_values (
  name TEXT NOT NULL PRIMARY KEY,
  value {{bytes}} NOT NULL
);
