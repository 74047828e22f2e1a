-- One row per outcome and number of Dimensions crossed: how many cells there are, and are shown.
with

outcome_name as (

    select distinct
        outcome_level.outcome,
        outcome_level.outcome_name
    from outcome_level

)

select
    outcome_name.outcome_name as outcome,
    case when cuboid.name = '' then 0 else len(string_split(cuboid.name, '|')) end as crossed,
    count(*) as n_cells,
    count(*) filter (where cell.is_shown) as n_shown
from cell
inner join cuboid on cell.cuboid = cuboid.cuboid
inner join outcome_name on cell.outcome = outcome_name.outcome
group by outcome_name.outcome_name, crossed
order by outcome_name.outcome_name, crossed
