-- One row per institution level that has a single kind.
create or replace temp table kind_text (
    level varchar not null,
    kind varchar not null
)
