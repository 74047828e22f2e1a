-- One row per institution: the level it has in the release.
create or replace temp table place_text (
    institution_id integer not null,
    level varchar not null
)
