-- One row: how many encounters were asked about and answered; both null where it is not recorded.
select
    sum(cast(encounter_answer.asked as integer) * encounter_answer.frequency) as asked,
    sum(cast(encounter_answer.answered as integer) * encounter_answer.frequency) as answered
from encounter_answer
