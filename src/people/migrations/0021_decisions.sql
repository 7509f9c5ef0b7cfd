-- Decisions that keep people apart: unmerges, frozen and allowed values.
ALTER TABLE decisions ADD COLUMN others TEXT NOT NULL DEFAULT '';  -- unmerge: the other side.

-- Who is named by such a decision, to find the decisions that matter to a component.
CREATE TABLE decided_identifiers (
  identifier INTEGER NOT NULL,
  decision INTEGER NOT NULL,
  PRIMARY KEY (identifier, decision)
) {{without_rowid}};

-- `decided` 1: named there. join_*: how often the value joined two people in the latest window of
-- the breaker; held: how often the breaker kept it from doing so.
ALTER TABLE identifiers ADD COLUMN decided INTEGER NOT NULL DEFAULT 0;
ALTER TABLE identifiers ADD COLUMN join_bucket INTEGER NOT NULL DEFAULT 0;
ALTER TABLE identifiers ADD COLUMN joins INTEGER NOT NULL DEFAULT 0;
ALTER TABLE identifiers ADD COLUMN held INTEGER NOT NULL DEFAULT 0;
CREATE INDEX identifiers_held ON identifiers (id) WHERE held > 0;

-- `decided`: how many of its identifiers are. `counted` 1: the joins of its identifiers are exact;
-- they are kept only where there are enough identifiers for the breaker to matter.
ALTER TABLE components ADD COLUMN decided INTEGER NOT NULL DEFAULT 0;
ALTER TABLE components ADD COLUMN counted INTEGER NOT NULL DEFAULT 0;
