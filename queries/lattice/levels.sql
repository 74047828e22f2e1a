-- One row per outcome, cell of one cuboid and level of the answer that it holds.
-- cuboid: integer
insert into counted_level
select
    part.outcome,
    $cuboid as cuboid,
    part.cell,
    part.y,
    sum(part.n) as n
from part
group by part.outcome, part.cell, part.y
