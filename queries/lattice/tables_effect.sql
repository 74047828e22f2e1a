-- One row per cuboid and outcome: its design effect.
create or replace temp table effect (
    outcome usmallint not null,
    cuboid usmallint not null,
    effect double
)
