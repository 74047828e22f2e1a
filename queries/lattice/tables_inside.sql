-- One row per outcome, cell of one or two Dimensions, and further Dimension that holds it.
-- It tells which level of that all its answers stand at.
create or replace temp table inside (
    outcome usmallint not null,
    determinant usmallint not null,
    cell ubigint not null,
    dimension varchar not null,
    code ubigint not null,
    inside_share double not null
)
