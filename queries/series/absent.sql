-- One row per cell of the last release that nobody stands behind any more.
insert into counted
select
    known.outcome,
    known.cuboid,
    known.cell,
    0 as n,
    0 as people,
    0 as workers,
    0 as with_worker,
    0 as largest,
    0 as second_largest,
    0 as largest_worker,
    0 as places,
    0 as record_key
from known
anti join counted
    on
        known.outcome = counted.outcome
        and known.cuboid = counted.cuboid
        and known.cell = counted.cell
