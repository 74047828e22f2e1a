-- One row per institution of the surveys: how many stand behind it, and of what kind it is.
-- kind: text, a column name
-- quarters: list of text, or null for all
with

surveys as (

    select
        institution_id,
        practitioner_id,
        cast(columns([$kind]) as varchar) as kind
    from burnout_answer
    where
        $quarters is null
        or quarter is null
        or list_contains($quarters, quarter)

)

select
    surveys.institution_id,
    coalesce(any_value(pseudonym.pseudonym), cast(surveys.institution_id as varchar))
        as place_key,
    count(*) as n,
    count(distinct surveys.practitioner_id) as people,
    count(distinct surveys.practitioner_id) as workers,
    min(surveys.kind) as kind,
    count(distinct surveys.kind) as n_kinds
from surveys
left join pseudonym
    on surveys.institution_id = pseudonym.id and pseudonym.kind = 'institution'
where surveys.institution_id is not null
group by surveys.institution_id
order by surveys.institution_id
