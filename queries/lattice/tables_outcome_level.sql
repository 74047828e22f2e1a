-- One row per outcome and level of its answer, counted from 1.
create or replace temp table outcome_level (
    outcome usmallint not null,
    outcome_name varchar not null,
    y utinyint not null,
    level varchar not null,
    is_flipped boolean not null,
    is_top boolean not null,
    is_bottom boolean not null
)
