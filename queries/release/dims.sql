-- One row per released Dimension and level.
select
    dims.dim,
    dims.level
from dims
order by dims.dim, dims.level
