-- One row: how many cells and republished aggregates there are, and what the data says it is.
select
    (select count(*) from cells) as n_cells,
    (select count(*) from published) as n_published,
    dataset.is_published_aggregate as is_marked
from dataset
