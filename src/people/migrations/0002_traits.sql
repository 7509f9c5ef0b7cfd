-- What is said about each identifier: the best assertion of each sort (slot 0 set, 1 set_once,
-- 2 lock or unlock) per trait. A person's value is the fold over her identifiers. The history is in
-- her events.
CREATE TABLE identifier_traits (
  subject INTEGER NOT NULL,
  key {{bytes}} NOT NULL,
  slot INTEGER NOT NULL,
  op INTEGER NOT NULL,
  value TEXT NOT NULL,
  occurred_at INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  message_id {{bytes}} NOT NULL,
  source INTEGER NOT NULL,
  event INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  PRIMARY KEY (subject, key, slot)
) {{without_rowid}};

CREATE TABLE accounts (
  id {{id}},
  key {{bytes}} NOT NULL UNIQUE,
  created_at INTEGER NOT NULL
);

CREATE TABLE account_traits (
  subject INTEGER NOT NULL,
  key {{bytes}} NOT NULL,
  slot INTEGER NOT NULL,
  op INTEGER NOT NULL,
  value TEXT NOT NULL,
  occurred_at INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  message_id {{bytes}} NOT NULL,
  source INTEGER NOT NULL,
  event INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  PRIMARY KEY (subject, key, slot)
) {{without_rowid}};

-- Written with the identifier of the event and read through its owner. Role '': none was named.
CREATE TABLE memberships (
  identifier INTEGER NOT NULL,
  account INTEGER NOT NULL,
  role {{bytes}} NOT NULL,
  since INTEGER NOT NULL,
  PRIMARY KEY (identifier, account, role)
) {{without_rowid}};
CREATE INDEX memberships_by_account ON memberships (account);
