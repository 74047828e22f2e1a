-- One row per level that the cells of the last release held.
insert into level_text
select distinct unnest(cell.levels) as level
from state.cell as cell
