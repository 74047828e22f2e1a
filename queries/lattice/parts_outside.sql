-- One row per cell made anew and cuboid of which it may hold cells: what of it none can hold.
create or replace temp table outside_part as
select
    cell.cell_id as parent_id,
    outside.*
from outside
inner join cell
    on
        outside.outcome = cell.outcome
        and outside.parent = cell.cuboid
        and outside.cell = cell.cell
where not cell.is_frozen
