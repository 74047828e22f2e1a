-- One row per cuboid and place of a Dimension in it: the cuboid without that Dimension.
create or replace temp table line (
    cuboid usmallint not null,
    place integer not null,
    parent usmallint not null
)
