-- One row per cuboid of which a release holds a cell.
select distinct cells.cuboid
from cells
order by cells.cuboid
