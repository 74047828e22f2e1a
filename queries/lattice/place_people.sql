-- One row per institution and person behind it, both also as keyed numbers.
create or replace temp table place_person as
with

person_key as (

    select distinct behind.person_key
    from behind

),

person_number as (

    select
        person_key.person_key,
        keyed_number(
            keyed(secret.inner_block, secret.outer_block, 'rk|' || person_key.person_key), 0
        ) as number
    from person_key
    cross join secret

),

place as (

    select distinct behind.institution_id
    from behind

),

place_number as (

    select
        place.institution_id,
        keyed_number(
            keyed(
                secret.inner_block,
                secret.outer_block,
                'institution|'
                || coalesce(pseudonym.pseudonym, cast(place.institution_id as varchar))
            ),
            0
        ) as number
    from place
    left join pseudonym on place.institution_id = pseudonym.id and pseudonym.kind = 'institution'
    cross join secret

)

select
    behind.institution_id,
    place_number.number,
    person_number.number as record_key
from behind
inner join place_number on behind.institution_id = place_number.institution_id
inner join person_number on behind.person_key = person_number.person_key
