-- One row per person and levels they answered with: which outcomes, as one bit for each.
-- dimensions: list of text, column names of the levels
create or replace temp table present as
select
    columns($dimensions),
    record_key,
    bit_or(cast(1 as ubigint) << outcome) as outcomes
from answered
group by all
