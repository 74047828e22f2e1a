-- One row per cell and earlier release: who came, left or changed since.
create or replace temp table change (
    outcome usmallint not null,
    cuboid usmallint not null,
    cell ubigint not null,
    release_no integer not null,
    people bigint not null,
    n bigint not null,
    places bigint not null,
    workers bigint not null,
    with_worker bigint not null,
    largest bigint not null
)
