-- One row per answer of the past that left, or its old version, with a column for each Dimension.
create or replace temp table gone as
pivot gone_level
on level_column
using any_value(level)
group by answer_number, record_key, y, worker, place
