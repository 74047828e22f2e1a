-- One row: how far a combination of attributes singles out rows (k-anonymity).
-- columns: list of text, names of attributes
-- minimum: integer, rows of smaller classes are counted
with

classes as (

    select
        columns($columns),
        count(*) as n_rows
    from encounter_answer
    group by all

)

select
    min(classes.n_rows) as smallest_class,
    coalesce(
        sum(classes.n_rows) filter (where classes.n_rows = 1) / sum(classes.n_rows), 0
    ) as unique_share,
    coalesce(
        sum(classes.n_rows) filter (where classes.n_rows < $minimum) / sum(classes.n_rows), 0
    ) as small_share
from classes
