-- One row per institution: how this release settles it, or leaves it as it was.
create or replace temp table settled (
    number ubigint not null,
    is_large boolean not null,
    kind varchar not null,
    n bigint not null,
    is_anew boolean not null
)
