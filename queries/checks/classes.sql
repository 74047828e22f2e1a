-- One row: how far a combination of attributes singles out rows (k-anonymity).
-- table: text, a table name
-- columns: list of text, names of attributes
-- minimum: integer, rows of smaller classes are counted
with

classes as (

    select
        columns($columns),
        count(*) as n_rows
    from query_table($table)
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
