-- One row per group: how many were asked and how many answered, where a file says who was asked.
-- table: text, an answer table
-- measure: text, a column name
-- filter_1: text, a column name; levels_1: list of text, or null for all
-- filter_2: text, a column name; levels_2: list of text, or null for all
-- filter_3: text, a column name; levels_3: list of text, or null for all
-- filter_4: text, a column name; levels_4: list of text, or null for all
-- filter_5: text, a column name; levels_5: list of text, or null for all
-- filter_6: text, a column name; levels_6: list of text, or null for all
-- filter_7: text, a column name; levels_7: list of text, or null for all
-- filter_8: text, a column name; levels_8: list of text, or null for all
-- by: text, a column name
with

filtered as (

    select
        columns([$by]) as group_value,
        columns([$measure]) as answer,
        cast(frequency as bigint) as frequency,
        asked
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
    cast(filtered.group_value as varchar) as group_value,
    cast(sum(filtered.frequency) filter (where filtered.asked) as bigint) as n_asked,
    cast(
        coalesce(sum(filtered.frequency) filter (where filtered.answer is not null), 0) as bigint
    ) as n_answers
from filtered
where filtered.group_value is not null
group by filtered.group_value
having sum(filtered.frequency) filter (where filtered.asked) > 0
order by group_value
