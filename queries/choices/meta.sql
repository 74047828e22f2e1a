-- One row per fact about the file itself.
select
    meta.name,
    meta.content
from meta
order by meta.name
