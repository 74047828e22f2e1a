-- One row per institution: the code links carry, and the words a local screen shows.
create table institution_label (
    institution_id integer primary key,
    code varchar not null unique,
    label varchar not null
)
