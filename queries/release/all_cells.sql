-- One row per published cell and level of its outcome, as it stands in a release.
select *
from cells
order by all
