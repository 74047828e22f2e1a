-- One row per outcome and cell of a crossing that no release has.
create or replace temp table joint (
    outcome usmallint not null,
    cuboid usmallint not null,
    cell ubigint not null,
    n bigint not null
)
