-- Who may enter: workspaces, users and keys. Nothing about customers.
-- AUTOINCREMENT where rows go and their ids live on, in the audit.

CREATE TABLE workspaces (
  id {{id}},
  name TEXT NOT NULL,
  created_at BIGINT NOT NULL
);

-- An empty password hash: invited, and not yet accepted.
CREATE TABLE users (
-- sqlite
  id {{id}} AUTOINCREMENT,
-- postgres
  id {{id}},
-- both
  email TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  last_seen_at BIGINT
);

CREATE TABLE members (
  user_id BIGINT NOT NULL REFERENCES users (id),
  workspace_id BIGINT NOT NULL REFERENCES workspaces (id),
  role TEXT NOT NULL,
  PRIMARY KEY (workspace_id, user_id)
);
CREATE INDEX members_by_user ON members (user_id);

-- Of secrets only the hash is kept.
CREATE TABLE sessions (
  token_hash {{bytes}} PRIMARY KEY,
  user_id BIGINT NOT NULL REFERENCES users (id),
  workspace_id BIGINT NOT NULL REFERENCES workspaces (id),
  csrf TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  last_seen_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX sessions_by_user ON sessions (user_id);
CREATE INDEX sessions_by_end ON sessions (expires_at);

CREATE TABLE invitations (
  token_hash {{bytes}} PRIMARY KEY,
  user_id BIGINT NOT NULL REFERENCES users (id),
  workspace_id BIGINT NOT NULL REFERENCES workspaces (id),
  expires_at BIGINT NOT NULL
);
CREATE INDEX invitations_by_user ON invitations (user_id);

CREATE TABLE setup_tokens (
  token_hash {{bytes}} PRIMARY KEY,
  expires_at BIGINT NOT NULL
);

CREATE TABLE api_keys (
-- sqlite
  id {{id}} AUTOINCREMENT,
-- postgres
  id {{id}},
-- both
  workspace_id BIGINT NOT NULL REFERENCES workspaces (id),
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  prefix TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by BIGINT,
  last_used_at BIGINT
);
CREATE INDEX api_keys_by_workspace ON api_keys (workspace_id);

-- Write keys of sources (which live in their workspace) and API keys, by the hash of their text.
CREATE TABLE key_index (
  hash {{bytes}} PRIMARY KEY,
  workspace_id BIGINT NOT NULL REFERENCES workspaces (id),
  source_id BIGINT,
  api_key_id BIGINT REFERENCES api_keys (id)
);
CREATE INDEX key_index_by_workspace ON key_index (workspace_id);

-- What happened to a team or a key belongs into the audit of its workspace, another database. It
-- waits here from the commit that did it until it is copied there.
CREATE TABLE audit_outbox (
-- sqlite
  id {{id}} AUTOINCREMENT,
-- postgres
  id {{id}},
-- both
  workspace_id BIGINT NOT NULL REFERENCES workspaces (id),
  at BIGINT NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  target TEXT NOT NULL,
  detail TEXT NOT NULL
);
