-- One row: how many cells there are, and how many of them are shown.
select
    count(*) as n_cells,
    count(*) filter (where cell.is_enough) as n_enough,
    count(*) filter (where cell.is_shown) as n_shown
from cell
