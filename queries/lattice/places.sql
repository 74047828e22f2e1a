-- One row per institution: how many stand behind it, and of what kind it is.
-- kind: text, a column name
-- worker: text, a column name
-- quarters: list of text, or null for all
with

encounters as (

    select
        institution_id,
        recipient_id,
        answer_id,
        columns([$worker]) as worker,
        cast(columns([$kind]) as varchar) as kind
    from encounter_answer
    where
        $quarters is null
        or quarter is null
        or list_contains($quarters, quarter)

)

select
    encounters.institution_id,
    coalesce(any_value(pseudonym.pseudonym), cast(encounters.institution_id as varchar))
        as place_key,
    count(*) as n,
    count(distinct coalesce('r' || encounters.recipient_id, 'e' || encounters.answer_id))
        as people,
    count(distinct encounters.worker) as workers,
    min(encounters.kind) as kind,
    count(distinct encounters.kind) as n_kinds
from encounters
left join pseudonym
    on encounters.institution_id = pseudonym.id and pseudonym.kind = 'institution'
group by encounters.institution_id
order by encounters.institution_id
