-- One row per cell of one cuboid and outcome, and level of the answer that it holds.
-- outcome: integer; cuboid: integer
insert into counted_level
select
    $outcome as outcome,
    $cuboid as cuboid,
    part.cell,
    part.y,
    sum(part.n) as n
from part
group by part.cell, part.y
