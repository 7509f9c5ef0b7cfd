-- Segments of kind figure: who is behind a cell of a question's answer (segments.rule holds both as
-- JSON). A row here: the question may be asked. asked_at: when it was last answered, with everything
-- up to position; failed_at: since when it could not be, and why.
CREATE TABLE segment_figures (
  segment INTEGER NOT NULL PRIMARY KEY,
  asked_at INTEGER,
  position TEXT NOT NULL,
  failed_at INTEGER,
  because {{bytes}} NOT NULL
);
