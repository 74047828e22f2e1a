-- One row per level that the released Dimensions hold in one table.
-- table: text, an answer table
-- columns: list of text, column names
insert into level_text
with

texts as (

    select cast(columns($columns) as varchar)
    from query_table($table)

)

select distinct unnest([*columns($columns)]) as level
from texts
