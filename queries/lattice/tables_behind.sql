-- One row per institution and person behind it.
create or replace temp table behind (
    institution_id integer not null,
    person_key varchar not null
)
