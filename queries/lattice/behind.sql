-- One row per institution and person with an encounter in it.
-- quarters: list of text, or null for all
insert into behind
select distinct
    encounter_answer.institution_id,
    coalesce(
        of_recipient.pseudonym,
        cast(encounter_answer.recipient_id as varchar),
        'e' || coalesce(
            of_encounter.pseudonym, cast(encounter_answer.answer_id as varchar)
        )
    ) as person_key
from encounter_answer
left join pseudonym as of_encounter
    on
        encounter_answer.answer_id = of_encounter.id
        and of_encounter.kind = 'encounter'
left join pseudonym as of_recipient
    on
        encounter_answer.recipient_id = of_recipient.id
        and of_recipient.kind = 'recipient'
where
    $quarters is null
    or encounter_answer.quarter is null
    or list_contains($quarters, encounter_answer.quarter)
