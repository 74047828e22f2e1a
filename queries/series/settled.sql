-- One row per institution of this release or the last: as it was settled, and who changed since.
with

now as (

    select
        place_person.number,
        any_value(place_person.institution_id) as institution_id,
        list(distinct place_person.record_key) as people
    from place_person
    group by place_person.number

),

known as (

    select
        coalesce(now.number, earlier.number) as number,
        now.institution_id,
        earlier.is_large,
        earlier.kind,
        earlier.n,
        coalesce(now.people, []) as people,
        coalesce(earlier.people, []) as people_before
    from now
    full join state.place as earlier on now.number = earlier.number

)

select
    known.number,
    known.institution_id,
    known.is_large,
    known.kind,
    known.n,
    2 * len(list_distinct(list_concat(known.people, known.people_before)))
    - len(known.people)
    - len(known.people_before) as n_changed
from known
order by known.number
