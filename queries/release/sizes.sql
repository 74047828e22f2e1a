-- One row per outcome: how many groups of it are published.
with

held as (

    select
        cells.outcome,
        count(*) // count(distinct cells.level) as n
    from cells
    group by cells.outcome
    union all
    select
        published.outcome,
        count(distinct concat_ws('|', published.institution, published.quarter)) as n
    from published
    group by published.outcome

)

select
    held.outcome,
    sum(held.n) as n
from held
group by held.outcome
order by held.outcome
