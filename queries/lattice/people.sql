-- One row per person in the released rows: their keyed number.
create or replace temp table person as
with

keys as (

    select distinct source_row.person_key
    from source_row

)

select
    keys.person_key,
    keyed_number(
        keyed(secret.inner_block, secret.outer_block, 'rk|' || keys.person_key), 0
    ) as record_key
from keys
cross join secret
