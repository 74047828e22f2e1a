-- One row per fact about the release itself.
create table meta (
    name varchar not null,
    content varchar not null
)
