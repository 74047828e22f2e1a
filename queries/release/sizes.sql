-- One row per outcome: how many groups of it are published.
select
    cells.outcome,
    count(*) // count(distinct cells.level) as n
from cells
group by cells.outcome
order by cells.outcome
