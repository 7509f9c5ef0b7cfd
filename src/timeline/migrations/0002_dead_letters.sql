-- What was refused for good, with the reason, until somebody mends or removes it.
--
-- `digest` makes a repeated refusal the same row: 16 bytes of BLAKE2b over the message id, or over
-- the payload where there is no id, or over both for an id collision.
CREATE TABLE dead_letters (
  id {{id}},
  source INTEGER NOT NULL,
  digest {{bytes}} NOT NULL,
  reason TEXT NOT NULL,
  message_id {{bytes}} NOT NULL,
  event INTEGER,
  count INTEGER NOT NULL,
  first_at INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  replayed_at INTEGER,
  detail {{bytes}} NOT NULL,
  payload {{bytes}} NOT NULL,
  first_payload {{bytes}} NOT NULL,
  bytes INTEGER NOT NULL,
  UNIQUE (source, digest, reason)
);
CREATE INDEX dead_letters_by_source ON dead_letters (source, id);

-- How often each reason was met, exact for ever: rows that gave way stay counted.
CREATE TABLE dead_letter_counts (
  source INTEGER NOT NULL,
  reason TEXT NOT NULL,
  count INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  PRIMARY KEY (source, reason)
) {{without_rowid}};

-- What the rows of a source take, for the limit.
CREATE TABLE dead_letter_sizes (
  source INTEGER NOT NULL PRIMARY KEY,
  letters INTEGER NOT NULL,
  bytes INTEGER NOT NULL
) {{without_rowid}};
