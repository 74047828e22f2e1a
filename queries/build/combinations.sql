-- One row per combination of levels of some columns at which another column holds values.
-- table: text, an answer table
-- column: text, a column name
-- dimensions: list of text, column names
with

held as (

    select columns($dimensions)
    from query_table($table)
    where columns([$column]) is not null

)

select distinct held.*
from held
order by all
