-- One row per outcome that was counted last, cell of one or two Dimensions, and one that holds it.
-- It tells which level of that all its answers stand at; left out are cells with several.
-- least: number, the share of answers from which on a Dimension follows from two others
insert into inside
with

everyone as (

    select level_code.code
    from level_code
    where level_code.level = 'everyone'

),

cells as (

    select
        counted.outcome,
        counted.cuboid,
        counted.cell,
        counted.n
    from counted
    inner join gathered on counted.outcome = gathered.outcome
    union all
    select
        joint.outcome,
        joint.cuboid,
        joint.cell,
        joint.n
    from joint
    inner join gathered on joint.outcome = gathered.outcome

),

levels as (

    select
        cells.outcome,
        cells.n,
        joint_line.determinant,
        joint_line.is_pair,
        joint_line.dimension,
        joint_line.place,
        [
            (cells.cell >> 48) & 65535,
            (cells.cell >> 32) & 65535,
            (cells.cell >> 16) & 65535,
            cells.cell & 65535
        ] as codes
    from cells
    inner join joint_line on cells.cuboid = joint_line.joint

),

parted as (

    select
        levels.outcome,
        levels.n,
        levels.determinant,
        levels.is_pair,
        levels.dimension,
        levels.codes[levels.place] as code,
        list_concat(
            levels.codes[:levels.place - 1],
            levels.codes[levels.place + 1:],
            [everyone.code]
        ) as kept_codes
    from levels
    cross join everyone

),

judged as (

    select
        parted.outcome,
        parted.determinant,
        parted.is_pair,
        parted.dimension,
        parted.code,
        parted.n,
        counted.cell,
        parted.n = counted.n as is_inside
    from parted
    inner join counted
        on
            parted.outcome = counted.outcome
            and parted.determinant = counted.cuboid
            and (
                (parted.kept_codes[1] << 48)
                | (parted.kept_codes[2] << 32)
                | (parted.kept_codes[3] << 16)
                | parted.kept_codes[4]
            ) = counted.cell

),

shared as (

    select
        judged.*,
        coalesce(
            sum(judged.n) filter (where judged.is_inside) over (
                partition by judged.outcome, judged.determinant, judged.dimension
            ),
            0
        ) / sum(judged.n) over (
            partition by judged.outcome, judged.determinant, judged.dimension
        ) as inside_share
    from judged

)

select
    shared.outcome,
    shared.determinant,
    shared.cell,
    shared.dimension,
    shared.code,
    shared.inside_share
from shared
where shared.is_inside and (not shared.is_pair or shared.inside_share >= $least)
