-- One row: how many encounters, people, practitioners and institutions there are.
select
    count(*) as n,
    count(distinct source_row.person_key) as people,
    count(distinct source_row.worker) as workers,
    count(distinct source_row.place) as places
from source_row
