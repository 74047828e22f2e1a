-- One row per group and level of an outcome: published counts added up under the filters.
-- cuboid: text, its Dimensions, sorted and joined by |
-- outcome: text
-- filter_1: text, a column name; levels_1: list of text, or null for all
-- filter_2: text, a column name; levels_2: list of text, or null for all
-- filter_3: text, a column name; levels_3: list of text, or null for all
-- filter_4: text, a column name; levels_4: list of text, or null for all
-- filter_5: text, a column name; levels_5: list of text, or null for all
-- filter_6: text, a column name; levels_6: list of text, or null for all
-- filter_7: text, a column name; levels_7: list of text, or null for all
-- filter_8: text, a column name; levels_8: list of text, or null for all
-- by: text, a column name; by_2: text, a column name
with

cuboid as (

    select
        cells.*,
        'everyone' as everyone
    from cells
    where cells.cuboid = $cuboid and cells.outcome = $outcome

),

filtered as (

    select
        columns([$by]) as group_value,
        columns([$by_2]) as group_value_2,
        level as outcome_level,
        n_p
    from cuboid
    where
        ($levels_1 is null or list_contains($levels_1, columns([$filter_1])))
        and ($levels_2 is null or list_contains($levels_2, columns([$filter_2])))
        and ($levels_3 is null or list_contains($levels_3, columns([$filter_3])))
        and ($levels_4 is null or list_contains($levels_4, columns([$filter_4])))
        and ($levels_5 is null or list_contains($levels_5, columns([$filter_5])))
        and ($levels_6 is null or list_contains($levels_6, columns([$filter_6])))
        and ($levels_7 is null or list_contains($levels_7, columns([$filter_7])))
        and ($levels_8 is null or list_contains($levels_8, columns([$filter_8])))

)

select
    filtered.group_value,
    filtered.group_value_2,
    filtered.outcome_level,
    cast(sum(filtered.n_p) as bigint) as n_answers,
    count(*) as n_cells
from filtered
group by
    filtered.group_value,
    filtered.group_value_2,
    filtered.outcome_level
order by
    filtered.group_value,
    filtered.group_value_2,
    filtered.outcome_level
