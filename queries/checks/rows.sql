-- One row: how many rows a table holds.
-- table: text, a table name
select count(*) as n
from query_table($table)
