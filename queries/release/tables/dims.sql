-- One row per released Dimension and level.
create table dims (
    dim varchar not null,
    level varchar not null,
    label varchar not null
)
