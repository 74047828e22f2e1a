-- One row per cell and level of the answer that it holds, before anything is withheld.
create or replace temp table counted_level (
    outcome usmallint not null,
    cuboid usmallint not null,
    cell ubigint not null,
    y utinyint not null,
    n bigint not null
)
