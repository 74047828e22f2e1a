-- One row per cell and cell of another cuboid that its answers stand in, though it is no wider.
insert into edge
with

everyone as (

    select level_code.code
    from level_code
    where level_code.level = 'everyone'

),

-- several outcomes may have found the same
slots as (

    select distinct nest.*
    from nest

),

nested as (

    select distinct slots.cuboid
    from slots

),

placed as (

    select
        cell.cell_id,
        cell.outcome,
        cell.cuboid,
        [cuboid.dim_1, cuboid.dim_2, cuboid.dim_3, cuboid.dim_4, 'everyone'] as dimensions,
        [
            (cell.cell >> 48) & 65535,
            (cell.cell >> 32) & 65535,
            (cell.cell >> 16) & 65535,
            cell.cell & 65535,
            everyone.code
        ] as codes
    from cell
    inner join nested on cell.cuboid = nested.cuboid
    inner join cuboid on cell.cuboid = cuboid.cuboid
    cross join everyone

),

own as (

    select
        placed.cell_id,
        placed.outcome,
        placed.cuboid,
        unnest(placed.dimensions) as dimension,
        unnest(placed.codes) as code
    from placed

),

told as (

    select
        placed.cell_id,
        placed.outcome,
        placed.cuboid,
        inside.dimension,
        inside.code
    from placed
    inner join determinant on placed.cuboid = determinant.cuboid
    inner join inside
        on
            placed.outcome = inside.outcome
            and determinant.determinant = inside.determinant
            and (
                (placed.codes[determinant.place_1] << 48)
                | (placed.codes[determinant.place_2] << 32)
                | (placed.codes[5] << 16)
                | placed.codes[5]
            ) = inside.cell

),

known as (

    select own.*
    from own
    where own.dimension is not null
    union distinct
    select told.*
    from told

),

parents as (

    select
        known.cell_id,
        known.outcome,
        known.cuboid,
        slots.parent,
        cast(sum(known.code << (64 - 16 * slots.slot)) as ubigint) as cell
    from known
    inner join slots on known.cuboid = slots.cuboid and known.dimension = slots.dimension
    group by known.cell_id, known.outcome, known.cuboid, slots.parent
    having count(*) = 4

)

select
    parents.cell_id,
    cell.cell_id as parent_id,
    parents.cuboid,
    true as is_nest
from parents
inner join cell
    on
        parents.outcome = cell.outcome
        and parents.parent = cell.cuboid
        and parents.cell = cell.cell
