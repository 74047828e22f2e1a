-- One row per fact about the series.
select
    fact.name,
    fact.content
from state.fact as fact
order by fact.name
