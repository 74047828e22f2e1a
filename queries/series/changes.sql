-- One row per cell of one cuboid and outcome: who came, left or changed.
-- release_no: integer; outcome: integer; cuboid: integer
-- place_1: integer, where a level stands in the list of levels
-- place_2: integer, the same; place_3: integer, the same; place_4: integer, the same
insert into change
with

levels as (

    select
        changed.is_new,
        changed.answer_number,
        changed.record_key,
        changed.y,
        changed.worker,
        changed.place,
        (cast(enum_code(cast(changed.levels[$place_1] as level_of)) as ubigint) << 48)
        | (cast(enum_code(cast(changed.levels[$place_2] as level_of)) as ubigint) << 32)
        | (cast(enum_code(cast(changed.levels[$place_3] as level_of)) as ubigint) << 16)
        | cast(enum_code(cast(changed.levels[$place_4] as level_of)) as ubigint) as cell
    from changed

),

-- an answer that changed elsewhere stands here twice, once old and once new, and is left out
differing as (

    select
        levels.cell,
        levels.record_key,
        any_value(levels.worker) as worker,
        any_value(levels.place) as place
    from levels
    group by levels.cell, levels.record_key, levels.answer_number, levels.y
    having count(distinct levels.is_new) = 1

),

by_worker as (

    select
        differing.cell,
        differing.worker,
        count(*) as n
    from differing
    where differing.worker is not null
    group by differing.cell, differing.worker

),

by_workers as (

    select
        by_worker.cell,
        count(*) as workers,
        sum(by_worker.n) as n,
        max(by_worker.n) as largest
    from by_worker
    group by by_worker.cell

),

by_cell as (

    select
        differing.cell,
        count(distinct differing.record_key) as people,
        count(*) as n,
        count(distinct differing.place) as places
    from differing
    group by differing.cell

)

select
    $outcome as outcome,
    $cuboid as cuboid,
    by_cell.cell,
    $release_no as release_no,
    by_cell.people,
    by_cell.n,
    by_cell.places,
    coalesce(by_workers.workers, 0) as workers,
    coalesce(by_workers.n, 0) as with_worker,
    coalesce(by_workers.largest, 0) as largest
from by_cell
left join by_workers on by_cell.cell = by_workers.cell
