-- One row per band of a score and where it begins and ends.
select
    bands.outcome,
    bands.level as outcome_level,
    bands.low,
    bands.high
from bands
order by
    bands.outcome,
    outcome_level
