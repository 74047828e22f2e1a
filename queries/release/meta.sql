-- One row per fact about a release.
select
    meta.name,
    meta.content
from meta
order by meta.name
