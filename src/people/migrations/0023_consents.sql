-- The latest word on consent per identifier, channel and purpose. A person's is the strictest over
-- her identifiers. The history is in her events.
CREATE TABLE consents (
  identifier INTEGER NOT NULL,
  channel TEXT NOT NULL,
  purpose TEXT NOT NULL,
  status INTEGER NOT NULL,
  occurred_at INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  message_id {{bytes}} NOT NULL,
  source INTEGER NOT NULL,
  event INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  PRIMARY KEY (identifier, channel, purpose)
) {{without_rowid}};
