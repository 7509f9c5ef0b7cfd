-- A persona describes a segment: at most one does. Goals and pains are lines of text. What people
-- wrote is bytes.
CREATE TABLE personas (
  id {{id}},
  segment INTEGER NOT NULL,
  name {{bytes}} NOT NULL,
  about {{bytes}} NOT NULL,
  goals {{bytes}} NOT NULL,
  pains {{bytes}} NOT NULL,
  colour INTEGER NOT NULL,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL
);
CREATE UNIQUE INDEX personas_by_segment ON personas (segment);

-- What its people wrote: the event that says it and whose it is, never the words themselves.
CREATE TABLE persona_quotes (
  id {{id}},
  persona INTEGER NOT NULL,
  event INTEGER NOT NULL,
  identifier INTEGER NOT NULL,
  added_at INTEGER NOT NULL
);
CREATE UNIQUE INDEX persona_quotes_once ON persona_quotes (persona, event);
CREATE INDEX persona_quotes_by_identifier ON persona_quotes (identifier);
