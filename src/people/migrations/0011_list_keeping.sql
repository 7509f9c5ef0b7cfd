-- Indexes that do not change with every event.
DROP INDEX event_counts_by_name;
CREATE INDEX event_counts_by_name ON event_counts (name);
CREATE INDEX people_index_by_name ON people_index (name_order, profile);

-- How many events of the name there are.
ALTER TABLE indexed_names ADD COLUMN events INTEGER NOT NULL DEFAULT 0;
UPDATE indexed_names SET events = (
  SELECT COALESCE(SUM(c.events), 0) FROM event_counts c WHERE c.name = indexed_names.id);

-- Which people have three characters in a row somewhere in their `search`: what narrows a search
-- before the texts themselves are looked at.
-- sqlite
CREATE VIRTUAL TABLE people_search USING fts5 (
  text, content='', detail='none', columnsize=0, tokenize='trigram case_sensitive 1'
);
INSERT INTO people_search (rowid, text) SELECT profile, search FROM people_index;
-- postgres
CREATE TABLE people_search (
  profile BIGINT NOT NULL PRIMARY KEY,
  text TEXT NOT NULL
);
INSERT INTO people_search (profile, text) SELECT profile, search FROM people_index;
CREATE FUNCTION people_trigrams (searched TEXT) RETURNS TEXT[] IMMUTABLE PARALLEL SAFE
  LANGUAGE sql AS 'SELECT ARRAY(SELECT DISTINCT substr(searched, i, 3)
    FROM generate_series(1, length(searched) - 2) AS i)';
CREATE INDEX people_search_by_trigram ON people_search USING GIN (people_trigrams(text));
-- both
