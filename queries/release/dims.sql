-- One row per released Dimension and level, as it is written.
select
    dims.dim,
    dims.level,
    dims.label
from dims
order by dims.dim, dims.level
