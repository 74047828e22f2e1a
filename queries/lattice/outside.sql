-- One row per outcome and cell that may hold cells of another cuboid.
-- It tells who stands behind what of it stands at no level that is inside one of its own.
-- wider: integer, the cuboid of the cell; cuboid: integer, the other
-- dim_1: text, a column name of a Dimension of the cell, or the constant column `everyone`
-- dim_2: text, the same; dim_3: text, the same; dim_4: text, the same
-- determinant: integer, the cuboid of the one or two Dimensions whose levels are inside
-- by_1: text, a column name of the first of them; by_2: text, of the second, or `everyone`
-- everyone: text, the constant column
-- dimensions: list of text, those of the cell that hold them
-- held: text, a column name of the first of those
insert into outside
with

within as (

    select
        inside.outcome,
        inside.cell
    from inside
    where
        inside.determinant = $determinant
        and list_contains($dimensions, inside.dimension)
    group by inside.outcome, inside.cell
    having count(*) = len($dimensions)

),

holding as (

    select distinct
        inside.outcome,
        inside.code
    from inside
    where inside.determinant = $determinant and inside.dimension = $dimensions[1]

),

levels as (

    select
        outcome,
        record_key,
        worker,
        place,
        columns([$dim_1]) as level_1,
        columns([$dim_2]) as level_2,
        columns([$dim_3]) as level_3,
        columns([$dim_4]) as level_4,
        columns([$by_1]) as by_level_1,
        columns([$by_2]) as by_level_2,
        columns([$everyone]) as no_level,
        columns([$held]) as held_level
    from answered

),

left_out as (

    select
        levels.outcome,
        levels.record_key,
        levels.worker,
        levels.place,
        (cast(enum_code(levels.level_1) as ubigint) << 48)
        | (cast(enum_code(levels.level_2) as ubigint) << 32)
        | (cast(enum_code(levels.level_3) as ubigint) << 16)
        | cast(enum_code(levels.level_4) as ubigint) as cell
    from levels
    semi join holding
        on
            levels.outcome = holding.outcome
            and cast(enum_code(levels.held_level) as ubigint) = holding.code
    anti join within
        on
            levels.outcome = within.outcome
            and (
                (cast(enum_code(levels.by_level_1) as ubigint) << 48)
                | (cast(enum_code(levels.by_level_2) as ubigint) << 32)
                | (cast(enum_code(levels.no_level) as ubigint) << 16)
                | cast(enum_code(levels.no_level) as ubigint)
            ) = within.cell

),

by_worker as (

    select
        left_out.outcome,
        left_out.cell,
        left_out.worker,
        count(*) as n
    from left_out
    where left_out.worker is not null
    group by left_out.outcome, left_out.cell, left_out.worker

),

by_workers as (

    select
        by_worker.outcome,
        by_worker.cell,
        count(*) as workers,
        sum(by_worker.n) as with_worker,
        max(struct_pack(n := by_worker.n, worker := by_worker.worker)) as first_worker,
        max(by_worker.n, 2) as largest_two
    from by_worker
    group by by_worker.outcome, by_worker.cell

),

by_cell as (

    select
        left_out.outcome,
        left_out.cell,
        count(*) as n,
        count(distinct left_out.record_key) as people,
        count(distinct left_out.place) as places
    from left_out
    group by left_out.outcome, left_out.cell

)

select
    by_cell.outcome,
    $wider as parent, -- noqa: RF02
    by_cell.cell,
    $cuboid as cuboid,
    by_cell.n,
    by_cell.people,
    coalesce(by_workers.workers, 0) as workers,
    coalesce(by_workers.with_worker, 0) as with_worker,
    coalesce(by_workers.first_worker.n, 0) as largest,
    coalesce(by_workers.largest_two[2], 0) as second_largest,
    coalesce(by_workers.first_worker.worker, 0) as largest_worker,
    by_cell.places
from by_cell
left join by_workers on by_cell.outcome = by_workers.outcome and by_cell.cell = by_workers.cell
