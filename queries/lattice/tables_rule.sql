-- One row per outcome and cuboid: how many must stand behind a cell.
create or replace temp table rule (
    outcome usmallint not null,
    cuboid usmallint not null,
    minimum_answers integer not null,
    minimum_people integer not null,
    minimum_workers integer not null,
    largest_share double not null,
    minimum_places integer not null
)
