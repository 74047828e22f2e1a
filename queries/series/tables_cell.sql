-- One row per cell of the last release, published or not, as it was when last refreshed.
create table fresh.cell (
    outcome varchar not null,
    cuboid varchar not null,
    levels varchar[] not null,
    refreshed integer not null,
    is_shown boolean not null,
    n bigint not null,
    people bigint not null,
    workers bigint not null,
    with_worker bigint not null,
    largest bigint not null,
    second_largest bigint not null,
    largest_worker ubigint not null,
    places bigint not null,
    published integer[]
)
