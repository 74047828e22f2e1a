-- One row: how many values each column of a table holds.
-- table: text, a table name
select count(columns('(.*)')) as '\1'
from query_table($table)
