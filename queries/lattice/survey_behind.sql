-- One row per institution without encounters and practitioner surveyed in it.
-- quarters: list of text, or null for all
insert into behind
select distinct
    burnout_answer.institution_id,
    coalesce(
        of_practitioner.pseudonym, cast(burnout_answer.practitioner_id as varchar)
    ) as person_key
from burnout_answer
left join pseudonym as of_practitioner
    on
        burnout_answer.practitioner_id = of_practitioner.id
        and of_practitioner.kind = 'practitioner'
where
    burnout_answer.institution_id is not null
    and burnout_answer.institution_id not in (
        select known.institution_id
        from behind as known
    )
    and (
        $quarters is null
        or burnout_answer.quarter is null
        or list_contains($quarters, burnout_answer.quarter)
    )
