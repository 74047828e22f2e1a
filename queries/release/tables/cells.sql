-- One row per published cell and level of its outcome; a column for each Dimension is added.
create table cells (
    cuboid varchar not null,
    outcome varchar not null,
    level varchar not null,
    n_p integer not null
)
