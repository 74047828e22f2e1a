-- One row per encounter of the quarters that are released, with its levels and answers.
-- dimensions: list of text, column names of the released Dimensions but the institution
-- outcomes: list of text, column names of what is released
-- worker: text, the column whose members are protected as practitioners
-- quarters: list of text, or null for all
create or replace temp table source_row as
select
    coalesce(of_encounter.pseudonym, cast(encounter_answer.answer_id as varchar)) as answer_key,
    coalesce(
        of_recipient.pseudonym,
        cast(encounter_answer.recipient_id as varchar),
        'e' || coalesce(of_encounter.pseudonym, cast(encounter_answer.answer_id as varchar))
    ) as person_key,
    cast(columns([$worker]) as integer) as worker,
    encounter_answer.institution_id as place,
    encounter_answer.weight as row_weight,
    released_place.level as place_level,
    cast(
        coalesce(nullif(trim(cast(columns($dimensions) as varchar)), ''), 'not_stated')
        as level_of
    ),
    try_cast(columns($outcomes) as double)
from encounter_answer
left join pseudonym as of_encounter
    on encounter_answer.answer_id = of_encounter.id and of_encounter.kind = 'encounter'
left join pseudonym as of_recipient
    on encounter_answer.recipient_id = of_recipient.id and of_recipient.kind = 'recipient'
left join released_place on encounter_answer.institution_id = released_place.institution_id
where
    $quarters is null
    or encounter_answer.quarter is null
    or list_contains($quarters, encounter_answer.quarter)
