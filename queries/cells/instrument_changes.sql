-- One row per quarter in which a place began with an instrument that is shown.
-- Until then another one had asked it, which it has left.
-- table: text, an answer table
-- filter_1: text, a column name; levels_1: list of text, or null for all
-- filter_2: text, a column name; levels_2: list of text, or null for all
-- filter_3: text, a column name; levels_3: list of text, or null for all
-- filter_4: text, a column name; levels_4: list of text, or null for all
-- filter_5: text, a column name; levels_5: list of text, or null for all
-- filter_6: text, a column name; levels_6: list of text, or null for all
-- filter_7: text, a column name; levels_7: list of text, or null for all
-- filter_8: text, a column name; levels_8: list of text, or null for all
-- place: text, a column name; instrument: text, a column name
-- shown: list of text, or null for all
with

asked as (

    select
        columns([$place]) as place,
        columns([$instrument]) as instrument,
        quarter
    from query_table($table)
    where
        ($levels_1 is null or list_contains($levels_1, cast(columns([$filter_1]) as varchar)))
        and ($levels_2 is null or list_contains($levels_2, cast(columns([$filter_2]) as varchar)))
        and ($levels_3 is null or list_contains($levels_3, cast(columns([$filter_3]) as varchar)))
        and ($levels_4 is null or list_contains($levels_4, cast(columns([$filter_4]) as varchar)))
        and ($levels_5 is null or list_contains($levels_5, cast(columns([$filter_5]) as varchar)))
        and ($levels_6 is null or list_contains($levels_6, cast(columns([$filter_6]) as varchar)))
        and ($levels_7 is null or list_contains($levels_7, cast(columns([$filter_7]) as varchar)))
        and ($levels_8 is null or list_contains($levels_8, cast(columns([$filter_8]) as varchar)))

),

spans as (

    select
        asked.place,
        asked.instrument,
        min(asked.quarter) as first_quarter,
        max(asked.quarter) as last_quarter
    from asked
    where asked.place is not null and asked.quarter is not null
    group by asked.place, asked.instrument

),

shown as (

    select
        spans.place,
        spans.instrument,
        spans.first_quarter
    from spans
    where $shown is null or list_contains($shown, cast(spans.instrument as varchar))

)

select distinct shown.first_quarter as quarter
from shown
inner join spans as earlier
    on
        shown.place = earlier.place
        and shown.instrument != earlier.instrument
        and shown.first_quarter > earlier.last_quarter
order by quarter
