-- One row per person or place: the keyed pseudonym of an integer key; never in an answer table.
create table pseudonym (
    kind varchar not null,
    id integer not null,
    pseudonym varchar not null
)
