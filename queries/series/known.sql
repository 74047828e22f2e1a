-- One row per cell of the last release, under the small numbers of this one.
create or replace temp table known as
with

outcome_name as (

    select distinct
        outcome_level.outcome,
        outcome_level.outcome_name
    from outcome_level

)

select
    rule.outcome,
    rule.cuboid,
    (cast(enum_code(cast(cell.levels[1] as level_of)) as ubigint) << 48)
    | (cast(enum_code(cast(cell.levels[2] as level_of)) as ubigint) << 32)
    | (cast(enum_code(cast(cell.levels[3] as level_of)) as ubigint) << 16)
    | cast(enum_code(cast(cell.levels[4] as level_of)) as ubigint) as cell,
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
    cell.published
from state.cell as cell
inner join outcome_name on cell.outcome = outcome_name.outcome_name
inner join rule on outcome_name.outcome = rule.outcome
inner join cuboid on rule.cuboid = cuboid.cuboid and cell.cuboid = cuboid.name
