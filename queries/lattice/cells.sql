-- One row per outcome and cell of one cuboid: who stands behind it, and its keyed number.
-- cuboid: integer
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
        record_key,
        outcomes
    from present

),

-- whoever answered several outcomes is looked up once for all of them
people as (

    select
        (cast(enum_code(levels.level_1) as ubigint) << 48)
        | (cast(enum_code(levels.level_2) as ubigint) << 32)
        | (cast(enum_code(levels.level_3) as ubigint) << 16)
        | cast(enum_code(levels.level_4) as ubigint) as cell,
        levels.record_key,
        bit_or(levels.outcomes) as outcomes
    from levels
    group by cell, levels.record_key -- noqa: RF02

),

by_outcomes as (

    select
        people.cell,
        people.outcomes,
        count(*) as people
    from people
    group by people.cell, people.outcomes

),

by_people as (

    select
        gathered.outcome,
        by_outcomes.cell,
        cast(sum(by_outcomes.people) as bigint) as people
    from by_outcomes
    inner join gathered on (by_outcomes.outcomes >> gathered.outcome) & 1 = 1
    group by gathered.outcome, by_outcomes.cell

),

by_worker as (

    select
        part.outcome,
        part.cell,
        part.worker,
        sum(part.n) as n
    from part
    where part.worker is not null
    group by part.outcome, part.cell, part.worker

),

by_workers as (

    select
        by_worker.outcome,
        by_worker.cell,
        count(*) as workers,
        sum(by_worker.n) as n,
        sum(by_worker.n * by_worker.n) as squares,
        -- one number instead of the two that stand in it: of equally many the highest keyed number
        max((cast(by_worker.n as hugeint) << 64) | by_worker.worker) as first_worker
    from by_worker
    group by by_worker.outcome, by_worker.cell

),

largest_of as (

    select
        by_workers.*,
        cast(by_workers.first_worker >> 64 as bigint) as largest,
        cast(by_workers.first_worker & 18446744073709551615 as ubigint) as largest_worker
    from by_workers

),

by_cell as (

    select
        part.outcome,
        part.cell,
        sum(part.n) as n,
        count(distinct part.place) as places,
        sum(part.record_key) as record_key
    from part
    group by part.outcome, part.cell

)

select
    by_cell.outcome,
    $cuboid as cuboid,
    by_cell.cell,
    by_cell.n,
    by_people.people,
    coalesce(largest_of.workers, 0) as workers,
    coalesce(largest_of.n, 0) as with_worker,
    coalesce(largest_of.largest, 0) as largest,
    -- at most: the others' squares add up to no less than the second's
    coalesce(
        least(
            largest_of.largest,
            largest_of.n - largest_of.largest,
            floor(sqrt(largest_of.squares - largest_of.largest * largest_of.largest))
        ),
        0
    ) as second_largest,
    coalesce(largest_of.largest_worker, 0) as largest_worker,
    by_cell.places,
    cast(by_cell.record_key % 18446744073709551616 as ubigint) as record_key
from by_cell
inner join by_people on by_cell.outcome = by_people.outcome and by_cell.cell = by_people.cell
left join largest_of on by_cell.outcome = largest_of.outcome and by_cell.cell = largest_of.cell
