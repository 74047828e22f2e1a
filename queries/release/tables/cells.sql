-- One row per published cell and level of its outcome; the Dimensions stand beside, one column each.
create table cells (
    cuboid varchar not null,
    outcome varchar not null,
    level varchar not null,
    n_p integer not null
)
