-- One row per practitioner and wave of one instrument and scale, with its levels and answers.
-- dimensions: list of text, column names of the released Dimensions but the institution
-- outcomes: list of text, column names of what is released
-- instrument: text; scale: text
-- quarters: list of text, or null for all
create or replace temp table source_row as
with

surveys as (

    select
        burnout_answer.*,
        coalesce(
            of_practitioner.pseudonym, cast(burnout_answer.practitioner_id as varchar)
        ) as person_key
    from burnout_answer
    left join pseudonym as of_practitioner
        on
            burnout_answer.practitioner_id = of_practitioner.id
            and of_practitioner.kind = 'practitioner'
    where
        burnout_answer.instrument = $instrument
        and burnout_answer.scale = $scale
        and (
            $quarters is null
            or burnout_answer.quarter is null
            or list_contains($quarters, burnout_answer.quarter)
        )

)

select
    concat_ws('|', surveys.person_key, surveys.wave, $instrument, $scale) as answer_key,
    surveys.person_key,
    surveys.institution_id as worker,
    surveys.institution_id as place,
    surveys.weight as row_weight,
    released_place.level as place_level,
    cast(
        coalesce(nullif(trim(cast(columns($dimensions) as varchar)), ''), 'not_stated')
        as level_of
    ),
    try_cast(columns($outcomes) as double)
from surveys
left join released_place on surveys.institution_id = released_place.institution_id
