-- One row per cuboid of institutions: the cuboid of their kinds.
create or replace temp table nest (
    cuboid usmallint not null,
    size integer not null,
    place integer not null,
    parent usmallint not null,
    type_place integer not null
)
