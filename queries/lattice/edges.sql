-- One row per cell and cell that it is a part of, one Dimension wider.
create or replace temp table edge as
with

everyone as (

    select level_code.code
    from level_code
    where level_code.level = 'everyone'

),

levels as (

    select
        cell.cell_id,
        cell.outcome,
        cell.cuboid,
        [
            (cell.cell >> 48) & 65535,
            (cell.cell >> 32) & 65535,
            (cell.cell >> 16) & 65535,
            cell.cell & 65535
        ] as codes
    from cell

),

wider as (

    select
        levels.cell_id,
        levels.outcome,
        levels.cuboid,
        line.parent,
        false as is_nest,
        list_concat(
            levels.codes[:line.place - 1],
            levels.codes[line.place + 1:],
            [everyone.code]
        ) as codes
    from levels
    inner join line on levels.cuboid = line.cuboid
    cross join everyone

)

select
    wider.cell_id,
    cell.cell_id as parent_id,
    wider.cuboid,
    wider.is_nest
from wider
inner join cell
    on
        wider.outcome = cell.outcome
        and wider.parent = cell.cuboid
        and (
            (wider.codes[1] << 48)
            | (wider.codes[2] << 32)
            | (wider.codes[3] << 16)
            | wider.codes[4]
        ) = cell.cell
