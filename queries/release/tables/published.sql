-- One row per republished aggregate, as it was published.
create table published (
    outcome varchar not null,
    level varchar not null,
    institution varchar not null,
    quarter varchar not null,
    n integer not null
)
