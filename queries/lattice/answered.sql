-- One row per answer to the first of the outcomes that are counted together.
-- outcome: integer
create or replace temp table answered as
select
    cast($outcome as usmallint) as outcome,
    answer.*
from answer
