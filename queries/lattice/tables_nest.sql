-- One row per cuboid, one that may hold its cells without being wider, and place of a cell there:
-- which Dimension stands at it.
create or replace temp table nest (
    cuboid usmallint not null,
    parent usmallint not null,
    slot integer not null,
    dimension varchar not null
)
