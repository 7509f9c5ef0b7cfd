-- The numbers that the columns of lines hold in place of what an event is called. Kept for ever:
-- a file of columns means what it meant when it was written. Two may have the same name after an
-- erasure took words out of names.
CREATE TABLE journey_event_codes (
  code INTEGER NOT NULL PRIMARY KEY,
  kind INTEGER NOT NULL,
  name {{bytes}} NOT NULL
);
