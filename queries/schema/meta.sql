-- One row per fact about the file itself: format_version, created_month, generator, ...
create table meta (
    name varchar primary key,
    content varchar not null
)
