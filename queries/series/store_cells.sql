-- One row per cell of this release, published or not, as it was when last refreshed.
insert into fresh.cell
with

outcome_name as (

    select distinct
        outcome_level.outcome,
        outcome_level.outcome_name
    from outcome_level

),

counts as (

    select
        noisy.cell_id,
        list(cast(noisy.n_p as integer) order by noisy.y) as published
    from noisy
    group by noisy.cell_id

)

select
    outcome_name.outcome_name as outcome,
    cuboid.name as cuboid,
    [code_1.level, code_2.level, code_3.level, code_4.level] as levels,
    cell.refreshed,
    cell.is_shown,
    cell.n,
    cell.people,
    cell.workers,
    cell.with_worker,
    cell.largest,
    cell.second_largest,
    cell.largest_worker,
    cell.places,
    case when cell.is_shown then counts.published end as published
from cell
inner join cuboid on cell.cuboid = cuboid.cuboid
inner join outcome_name on cell.outcome = outcome_name.outcome
inner join level_code as code_1 on (cell.cell >> 48) & 65535 = code_1.code
inner join level_code as code_2 on (cell.cell >> 32) & 65535 = code_2.code
inner join level_code as code_3 on (cell.cell >> 16) & 65535 = code_3.code
inner join level_code as code_4 on cell.cell & 65535 = code_4.code
left join counts on cell.cell_id = counts.cell_id
