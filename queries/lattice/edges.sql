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

),

nested as (

    select
        levels.cell_id,
        levels.outcome,
        levels.cuboid,
        nest.parent,
        true as is_nest,
        case
            when nest.size = 1 then list_concat([place_type.type_code], levels.codes[2:])
            when nest.type_place = 1
                then list_concat(
                    [place_type.type_code],
                    [levels.codes[3 - nest.place]],
                    levels.codes[3:]
                )
            else list_concat(
                [levels.codes[3 - nest.place]],
                [place_type.type_code],
                levels.codes[3:]
            )
        end as codes
    from levels
    inner join nest on levels.cuboid = nest.cuboid
    inner join place_type on levels.codes[nest.place] = place_type.code

),

parents as (

    select wider.*
    from wider
    union all
    select nested.*
    from nested

)

select
    parents.cell_id,
    cell.cell_id as parent_id,
    parents.cuboid,
    parents.is_nest
from parents
inner join cell
    on
        parents.outcome = cell.outcome
        and parents.parent = cell.cuboid
        and (
            (parents.codes[1] << 48)
            | (parents.codes[2] << 32)
            | (parents.codes[3] << 16)
            | parents.codes[4]
        ) = cell.cell
