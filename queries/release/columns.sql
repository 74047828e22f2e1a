-- One row per column of any table or view of a release file.
select
    duckdb_columns.table_name,
    duckdb_columns.column_name,
    duckdb_columns.schema_name,
    duckdb_columns.data_type
from duckdb_columns()
where not duckdb_columns.internal
order by duckdb_columns.schema_name, duckdb_columns.table_name, duckdb_columns.column_index
