-- One row per crossing of one or two Dimensions with a further one that may hold their levels.
create or replace temp table joint_line (
    joint usmallint not null,
    place integer not null,
    determinant usmallint not null,
    is_pair boolean not null,
    dimension varchar not null
)
