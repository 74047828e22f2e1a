-- One row per cell of one cuboid and outcome: who stands behind it, and its keyed number.
-- outcome: integer; cuboid: integer
-- dim_1: text, a column name of a released Dimension, or the constant column `everyone`
-- dim_2: text, the same; dim_3: text, the same; dim_4: text, the same
insert into counted
with

levels as (

    select
        columns([$dim_1]) as level_1,
        columns([$dim_2]) as level_2,
        columns([$dim_3]) as level_3,
        columns([$dim_4]) as level_4,
        person
    from answer

),

people as (

    select distinct
        (cast(enum_code(levels.level_1) as ubigint) << 48)
        | (cast(enum_code(levels.level_2) as ubigint) << 32)
        | (cast(enum_code(levels.level_3) as ubigint) << 16)
        | cast(enum_code(levels.level_4) as ubigint) as cell,
        levels.person
    from levels

),

by_people as (

    select
        people.cell,
        count(*) as people
    from people
    group by people.cell

),

by_worker as (

    select
        part.cell,
        part.worker,
        sum(part.n) as n
    from part
    where part.worker is not null
    group by part.cell, part.worker

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
        part.cell,
        sum(part.n) as n,
        count(distinct part.place) as places,
        sum(part.record_key) as record_key
    from part
    group by part.cell

)

select
    $outcome as outcome,
    $cuboid as cuboid,
    by_cell.cell,
    by_cell.n,
    by_people.people,
    coalesce(by_workers.workers, 0) as workers,
    coalesce(by_workers.n, 0) as with_worker,
    coalesce(by_workers.largest, 0) as largest,
    by_cell.places,
    cast(by_cell.record_key % 18446744073709551616 as ubigint) as record_key
from by_cell
inner join by_people on by_cell.cell = by_people.cell
left join by_workers on by_cell.cell = by_workers.cell
