-- One row per thing of a file that is no table: views, macros, sequences, types, indexes.
select
    'view' as thing_kind,
    duckdb_views.view_name as thing_name
from duckdb_views()
where not duckdb_views.internal
union all
select
    'macro' as thing_kind,
    duckdb_functions.function_name as thing_name
from duckdb_functions()
where not duckdb_functions.internal
union all
select
    'sequence' as thing_kind,
    duckdb_sequences.sequence_name as thing_name
from duckdb_sequences()
union all
select
    'type' as thing_kind,
    duckdb_types.type_name as thing_name
from duckdb_types()
where not duckdb_types.internal
union all
select
    'index' as thing_kind,
    duckdb_indexes.index_name as thing_name
from duckdb_indexes()
order by
    thing_kind,
    thing_name
