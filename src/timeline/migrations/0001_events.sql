-- The record: every accepted event, for ever. Never updated, except to erase a person.
--
-- kind, channel, clock: the place of the enumerator in event/event.h, which only ever grows at its
-- end. Text that a sender chose is bytes, because it may hold what no SQL text type takes: zero
-- bytes and lone surrogates. JSON is text with such characters escaped; absent is NULL.
-- flags: 1 from a source with a secret key, 2 the message id is random and ours, 4 erased.
-- What the derived indexes are rebuilt from stands first, so that a scan can stop there.
-- SQLite has no index here on purpose: the ids and the lines are found through derived indexes.
CREATE TABLE events (
-- sqlite
  seq INTEGER PRIMARY KEY,
-- postgres
  seq {{id}},
  xid INTEGER NOT NULL DEFAULT (pg_current_xact_id()::text::bigint),
-- both
  source INTEGER NOT NULL,
  message_id {{bytes}} NOT NULL,
  payload_hash {{bytes}} NOT NULL,
  key_identifier INTEGER NOT NULL,
  occurred_at INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  channel INTEGER NOT NULL,
  name INTEGER NOT NULL,
  flags INTEGER NOT NULL,
  clock INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  sent_at INTEGER,
  original_at INTEGER,
  identifiers TEXT,
  notes TEXT,
  previous_id {{bytes}},
  account {{bytes}},
  reference {{bytes}},
  properties TEXT,
  context TEXT,
  integrations TEXT,
  extra TEXT
);

-- postgres
CREATE UNIQUE INDEX events_by_message_id ON events (source, message_id);
CREATE INDEX events_by_line ON events (key_identifier, occurred_at, sequence, message_id, source);
CREATE INDEX events_by_position ON events (xid, seq);
-- both

-- The names of events, numbered. `digest` is BLAKE2b of 16 bytes, because a name may be longer than
-- an index entry. The empty name is 0 and has no row.
CREATE TABLE event_names (
  id {{id}},
  digest {{bytes}} NOT NULL UNIQUE,
  name {{bytes}} NOT NULL
);

-- Small values of this room: `index_key` is the secret of the digests in the duplicate index.
CREATE TABLE timeline_values (
  name TEXT NOT NULL PRIMARY KEY,
  value {{bytes}} NOT NULL
);
