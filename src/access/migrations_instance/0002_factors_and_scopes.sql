-- API keys that may do less than their role, and that end. `scopes`: names of rights with commas
-- between; empty for all of the role's.
ALTER TABLE api_keys ADD COLUMN scopes TEXT NOT NULL DEFAULT '';
ALTER TABLE api_keys ADD COLUMN expires_at BIGINT;
-- When a former secret of a key ends that was given a new one.
ALTER TABLE key_index ADD COLUMN expires_at BIGINT;

-- A user's authenticator: its secret sealed with the data directory's key. `confirmed_at` is NULL
-- until she has shown a code; `last_step` is that of the last code that was used.
CREATE TABLE second_factors (
  user_id BIGINT PRIMARY KEY REFERENCES users (id),
  sealed_secret {{bytes}} NOT NULL,
  created_at BIGINT NOT NULL,
  confirmed_at BIGINT,
  last_step BIGINT NOT NULL
);
-- Each opens once; only its hash is kept.
CREATE TABLE recovery_codes (
  code_hash {{bytes}} PRIMARY KEY,
  user_id BIGINT NOT NULL REFERENCES users (id)
);
CREATE INDEX recovery_codes_by_user ON recovery_codes (user_id);
