-- One row per frozen cell and level of its answer: the count as it was published.
insert into noisy
select
    cell.cell_id,
    cell.outcome,
    outcome_level.y,
    outcome_level.level,
    cell.published[outcome_level.y] as n_p
from cell
inner join outcome_level on cell.outcome = outcome_level.outcome
where cell.is_shown and cell.is_frozen
