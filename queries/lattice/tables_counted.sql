-- One row per cell, before anything is withheld.
create or replace temp table counted (
    outcome usmallint not null,
    cuboid usmallint not null,
    cell ubigint not null,
    n bigint not null,
    people bigint not null,
    workers bigint not null,
    with_worker bigint not null,
    largest bigint not null,
    second_largest bigint not null,
    largest_worker ubigint not null,
    places bigint not null,
    record_key ubigint not null
)
