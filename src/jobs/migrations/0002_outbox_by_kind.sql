-- One receiver's rows, so that another's million does not stand between.
CREATE INDEX outbox_by_kind ON outbox (kind, state, next_at, id);
