-- One row per cuboid: its name and Dimensions.
create or replace temp table cuboid (
    cuboid usmallint not null,
    name varchar not null,
    dim_1 varchar,
    dim_2 varchar,
    dim_3 varchar,
    dim_4 varchar
)
