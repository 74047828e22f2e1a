-- One row: how many rows lie in another place than the order of their labels gives them.
-- dimensions: list of text, column names
with

labels as (

    select
        rowid as place,
        cuboid,
        outcome,
        level,
        [*columns($dimensions)] as levels
    from cells

),

numbered as (

    select
        labels.place,
        row_number() over (
            order by labels.cuboid, labels.levels, labels.outcome, labels.level
        ) - 1 as wanted
    from labels

)

select count(*) as n
from numbered
where numbered.place <> numbered.wanted
