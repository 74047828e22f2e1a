-- One row per outcome and level of its answer, counted from 1.
create or replace temp table outcome_level (
    outcome usmallint not null,
    outcome_name varchar not null,
    y utinyint not null,
    level varchar not null
)
