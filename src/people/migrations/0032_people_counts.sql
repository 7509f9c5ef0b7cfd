-- How many people the list has, and how many of them have a trait or a type of identifiers. Kept
-- with every row that comes or goes: counting a million of them takes longer than anybody waits.
-- sqlite
CREATE TABLE people_count (
  people INTEGER NOT NULL
);
INSERT INTO people_count (people) SELECT COUNT(*) FROM people_figures;
CREATE TRIGGER people_figures_come AFTER INSERT ON people_figures BEGIN
  UPDATE people_count SET people = people + 1;
END;
CREATE TRIGGER people_figures_go AFTER DELETE ON people_figures BEGIN
  UPDATE people_count SET people = people - 1;
END;

CREATE TABLE trait_counts (
  key TEXT NOT NULL,
  type TEXT NOT NULL,
  people INTEGER NOT NULL,
  PRIMARY KEY (key, type)
) {{without_rowid}};
INSERT INTO trait_counts SELECT key, type, COUNT(*) FROM indexed_traits GROUP BY key, type;
CREATE TRIGGER indexed_traits_come AFTER INSERT ON indexed_traits BEGIN
  INSERT INTO trait_counts (key, type, people) VALUES (NEW.key, NEW.type, 1)
    ON CONFLICT (key, type) DO UPDATE SET people = people + 1;
END;
CREATE TRIGGER indexed_traits_go AFTER DELETE ON indexed_traits BEGIN
  UPDATE trait_counts SET people = people - 1 WHERE key = OLD.key AND type = OLD.type;
END;
CREATE TRIGGER indexed_traits_turn AFTER UPDATE OF type ON indexed_traits
  WHEN OLD.type <> NEW.type BEGIN
  UPDATE trait_counts SET people = people - 1 WHERE key = OLD.key AND type = OLD.type;
  INSERT INTO trait_counts (key, type, people) VALUES (NEW.key, NEW.type, 1)
    ON CONFLICT (key, type) DO UPDATE SET people = people + 1;
END;

CREATE TABLE identifier_counts (
  type TEXT NOT NULL PRIMARY KEY,
  people INTEGER NOT NULL
) {{without_rowid}};
INSERT INTO identifier_counts
  SELECT type, COUNT(DISTINCT profile) FROM indexed_identifiers GROUP BY type;
-- Only the first of a person's identifiers of a type comes, and only the last goes.
CREATE TRIGGER indexed_identifiers_come AFTER INSERT ON indexed_identifiers
  WHEN NOT EXISTS (SELECT 1 FROM indexed_identifiers i WHERE i.profile = NEW.profile
                   AND i.type = NEW.type AND i.identifier <> NEW.identifier) BEGIN
  INSERT INTO identifier_counts (type, people) VALUES (NEW.type, 1)
    ON CONFLICT (type) DO UPDATE SET people = people + 1;
END;
CREATE TRIGGER indexed_identifiers_go AFTER DELETE ON indexed_identifiers
  WHEN NOT EXISTS (SELECT 1 FROM indexed_identifiers i WHERE i.profile = OLD.profile
                   AND i.type = OLD.type) BEGIN
  UPDATE identifier_counts SET people = people - 1 WHERE type = OLD.type;
END;
CREATE TRIGGER indexed_identifiers_leave AFTER UPDATE OF profile ON indexed_identifiers
  WHEN OLD.profile <> NEW.profile
  AND NOT EXISTS (SELECT 1 FROM indexed_identifiers i WHERE i.profile = OLD.profile
                  AND i.type = OLD.type) BEGIN
  UPDATE identifier_counts SET people = people - 1 WHERE type = OLD.type;
END;
CREATE TRIGGER indexed_identifiers_join AFTER UPDATE OF profile ON indexed_identifiers
  WHEN OLD.profile <> NEW.profile
  AND NOT EXISTS (SELECT 1 FROM indexed_identifiers i WHERE i.profile = NEW.profile
                  AND i.type = NEW.type AND i.identifier <> NEW.identifier) BEGIN
  UPDATE identifier_counts SET people = people + 1 WHERE type = NEW.type;
END;
-- postgres
-- Where many write at once, kept counts would have them wait for each other.
CREATE VIEW people_count AS SELECT COUNT(*) AS people FROM people_figures;
CREATE VIEW trait_counts AS
  SELECT key, type, COUNT(*) AS people FROM indexed_traits GROUP BY key, type;
CREATE VIEW identifier_counts AS
  SELECT type, COUNT(DISTINCT profile) AS people FROM indexed_identifiers GROUP BY type;
-- both
