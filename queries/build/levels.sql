-- One row per level that a column of a table holds.
-- table: text, a table name
-- column: text, a column name
with

levels as (

    select cast(columns([$column]) as varchar) as level
    from query_table($table)

)

select distinct levels.level
from levels
where levels.level is not null
order by levels.level
