-- One row per level that can be chosen under the other filters, with who stands behind it.
-- table: text, an answer table
-- dimension: text, a column name
-- person: text, a column name
-- filter_1: text, a column name; levels_1: list of text, or null for all
-- filter_2: text, a column name; levels_2: list of text, or null for all
-- filter_3: text, a column name; levels_3: list of text, or null for all
-- filter_4: text, a column name; levels_4: list of text, or null for all
-- filter_5: text, a column name; levels_5: list of text, or null for all
-- filter_6: text, a column name; levels_6: list of text, or null for all
-- filter_7: text, a column name; levels_7: list of text, or null for all
-- filter_8: text, a column name; levels_8: list of text, or null for all
with

filtered as (

    select
        columns([$dimension]) as level_value,
        columns([$person]) as person_id,
        cast(frequency as bigint) as frequency
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

)

select
    coalesce(cast(filtered.level_value as varchar), 'not_stated') as level,
    cast(sum(filtered.frequency) as bigint) as n_rows,
    count(distinct filtered.person_id) as n_people
from filtered
group by filtered.level_value
order by filtered.level_value
