-- One row per cuboid and outcome: its design effect, empty where no cell is large enough to tell.
with

outcome_name as (

    select distinct
        outcome_level.outcome,
        outcome_level.outcome_name
    from outcome_level

)

select
    outcome_name.outcome_name as outcome,
    cuboid.name as cuboid,
    effect.effect
from effect
inner join cuboid on effect.cuboid = cuboid.cuboid
inner join outcome_name on effect.outcome = outcome_name.outcome
order by outcome_name.outcome_name, cuboid.name
