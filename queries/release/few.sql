-- One row: how many cells show fewer than may be shown, a count below zero, or not every level.
-- minimum: integer
-- outcomes: list of text; n_levels: list of integers, how many levels each outcome has
with

wanted as (

    select
        unnest($outcomes) as released,
        unnest($n_levels) as n_levels
),

by_cell as (

    select
        cells.* exclude (level, n_p), -- noqa: RF03
        sum(cells.n_p) as n,
        min(cells.n_p) as smallest,
        count(*) as n_rows,
        count(distinct cells.level) as n_held
    from cells
    group by all

)

select
    count(*) filter (where by_cell.n < $minimum) as n_few,
    count(*) filter (where by_cell.smallest < 0) as n_negative,
    count(*) filter (
        where
        wanted.n_levels is null
        or by_cell.n_rows <> wanted.n_levels
        or by_cell.n_held <> wanted.n_levels
    ) as n_partial
from by_cell
left join wanted on by_cell.outcome = wanted.released
