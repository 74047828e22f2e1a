-- One row per cell and earlier release: how many people came, left or changed since.
create or replace temp table change (
    outcome usmallint not null,
    cuboid usmallint not null,
    cell ubigint not null,
    release_no integer not null,
    people bigint not null
)
