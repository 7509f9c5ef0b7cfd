-- What was answered to requests that carried an Idempotency-Key, for a day. No status yet: the
-- request is being carried out, or the program ended meanwhile.
CREATE TABLE kept_answers (
  caller TEXT NOT NULL,
  key_hash {{bytes}} NOT NULL,
  request_hash {{bytes}} NOT NULL,
  at BIGINT NOT NULL,
  status BIGINT,
  content_type TEXT,
  body TEXT,
  PRIMARY KEY (caller, key_hash)
);
CREATE INDEX kept_answers_by_time ON kept_answers (at);
