-- One row per institution: its keyed number.
select distinct
    place_person.institution_id,
    place_person.number
from place_person
order by place_person.institution_id
