-- One row per level of one released Dimension: how many people it has.
-- column: text, a column name
with

levels as (

    select
        person_key,
        cast(columns([$column]) as varchar) as level
    from source_row

)

select
    levels.level,
    count(distinct levels.person_key) as people
from levels
group by levels.level
order by levels.level
