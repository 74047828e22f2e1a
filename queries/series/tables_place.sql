-- One row per institution: how it was settled, and the people behind it then.
create table fresh.place (
    number ubigint not null,
    is_large boolean not null,
    kind varchar not null,
    n bigint not null,
    people ubigint[] not null
)
