-- One row per cuboid and one or two of its Dimensions that tell the level of a further one.
create or replace temp table determinant (
    cuboid usmallint not null,
    determinant usmallint not null,
    place_1 integer not null,
    place_2 integer not null
)
