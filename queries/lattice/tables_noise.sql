-- One row per whole number of noise, and between which draws it is taken.
create or replace temp table noise (
    step integer not null,
    low double not null,
    high double not null
)
