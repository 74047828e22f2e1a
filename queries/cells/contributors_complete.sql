-- One row, or none: who stands behind the answers that are complete, for the guard alone.
-- A slot that is not used names "everyone" and leaves no row out.
-- table: text, an answer table
-- filter_1: text, a column name; levels_1: list of text, or null for all
-- filter_2: text, a column name; levels_2: list of text, or null for all
-- filter_3: text, a column name; levels_3: list of text, or null for all
-- filter_4: text, a column name; levels_4: list of text, or null for all
-- filter_5: text, a column name; levels_5: list of text, or null for all
-- filter_6: text, a column name; levels_6: list of text, or null for all
-- filter_7: text, a column name; levels_7: list of text, or null for all
-- filter_8: text, a column name; levels_8: list of text, or null for all
-- variable_1: text, a column of numbers, or "everyone"
-- variable_2: text, a column of numbers, or "everyone"
-- variable_3: text, a column of numbers, or "everyone"
-- variable_4: text, a column of numbers, or "everyone"
-- variable_5: text, a column of numbers, or "everyone"
-- variable_6: text, a column of numbers, or "everyone"
-- variable_7: text, a column of numbers, or "everyone"
-- variable_8: text, a column of numbers, or "everyone"
-- variable_9: text, a column of numbers, or "everyone"
-- variable_10: text, a column of numbers, or "everyone"
-- person: text, a column name; practitioner: text, a column name
with

complete as (

    select
        columns([$person]) as person_id,
        columns([$practitioner]) as practitioner_id,
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
        and ($variable_1 = 'everyone' or try_cast(columns([$variable_1]) as double) is not null)
        and ($variable_2 = 'everyone' or try_cast(columns([$variable_2]) as double) is not null)
        and ($variable_3 = 'everyone' or try_cast(columns([$variable_3]) as double) is not null)
        and ($variable_4 = 'everyone' or try_cast(columns([$variable_4]) as double) is not null)
        and ($variable_5 = 'everyone' or try_cast(columns([$variable_5]) as double) is not null)
        and ($variable_6 = 'everyone' or try_cast(columns([$variable_6]) as double) is not null)
        and ($variable_7 = 'everyone' or try_cast(columns([$variable_7]) as double) is not null)
        and ($variable_8 = 'everyone' or try_cast(columns([$variable_8]) as double) is not null)
        and ($variable_9 = 'everyone' or try_cast(columns([$variable_9]) as double) is not null)
        and ($variable_10 = 'everyone' or try_cast(columns([$variable_10]) as double) is not null)

),

serving as (

    select
        complete.practitioner_id,
        sum(complete.frequency) as n_answers
    from complete
    where complete.practitioner_id is not null
    group by complete.practitioner_id

),

practitioners as (

    select
        count(*) as n_practitioners,
        coalesce(sum(serving.n_answers), 0) as n_with_practitioner,
        coalesce(max(serving.n_answers) / sum(serving.n_answers), 0) as largest_share
    from serving

),

people as (

    select
        sum(complete.frequency) as n_answers,
        count(distinct complete.person_id)
        + coalesce(sum(complete.frequency) filter (where complete.person_id is null), 0)
            as n_people
    from complete
    having count(*) > 0

)

select
    cast(null as varchar) as group_value,
    cast(null as varchar) as group_value_2,
    cast(people.n_answers as bigint) as n_answers,
    cast(people.n_people as bigint) as n_people,
    practitioners.n_practitioners,
    cast(practitioners.n_with_practitioner as bigint) as n_with_practitioner,
    practitioners.largest_share as largest_practitioner_share
from people
cross join practitioners
order by people.n_answers
