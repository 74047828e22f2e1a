-- One row per republished aggregate, in the order it lies in.
select
    published.outcome,
    published.level,
    published.institution,
    published.quarter,
    published.n
from published
order by published.rowid
