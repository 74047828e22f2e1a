-- One row per cuboid and level of one Dimension that its cells hold.
-- dimension: text, a column name
with

cells_held as (

    select
        cuboid,
        columns([$dimension]) as level
    from cells

)

select distinct
    cells_held.cuboid,
    cast(cells_held.level as varchar) as level
from cells_held
order by cells_held.cuboid, level
