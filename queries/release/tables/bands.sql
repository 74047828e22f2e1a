-- One row per band of an outcome that was a score.
create table bands (
    outcome varchar not null,
    level varchar not null,
    low double not null,
    high double not null
)
