-- One row per fact about the series.
create table fresh.fact (
    name varchar not null,
    content varchar not null
)
