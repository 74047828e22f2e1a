-- One row per release that a cell still stands at, outcome and answer: what it was counted as.
create table fresh.member (
    release_no integer not null,
    outcome varchar not null,
    answer_number ubigint not null,
    record_key ubigint not null,
    y utinyint not null,
    worker ubigint,
    place ubigint,
    levels varchar[] not null
)
