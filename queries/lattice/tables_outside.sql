-- One row per outcome, cell that may hold cells of another cuboid, and that cuboid.
-- It tells who stands behind what no cell of the other can hold.
create or replace temp table outside (
    outcome usmallint not null,
    parent usmallint not null,
    cell ubigint not null,
    cuboid usmallint not null,
    n bigint not null,
    people bigint not null,
    workers bigint not null,
    with_worker bigint not null,
    largest bigint not null,
    second_largest bigint not null,
    largest_worker ubigint not null,
    places bigint not null
)
