-- One row: the Catalog of what is released.
create table measures (
    name varchar not null,
    content varchar not null
)
