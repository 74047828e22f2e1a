-- One row per release that a cell still stands at.
select distinct cell.refreshed as release_no
from state.cell as cell
order by cell.refreshed
