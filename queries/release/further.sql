-- One row per thing of a file that is no plain table: a view, a macro, a remark, a rule.
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
union all
select
    'schema' as thing_kind,
    duckdb_schemas.schema_name as thing_name
from duckdb_schemas()
where not duckdb_schemas.internal
union all
select
    'remark' as thing_kind,
    duckdb_tables.table_name as thing_name
from duckdb_tables()
where not duckdb_tables.internal and duckdb_tables.comment is not null
union all
select
    'remark' as thing_kind,
    duckdb_columns.column_name as thing_name
from duckdb_columns()
where not duckdb_columns.internal and duckdb_columns.comment is not null
union all
select
    'usual value' as thing_kind,
    duckdb_columns.column_name as thing_name
from duckdb_columns()
where not duckdb_columns.internal and duckdb_columns.column_default is not null
union all
select
    'rule' as thing_kind,
    duckdb_constraints.table_name as thing_name
from duckdb_constraints()
where duckdb_constraints.constraint_type not in ('NOT NULL', 'PRIMARY KEY', 'UNIQUE')
order by
    thing_kind,
    thing_name
