-- A searched text begins with the end of a line, as every line in it does: so that an index of three
-- characters finds where words of two begin.
-- sqlite
INSERT INTO people_search (people_search) VALUES ('delete-all');
INSERT INTO people_search (rowid, text)
  SELECT profile, char(10) || replace(search, char(0), char(1)) FROM people_index;
-- postgres
UPDATE people_search SET text = chr(10) || text;
-- both
