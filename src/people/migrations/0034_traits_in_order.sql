-- The people list sorted by a trait is read from this index as far as a page goes; on both databases
-- in the same order.
DROP INDEX indexed_traits_by_key;
-- postgres
ALTER TABLE indexed_traits ALTER COLUMN ordering TYPE TEXT COLLATE "C";
-- both
CREATE INDEX indexed_traits_in_order ON indexed_traits (key, ordering, profile);
