-- One row per answer to one more of the outcomes that are counted together.
-- outcome: integer
insert into answered
select
    $outcome as outcome,
    answer.*
from answer
