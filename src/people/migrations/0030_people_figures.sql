-- What changes with every event, apart from the names and texts of the list: many people's figures
-- lie in one page, so that a busy record rewrites few of them.
CREATE TABLE people_figures (
  profile INTEGER NOT NULL PRIMARY KEY,
  first_seen INTEGER NOT NULL,
  last_seen INTEGER NOT NULL,
  events INTEGER NOT NULL,
  identifiers INTEGER NOT NULL
);
INSERT INTO people_figures SELECT profile, first_seen, last_seen, events, identifiers
  FROM people_index;
CREATE INDEX people_figures_by_last_seen ON people_figures (last_seen, profile);

DROP INDEX people_index_by_last_seen;
ALTER TABLE people_index DROP COLUMN first_seen;
ALTER TABLE people_index DROP COLUMN last_seen;
ALTER TABLE people_index DROP COLUMN events;
ALTER TABLE people_index DROP COLUMN identifiers;
