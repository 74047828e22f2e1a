-- One row per practitioner and institution of the released rows: a keyed number, always the same.
-- worker_kind: text, the kind of id that is protected as practitioners
create or replace temp table standing_for as
with

ids as (

    select distinct
        'worker' as stands_as,
        $worker_kind as kind,
        source_row.worker as id
    from source_row
    where source_row.worker is not null
    union distinct
    select distinct
        'place' as stands_as,
        'institution' as kind,
        source_row.place as id
    from source_row
    where source_row.place is not null

)

select
    ids.stands_as,
    ids.id,
    keyed_number(
        keyed(
            secret.inner_block,
            secret.outer_block,
            ids.kind || '|' || coalesce(pseudonym.pseudonym, cast(ids.id as varchar))
        ),
        0
    ) as number
from ids
left join pseudonym on ids.kind = pseudonym.kind and ids.id = pseudonym.id
cross join secret
