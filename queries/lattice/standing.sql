-- One row: how many answers lack a person, stand for several, or are not weighted as the others.
select
    count(*) as n,
    count(*) - count(encounter_answer.recipient_id) as n_without_person,
    count(*) filter (where encounter_answer.frequency <> 1) as n_aggregates,
    count(distinct encounter_answer.weight) as n_weights
from encounter_answer
