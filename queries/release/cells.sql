-- One row per row of the cells of a release, in the order in which they lie in the file.
select cells.*
from cells
order by cells.rowid
